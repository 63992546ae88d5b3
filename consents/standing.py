"""How a consent stands, in one badge that always tells which of its lines do."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents import queries
from consents.models import Consent, ConsentGrant
from consents.states import TONES, GrantState

IN_FORCE = (GrantState.IN_FORCE, GrantState.ENDS_SOON)
# The word for a consent of which no line stands now: the first of these that a line has.
_NEXT = (
    GrantState.UNCONFIRMED,
    GrantState.NOT_BEGUN,
    GrantState.PAUSED,
    GrantState.NO_RIGHT,
    GrantState.REVOKED,
    GrantState.ENDED,
)


@dataclass(frozen=True)
class Standing:
    """A consent's badge, its tone, and the lines that stand now, as kinds of record for each recipient."""

    badge: str
    tone: str
    lines: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The badge and the lines in one sentence."""
        return f"{self.badge}: {'; '.join(self.lines)}" if self.lines else self.badge


def standing_of(consent: Consent) -> Standing:
    """Which lines stand now, by whom they reach; or why none does."""
    found = queries.states_of(consent)
    standing = [grant for grant, state in found if state in IN_FORCE]
    badge = ngettext(
        "%(count)d of %(all)d line in force", "%(count)d of %(all)d lines in force", len(found)
    ) % {"count": len(standing), "all": len(found)}
    states = {state for _grant, state in found}
    if not standing:
        state = next((state for state in _NEXT if state in states), GrantState.ENDED)
        return Standing(f"{badge}: {state.label}", TONES[state])
    if GrantState.IN_FORCE in states:
        return Standing(badge, "good", _named(standing))
    return Standing(_("%(lines)s, ending soon") % {"lines": badge}, "warn", _named(standing))


def _named(grants: list[ConsentGrant]) -> tuple[str, ...]:
    """The kinds of record for each recipient."""
    ordered = sorted(grants, key=lambda grant: (str(grant.recipient), str(grant.get_category_display())))
    return tuple(
        _("%(categories)s to %(recipient)s")
        % {
            "categories": ", ".join(str(grant.get_category_display()) for grant in group),
            "recipient": recipient,
        }
        for recipient, group in groupby(ordered, key=lambda grant: str(grant.recipient))
    )
