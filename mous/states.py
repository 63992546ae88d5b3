"""The lifecycle of an agreement. Whether it is in force today is computed from its state and dates."""

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
