"""The matrix of an agreement: who may ask whom, and, for one pair of parties, which records for which purposes.

A cell of a pair's grid is "purpose:category". The terms of a pair become blocks: those that rest on the same law, are
asked by the same roles and need the same conditions stand in one grid; saved again, a grid becomes as few terms as
say exactly the same.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency
from agencies.roles import ASKING_ROLES
from law.vocabulary import STORED_CATEGORIES, Purpose
from mous.actions.terms import PROHIBITED_PURPOSES, Flow
from mous.facts import LegalRemark, remarks_by_cell
from mous.groups import ASKABLE_PURPOSES, CATEGORY_GROUPS, PURPOSE_GROUPS
from mous.models import Mou, MouTerm

CELLS = [
    f"{purpose.value}:{category.value}"
    for purpose in Purpose
    if purpose not in PROHIBITED_PURPOSES
    for category in STORED_CATEGORIES
]


@dataclass(frozen=True)
class Law:
    """What the law says on a pair of parties: the numbered remarks, and the number of each cell's."""

    remarks: list[LegalRemark]
    number_of: dict[str, int]

    def forbids(self, cell: str) -> bool:
        """Whether no consent and no agreement opens this cell."""
        number = self.number_of.get(cell)
        return number is not None and self.remarks[number - 1].error


def law_on(mou: Mou, holder: Agency, asker: Agency) -> Law:
    """What the law says today on every cell of this pair, whatever the flows will rest on."""
    remarks: list[LegalRemark] = []
    number_of: dict[str, int] = {}
    for remark, cells in remarks_by_cell(mou, holder, asker):
        if remark not in remarks:
            remarks.append(remark)
        number_of |= dict.fromkeys(cells, remarks.index(remark) + 1)
    return Law(remarks, number_of)


def blocks(terms: Iterable[MouTerm]) -> list[dict[str, Any]]:
    """The terms of one pair as grids to fill in: those that differ only in records and purposes stand in one."""
    found: dict[tuple[Any, ...], set[str]] = {}
    for term in terms:
        cells = found.setdefault((term.authority, tuple(term.roles), term.need, term.conditions), set())
        cells |= {f"{purpose}:{category}" for purpose in term.purposes for category in term.categories}
    return [
        {
            "authority": authority,
            "roles": list(roles),
            "need": need,
            "conditions": conditions,
            "cells": sorted(cells),
        }
        for (authority, roles, need, conditions), cells in found.items()
    ]


def flows_of(
    cells: Collection[str],
    *,
    authority: str,
    roles: Collection[str] = ASKING_ROLES,
    need: str = "",
    conditions: str = "",
) -> list[Flow]:
    """A grid as flows: categories that are asked for the same purposes stand in one."""
    purposes: dict[str, set[str]] = {}
    for cell in cells:
        purpose, category = cell.split(":")
        purposes.setdefault(category, set()).add(purpose)
    together: dict[tuple[str, ...], list[str]] = {}
    for category in sorted(purposes):
        together.setdefault(tuple(sorted(purposes[category])), []).append(category)
    return [
        Flow(categories, asked_for, authority, conditions, roles, need)
        for asked_for, categories in together.items()
    ]


def overview(mou: Mou) -> dict[str, Any]:
    """Parties by parties: for each holder and asker how many kinds of records flow, or why there is no cell."""
    parties = [party.agency for party in mou.parties.select_related("agency")]
    counts: dict[tuple[Any, Any], set[str]] = {}
    for term in mou.terms.all():
        counts.setdefault((term.from_agency_id, term.to_agency_id), set()).update(term.categories)
    rows = [
        {"holder": holder, "cells": [_pair(holder, asker, counts) for asker in parties]} for holder in parties
    ]
    return {"askers": parties, "rows": rows}


def _pair(holder: Agency, asker: Agency, counts: dict[tuple[Any, Any], set[str]]) -> dict[str, Any]:
    count = len(counts.get((holder.pk, asker.pk), ()))
    words = ngettext("%(count)s kind of record", "%(count)s kinds of records", count) % {"count": count}
    names = {"asker": asker.name, "holder": holder.name}
    return {
        "asker": asker,
        "same": holder.pk == asker.pk,
        "count": count,
        "label": _("%(asker)s may ask %(holder)s") % names + f": {words if count else _('nothing yet')}",
    }


def columns() -> list[dict[str, Any]]:
    """The kinds of records across the top, in their groups."""
    return [
        {"group": group, "categories": [{"code": c.value, "label": _(c.label)} for c in categories]}
        for group, categories in CATEGORY_GROUPS
    ]


def rows(chosen: Collection[str], law: Law) -> list[dict[str, Any]]:
    """The purposes down the side, in their groups, each with a cell for every kind of record."""
    ungrouped = {cell.split(":")[0] for cell in chosen} - set(ASKABLE_PURPOSES)
    groups = [*PURPOSE_GROUPS, (_("Other"), tuple(Purpose(code) for code in sorted(ungrouped)))]
    return [
        {
            "group": group,
            "width": len(STORED_CATEGORIES) + 1,
            "purposes": [_row(purpose, set(chosen), law) for purpose in purposes],
        }
        for group, purposes in groups
        if purposes
    ]


def _row(purpose: Purpose, chosen: set[str], law: Law) -> dict[str, Any]:
    codes = [category.value for _group, categories in CATEGORY_GROUPS for category in categories]
    cells = [(f"{purpose.value}:{code}", code) for code in codes]
    return {
        "code": purpose.value,
        "label": _(purpose.label),
        "cells": [
            {
                "value": cell,
                "category": code,
                "checked": cell in chosen,
                "number": law.number_of.get(cell),
                "forbidden": law.forbids(cell),
            }
            for cell, code in cells
        ],
    }
