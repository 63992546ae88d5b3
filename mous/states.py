"""The lifecycle of an agreement, and how it stands on a day: in force is computed from state and dates."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Out for signature")
    SIGNED = "signed", _("Signed by all")
    ENDED = "ended", _("Ended")
    CANCELLED = "cancelled", _("Cancelled")


TRANSITIONS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SENT, State.CANCELLED}),
    # Back to draft: a party asks for a change, so nobody's signature can stand.
    State.SENT: frozenset({State.SIGNED, State.DRAFT, State.CANCELLED}),
    State.SIGNED: frozenset({State.ENDED}),
}


# All parties have signed, whatever came after.
SIGNED_STATES = frozenset({State.SIGNED, State.ENDED})


class Standing(TextChoices):
    """What an agreement is worth on a given day, in the words people read."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Out for signature")
    UPCOMING = "upcoming", _("Signed, not yet begun")
    IN_FORCE = "in_force", _("In force")
    EXPIRED = "expired", _("Past its last day")
    ENDED = "ended", _("Ended by withdrawal")
    CANCELLED = "cancelled", _("Cancelled")


# Colour of each standing; the word and an icon always stand beside it.
TONES: dict[Standing, str] = {
    Standing.DRAFT: "neutral",
    Standing.SENT: "wait",
    Standing.UPCOMING: "info",
    Standing.IN_FORCE: "good",
    Standing.EXPIRED: "neutral",
    Standing.ENDED: "bad",
    Standing.CANCELLED: "neutral",
}
