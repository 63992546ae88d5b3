"""Everything that can be done to a consent. Each verb asks who may, changes rows, and writes the log, or does nothing."""

from consents.actions.acting import actor
from consents.actions.drafting import discard, save_step
from consents.actions.recording import record_consent
from consents.actions.revoking import record_event, revoke

__all__ = ["actor", "discard", "record_consent", "record_event", "revoke", "save_step"]
