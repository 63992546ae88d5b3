"""How a grant stands on a day. Nothing here is stored: it is computed whenever it is asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GrantState(models.TextChoices):
    """From a grant's dates, its signer's rights and its revocation."""

    IN_FORCE = "in_force", _("In force")
    ENDS_SOON = "ends_soon", _("Ends soon")
    NOT_BEGUN = "not_begun", _("Not begun")
    UNCONFIRMED = "unconfirmed", _("Waits for a second person")
    PAUSED = "paused", _("Paused: the young person is 18")
    NO_RIGHT = "no_right", _("Stopped: the signer may not decide")
    ENDED = "ended", _("Ended")
    REVOKED = "revoked", _("Revoked")

    @property
    def stands(self) -> bool:
        """Whether it can still be revoked: it is in force or may come to be."""
        return self not in (GrantState.ENDED, GrantState.REVOKED)


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
