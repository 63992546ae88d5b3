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
    GrantState.REVOKED,
    GrantState.ENDED,
)


@dataclass(frozen=True)
class Standing:
    """The words and the tone of a consent's badge; `count` lines stand now."""

    label: str
    tone: str
    count: int


def standing_of(consent: Consent) -> Standing:
    """Which lines stand now, by whom they reach; or why none does."""
    found = queries.standing_grants(consent)
    standing = [grant for grant, state in found if state in IN_FORCE]
    words = {"count": len(standing), "all": len(found)}
    if standing:
        label = ngettext(
            "%(count)d of %(all)d lines stands: %(lines)s",
            "%(count)d of %(all)d lines stand: %(lines)s",
            len(standing),
        ) % {**words, "lines": _named(standing)}
        soon = all(state is GrantState.ENDS_SOON for _grant, state in found if state in IN_FORCE)
        return Standing(label, "warn" if soon else "good", len(standing))
    states = {state for _grant, state in found}
    state = next((state for state in _NEXT if state in states), GrantState.ENDED)
    label = _("None of %(all)d lines stands: %(state)s") % {**words, "state": state.label}
    return Standing(label, TONES[state], 0)


def _named(grants: list[ConsentGrant]) -> str:
    """The kinds of record for each recipient."""
    ordered = sorted(grants, key=lambda grant: (str(grant.recipient), str(grant.get_category_display())))
    return "; ".join(
        _("%(categories)s to %(recipient)s")
        % {
            "categories": ", ".join(str(grant.get_category_display()) for grant in group),
            "recipient": recipient,
        }
        for recipient, group in groupby(ordered, key=lambda grant: str(grant.recipient))
    )
