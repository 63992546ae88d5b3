"""From the answers given in the guide to what the law engine is asked. Unanswered stays unknown."""

from collections.abc import Iterable
from dataclasses import is_dataclass
from datetime import date
from typing import Any, get_args, get_origin, get_type_hints

from guide.questions.kinds import Stated
from guide.questions.papers import REQUESTED
from law.facts import ConsentFact, Facts, OrderFact, OrderKind
from law.packs import Pack, for_state
from law.vocabulary import Category, Purpose


def _groups() -> dict[str, Any]:
    """The groups of facts, each by the field that holds it. Papers, of which there may be several, are apart."""
    found = {}
    for name, hint in get_type_hints(Facts).items():
        kinds = [kind for kind in (hint, *get_args(hint)) if is_dataclass(kind)]
        if kinds and get_origin(hint) is not tuple:
            found[name] = kinds[0]
    return found


SECTIONS = _groups()
ORDERS = {
    "order": OrderKind.COURT_ORDER,
    "custody_order": OrderKind.COURT_ORDER,
    "rights_order": OrderKind.CUSTODY_ORDER,
}
"""Papers of a court that may be on hand at the same time, each with its kind unless one is stated."""
ADD_UP = {
    "categories",
    "not_shown",
    "holder.statuses",
    "request.fields",
    "consent.elements",
    "consent.signers",
}
"""Facts that are sets: what two answers state is true together."""


def together(*parts: Stated) -> dict[str, Any]:
    """What several answers state. Where two speak of the same fact, the later wins."""
    stated: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            stated[name] = stated[name] | value if name in ADD_UP and name in stated else value
    return stated


def contradict(one: Stated, other: Stated) -> bool:
    """Whether two answers cannot both be true."""
    return any(name in other and other[name] != value for name, value in one.items() if name not in ADD_UP)


def facts_from(stated: Stated, on: date) -> Facts:
    """The engine's input. Holder, recipient and categories must be stated; a purpose that is not, is unknown."""
    groups: dict[str, dict[str, Any]] = {}
    for name, value in stated.items():
        if "." in name:
            group, field = name.split(".")
            groups.setdefault(group, {})[field] = value
    if "kind" not in groups.get("contract", {}):
        groups.pop("contract", None)
    groups.setdefault("youth", {})
    categories = tuple(category for category in Category if category in stated["categories"])
    return Facts(
        categories=categories,
        purpose=stated.get("purpose", Purpose.UNKNOWN),
        on=on,
        consents=_consents(groups.get("consent"), categories, on),
        orders=tuple(_orders(groups)),
        not_shown=frozenset(name for name in stated.get("not_shown", ()) if stated.get(name) is None),
        **{name: kind(**groups[name]) for name, kind in SECTIONS.items() if name in groups},
    )


def pack_for(stated: Stated, on: date) -> Pack | None:
    """The rules of the state that is stated, as an agency there is answered under; None where none are in force."""
    return for_state(stated.get("us_state", ""), on)


def _consents(
    fields: dict[str, Any] | None, categories: tuple[Category, ...], on: date
) -> tuple[ConsentFact, ...]:
    if fields is None:
        return ()
    if fields.get("categories") == REQUESTED:
        fields = fields | {"categories": frozenset(categories)}
    return (ConsentFact(signed_on=on, **fields),)


def _orders(groups: dict[str, dict[str, Any]]) -> Iterable[OrderFact]:
    for name, kind in ORDERS.items():
        if name in groups:
            yield OrderFact(**({"kind": kind, "reference": name} | groups[name]))
