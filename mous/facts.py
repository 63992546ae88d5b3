"""A term of an agreement beside the law: what the engine says on it, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from agencies.facts import holder_fact, recipient_fact
from law.terms import RemarkKind, TermFact, remarks_on
from law.vocabulary import Category, Purpose
from mous.models import MouTerm
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
    on = max(term.mou.starts_on, term.from_agency.today())
    return [
        LegalRemark(
            error=remark.kind is RemarkKind.UNLAWFUL,
            kind=_(remark.kind.label),
            records=", ".join(_(category.label) for category in remark.categories),
            purposes=", ".join(_(purpose.label) for purpose in remark.purposes),
            text=words(remark.text),
            citation="; ".join(remark.citations),
        )
        for remark in remarks_on(_fact(term), on)
    ]


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
