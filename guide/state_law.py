"""What an answer owes to the law of a state: the rules that it was given under, or what a person has to ask."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from law.answers import CategoryDecision, Decision
from law.duties import Missing
from law.layers import Layer
from law.packs import Pack
from sharing_portal.words import words


def state_law(decision: Decision, pack: Pack | None) -> dict[str, Any]:
    """For `guide/tree/_state_law.html`: the state's rules, and by kind of record what only state law can tell."""
    asks = [
        {"category": _(answer.category.label), "why": why}
        for answer in decision.categories
        if (why := _left_to_the_state(answer))
    ]
    return {"pack": pack, "facts": _facts(pack) if pack else [], "asks": asks}


def _facts(pack: Pack) -> list[dict[str, Any]]:
    span = {"first": date_format(pack.effective_from), "last": date_format(pack.effective_to)}
    return [
        {"label": _("State"), "value": pack.name},
        {"label": _("Version"), "value": pack.version},
        {"label": _("In force"), "value": _("%(first)s to %(last)s") % span},
        {"label": _("Reviewed by"), "value": pack.reviewed_by},
        {"label": _("Reviewed on"), "value": date_format(pack.reviewed_on)},
    ]


def _left_to_the_state(answer: CategoryDecision) -> list[str]:
    """Why state law decides, in the words of the federal rules that leave it to the state."""
    return [
        words(route.reason)
        for route in answer.grounds
        if Missing.STATE_LAW in route.missing and route.layer != Layer.STATE_PACK
    ]
