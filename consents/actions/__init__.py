"""Everything that can be done to a consent. Each verb asks who may, changes rows, and writes the log, or does nothing."""

from consents.actions.acting import actor
from consents.actions.drafting import discard, save_step
from consents.actions.families import ask_for, remind_family, take_copy
from consents.actions.links import close_link, hand_over, make_link, make_own_page
from consents.actions.recording import record_consent
from consents.actions.revoking import record_event, revoke

__all__ = [
    "actor",
    "ask_for",
    "close_link",
    "discard",
    "hand_over",
    "make_link",
    "make_own_page",
    "record_consent",
    "record_event",
    "remind_family",
    "revoke",
    "save_step",
    "take_copy",
]
