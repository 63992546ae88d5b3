"""How a grant stands on a day. Nothing here is stored: it is computed whenever it is asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GrantState(models.TextChoices):
    """From a grant's days and event, its revocation, the 18th birthday, its signer's rights, and a paper's second person."""

    IN_FORCE = "in_force", _("In force")
    ENDS_SOON = "ends_soon", _("Ends soon")
    NOT_BEGUN = "not_begun", _("Not begun")
    UNCONFIRMED = "unconfirmed", _("Waits for a second person")
    PAUSED = "paused", _("Paused: the young person is 18")
    NO_RIGHT = "no_right", _("Stopped: the person who signed has no right to decide")
    ENDED = "ended", _("Ended")
    REVOKED = "revoked", _("Revoked")

    @property
    def has_ended(self) -> bool:
        """Whether it is over for good; of anything else one can still stop it."""
        return self in (GrantState.ENDED, GrantState.REVOKED)

    @property
    def may_share(self) -> bool:
        """Whether it lets share now, or will when its day has come or a second person has confirmed it."""
        return self not in (GrantState.ENDED, GrantState.REVOKED, GrantState.PAUSED, GrantState.NO_RIGHT)


# The colour and icon that go with the word (templates/components/status.html).
TONES: dict[str, str] = {
    GrantState.IN_FORCE: "good",
    GrantState.ENDS_SOON: "warn",
    GrantState.NOT_BEGUN: "wait",
    GrantState.UNCONFIRMED: "wait",
    GrantState.PAUSED: "warn",
    GrantState.NO_RIGHT: "bad",
    GrantState.ENDED: "neutral",
    GrantState.REVOKED: "bad",
}
