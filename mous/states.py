"""The lifecycle of an agreement, and how it stands on a day: in force is computed from state and dates."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("With counsel for review")
    SENT = "sent", _("Out for signature")
    SIGNED = "signed", _("Signed by all")
    ENDED = "ended", _("Ended")
    CANCELLED = "cancelled", _("Cancelled")


TRANSITIONS: dict[State, frozenset[State]] = {
    # An agreement signed on paper is not reviewed again: its parties confirm it.
    State.DRAFT: frozenset({State.REVIEW, State.SENT, State.CANCELLED}),
    # Back to draft: a change is wanted, so nobody's approval and nobody's signature can stand.
    State.REVIEW: frozenset({State.SENT, State.DRAFT, State.CANCELLED}),
    State.SENT: frozenset({State.SIGNED, State.DRAFT, State.CANCELLED}),
    State.SIGNED: frozenset({State.ENDED}),
}


# All parties have signed, whatever came after.
SIGNED_STATES = frozenset({State.SIGNED, State.ENDED})


class Standing(TextChoices):
    """What an agreement is worth on a given day, in the words people read."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("With counsel for review")
    SENT = "sent", _("Out for signature")
    UPCOMING = "upcoming", _("Signed, not yet begun")
    IN_FORCE = "in_force", _("In force")
    EXPIRED = "expired", _("Past its last day")
    SUPERSEDED = "superseded", _("Replaced by a new version")
    ENDED = "ended", _("Ended by its parties")
    CANCELLED = "cancelled", _("Cancelled")


# Signed and not over: what can be withdrawn from, ended, joined and amended.
LIVING = (Standing.UPCOMING, Standing.IN_FORCE)

# Colour of each standing; the word and an icon always stand beside it.
TONES: dict[Standing, str] = {
    Standing.DRAFT: "neutral",
    Standing.REVIEW: "wait",
    Standing.SENT: "wait",
    Standing.UPCOMING: "info",
    Standing.IN_FORCE: "good",
    Standing.EXPIRED: "neutral",
    Standing.SUPERSEDED: "neutral",
    Standing.ENDED: "bad",
    Standing.CANCELLED: "neutral",
}
