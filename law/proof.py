"""How far facts are proven, and what a rule may see of those that are not proven far enough.

A rule names the facts it relies on with the proof it demands, `documented("family.tax_dependent")`. A fact proven
less counts as not shown to that rule. Facts that a rule does not name may be merely stated. This is the only place
that looks at the provenance of facts and papers.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from law.duties import Missing
from law.facts import Facts
from law.vocabulary import Provenance

Demands = Mapping[str, Provenance]
"""Facts as `group.field`, or a kind of paper (`consents`, `orders`, `contract`), with the proof they need."""

PAPERS: dict[str, Missing] = {
    "consents": Missing.CONSENT,
    "orders": Missing.COURT_ORDER_OR_SUBPOENA,
    "contract": Missing.WRITTEN_AGREEMENT,
}
"""Kinds of papers, each of which carries a provenance of its own, with what is missing when one is only stated."""


def documented(*names: str) -> dict[str, Provenance]:
    """These facts have to rest on a document on file, or better."""
    return dict.fromkeys(names, Provenance.DOCUMENTED)


def verified(*names: str) -> dict[str, Provenance]:
    """These facts have to be checked by a second person or by the system."""
    return dict.fromkeys(names, Provenance.VERIFIED)


def all_documented(facts: Facts) -> bool:
    """True when nothing is merely stated: then only what has to be verified can fall short."""
    return not facts.asserted and all(
        paper.provenance is not Provenance.ASSERTED for kind in PAPERS for paper in _papers(facts, kind)
    )


def shortfall(facts: Facts, demands: Demands) -> frozenset[str]:
    """The names of the facts and papers that are proven less than demanded."""
    return frozenset(name for name, level in demands.items() if _proof(facts, name).rank < level.rank)


def _proof(facts: Facts, name: str) -> Provenance:
    """How far one fact is proven; of papers of one kind, the weakest. Facts count as documented unless stated."""
    if name in PAPERS:
        known = (paper.provenance for paper in _papers(facts, name))
        return min(known, key=lambda level: level.rank, default=Provenance.VERIFIED)
    if name in facts.asserted:
        return Provenance.ASSERTED
    return Provenance.VERIFIED if name in facts.verified else Provenance.DOCUMENTED


def _papers(facts: Facts, kind: str) -> tuple[Any, ...]:
    found = getattr(facts, kind)
    if isinstance(found, tuple):
        return found
    return () if found is None else (found,)


def without(facts: Facts, names: frozenset[str], demands: Demands) -> Facts:
    """The facts with these unknown, and without papers that are proven less than demanded."""
    changes: dict[str, Any] = {}
    for name in sorted(names):
        if name in PAPERS:
            kept = tuple(
                paper for paper in _papers(facts, name) if paper.provenance.rank >= demands[name].rank
            )
            changes[name] = kept if isinstance(getattr(facts, name), tuple) else None
            continue
        group, field = name.split(".")
        known = changes.get(group, getattr(facts, group))
        if known is not None:
            changes[group] = replace(known, **{field: None})
    return replace(facts, **changes)


def proof_lacking(facts: Facts, names: frozenset[str]) -> tuple[Missing, ...]:
    """What has to be on file in place of what is only spoken of; else a check of what is on file already."""
    spoken_of = [name for name in names if _proof(facts, name) is Provenance.ASSERTED]
    return tuple(lack for kind, lack in PAPERS.items() if kind in spoken_of) or (Missing.PROOF,)
