"""How a grant stands on a day. Nothing here is stored: it is computed whenever it is asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GrantState(models.TextChoices):
    """From a grant's dates and its revocation."""

    IN_FORCE = "in_force", _("In force")
    ENDS_SOON = "ends_soon", _("Ends soon")
    NOT_BEGUN = "not_begun", _("Not begun")
    ENDED = "ended", _("Ended")
    REVOKED = "revoked", _("Revoked")

    @property
    def stands(self) -> bool:
        """Whether it can still be revoked: it is in force or will be."""
        return self in (GrantState.IN_FORCE, GrantState.ENDS_SOON, GrantState.NOT_BEGUN)


# The colour and icon that go with the word (templates/components/status.html).
TONES: dict[str, str] = {
    GrantState.IN_FORCE: "good",
    GrantState.ENDS_SOON: "warn",
    GrantState.NOT_BEGUN: "wait",
    GrantState.ENDED: "neutral",
    GrantState.REVOKED: "bad",
}
