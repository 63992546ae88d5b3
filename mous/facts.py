"""A term of an agreement beside the law: what the engine says on it, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from agencies.facts import holder_fact, recipient_fact
from agencies.models import Agency
from law.terms import Remark, RemarkKind, TermFact, remarks_on
from law.vocabulary import STORED_CATEGORIES, Category, Purpose
from mous.groups import ASKABLE_PURPOSES
from mous.models import Mou, MouTerm
from sharing_portal.words import words


@dataclass(frozen=True)
class LegalRemark:
    """One remark on a term as a page shows it. Only an error keeps the agreement from being sent."""

    error: bool
    kind: str
    records: str
    purposes: str
    text: str
    citation: str


def legal_remarks(term: MouTerm) -> list[LegalRemark]:
    """What law says today on this term, errors first; empty where term and law agree."""
    return [_shown(remark) for remark in remarks_on(_fact(term), _day(term))]


def remarks_by_cell(mou: Mou, holder: Agency, asker: Agency) -> Iterator[tuple[LegalRemark, list[str]]]:
    """What law says on each kind of record and purpose between these two, whatever the flow rests on.

    A cell is "purpose:category"; each remark comes without its records and purposes, so that equal ones are equal.
    """
    everything = MouTerm(
        mou=mou,
        from_agency=holder,
        to_agency=asker,
        categories=list(STORED_CATEGORIES),
        purposes=list(ASKABLE_PURPOSES),
    )
    for remark in remarks_on(_fact(everything), _day(everything)):
        cells = [f"{purpose}:{category}" for purpose in remark.purposes for category in remark.categories]
        yield replace(_shown(remark), records="", purposes=""), cells


def _day(term: MouTerm) -> date:
    return max(term.mou.starts_on, term.from_agency.today())


def _shown(remark: Remark) -> LegalRemark:
    return LegalRemark(
        error=remark.kind is RemarkKind.UNLAWFUL,
        kind=_(remark.kind.label),
        records=", ".join(_(category.label) for category in remark.categories),
        purposes=", ".join(_(purpose.label) for purpose in remark.purposes),
        text=words(remark.text),
        citation="; ".join(remark.citations),
    )


def _fact(term: MouTerm) -> TermFact:
    return TermFact(
        holder=holder_fact(term.from_agency),
        recipient=recipient_fact(term.to_agency),
        categories=frozenset(Category(category) for category in term.categories),
        purposes=frozenset(Purpose(purpose) for purpose in term.purposes),
        authority=term.authority,
        conditions=term.conditions,
        state=term.from_agency.us_state,
    )
