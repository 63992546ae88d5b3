"""The lifecycle of a request, on one screen. A state that is not a key is final."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for a decision")
    MORE_NEEDED = "more_needed", _("More information needed")
    APPROVED = "approved", _("Approved, not yet released")
    REFUSED = "refused", _("Refused")
    RELEASED = "released", _("Released")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TRANSITIONS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.MORE_NEEDED, State.APPROVED, State.REFUSED, State.WITHDRAWN}),
    State.MORE_NEEDED: frozenset({State.SUBMITTED, State.REFUSED, State.WITHDRAWN}),
    # Back to submitted: what the approval rested on has changed, so it must be decided anew.
    State.APPROVED: frozenset({State.RELEASED, State.REFUSED, State.SUBMITTED, State.WITHDRAWN}),
}


# Over without a release: the holder sees no more the consents that were shown with it (portal.attached_consent_ids).
CLOSED = (State.REFUSED, State.WITHDRAWN)


class Answer(TextChoices):
    """The answer to one category of a request."""

    PENDING = "pending", _("Not answered yet")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class Ended(TextChoices):
    """Why a recipient can no longer read a release."""

    REVOKED = "revoked", _("The consent was revoked")
    RECALLED = "recalled", _("The agency that released it recalled it")
    AGREEMENT = "agreement", _("The agreement ended")
    EVENT = "event", _("The event named in the consent took place")
    SIGNER = "signer", _("The person who signed the consent has no right to decide")
    TURNED_18 = "turned_18", _("The young person is 18, and decides anew")
    LAST_DAY = "last_day", _("The last day is past")
