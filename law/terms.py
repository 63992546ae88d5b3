"""Compare a term of an agreement with the law: what it could never open, what it still needs, where it asks too much.

`remarks_on(term, day)` asks the engine itself, with nothing shown and with each circumstance that a request under an
agreement can show, and keeps no table of its own. Emergencies and court orders are left out: they need no agreement,
so a flow that only an order opens is one that no agreement may promise.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from law.answers import CategoryDecision
from law.consent import UNIFORM_FORM_ELEMENTS
from law.decide import decide, refusal_on_entry
from law.evidence import (
    ChildWelfareFact,
    DataFact,
    DirectoryFact,
    EnrollmentFact,
    FamilyFact,
    HealthFact,
    JusticeFact,
    RecordFact,
    SchoolOfficialFact,
    StateLawFact,
)
from law.facts import ConsentFact, Facts, HolderFact, OrderFact, OrderKind, RecipientFact, YouthFact
from law.message import Message, gettext_noop
from law.message import message as _
from law.packs import for_state
from law.vocabulary import Category, Labelled, Purpose, SignerCapacity

AGE = 15
"""The youth of whom the engine is asked: one whose parent still signs, and who signs beside the parent."""

_CONSENT_WORDS = re.compile(r"(?<!or )(?<!without )(?<!no )\b(consent|authorization)\b", re.IGNORECASE)


class RemarkKind(Labelled):
    """How a remark weighs. Only an error keeps an agreement from being sent for signature."""

    UNLAWFUL = "unlawful", gettext_noop("The law does not allow this")
    NEEDS_MORE = "needs_more", gettext_noop("Lawful only with more")
    STRICTER = "stricter", gettext_noop("Stricter than the law")


@dataclass(frozen=True, slots=True)
class TermFact:
    """A term: these categories of this holder may be asked for by this recipient, for these purposes.

    `state` is the holder's, in two letters; a state pack shipped for it and in force is applied.
    """

    holder: HolderFact
    recipient: RecipientFact
    categories: frozenset[Category]
    purposes: frozenset[Purpose]
    authority: str = ""
    conditions: str = ""
    state: str = ""

    @property
    def demands_consent(self) -> bool:
        """True when its words rest on a consent; one named after "or" is only another way."""
        return _CONSENT_WORDS.search(f"{self.authority}\n{self.conditions}") is not None


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know about part of a term, with the provisions that say so."""

    kind: RemarkKind
    text: Message
    citations: tuple[str, ...]
    categories: tuple[Category, ...]
    purposes: tuple[Purpose, ...]


@dataclass(frozen=True)
class _Circumstance:
    """Something a request can show: `shown` in words, `facts` for the engine, and where it suggests itself."""

    shown: Message
    facts: dict[str, Any]
    purposes: frozenset[Purpose] = frozenset(Purpose)
    categories: frozenset[Category] = frozenset(Category)

    def suggested_by(self, category: Category, purpose: Purpose) -> bool:
        """True when this record or this purpose makes one think of it without being told."""
        return category in self.categories and purpose in self.purposes


_CUSTODY = frozenset({Purpose.PLACEMENT, Purpose.CHILD_PROTECTION})
_NOTHING = _Circumstance(_("nothing"), {})
_CONSENT = _Circumstance(
    _("a written consent, one for each youth"),
    {
        "consents": (
            ConsentFact(
                elements=UNIFORM_FORM_ELEMENTS,
                categories=frozenset(Category),
                signers=frozenset({SignerCapacity.PARENT, SignerCapacity.MINOR}),
                written=True,
                names_recipient=True,
                names_discloser=True,
                covers_purpose=True,
            ),
        )
    },
)
_STATE = _Circumstance(
    _("a rule of state law that allows it, because federal law leaves this to the state"),
    {"state": StateLawFact(authorizes=True)},
)
_ORDER = _Circumstance(
    _("an order of a court"),
    {
        "orders": (
            OrderFact(
                OrderKind.COURT_ORDER,
                signed_by_judge=True,
                covers=True,
                part2_findings=True,
                extremely_serious_crime=True,
                notice_and_hearing=True,
            ),
        )
    },
)
_EXCEPTIONS = (
    _Circumstance(
        _("notice of the directory items, and a check that the family has not opted out"),
        {
            "directory": DirectoryFact(notice_given=True, items=frozenset({"name"})),
            "youth": YouthFact(age=AGE, directory_opt_out=False),
        },
        categories=frozenset({Category.DIRECTORY}),
    ),
    _Circumstance(
        _("proof that the school's law enforcement unit made the record for law enforcement and keeps it"),
        {
            "record": RecordFact(
                created_by_unit=True, for_law_enforcement_purpose=True, maintained_by_unit=True
            )
        },
        categories=frozenset({Category.LAW_ENFORCEMENT_UNIT}),
    ),
    _Circumstance(
        _("proof that the youth enrolls, or wants to enroll, there"),
        {"enrollment": EnrollmentFact(seeks_to_enroll=True)},
        frozenset({Purpose.ENROLLMENT}),
    ),
    _Circumstance(
        _(
            "proof that this agency works for the school, under its direct control and within its annual notice"
        ),
        {
            "school_official": SchoolOfficialFact(
                annual_notice_covers=True,
                legitimate_interest=True,
                institutional_service=True,
                direct_control=True,
                use_limits=True,
            )
        },
        frozenset({Purpose.INSTITUTIONAL_SERVICE, Purpose.EDUCATIONAL_SUPPORT}),
    ),
    _Circumstance(
        _("the provider's finding that it helps the youth's own health care"),
        {"health": HealthFact(furthers_health_care=True)},
        frozenset({Purpose.TREATMENT, Purpose.CARE_COORDINATION}),
    ),
    _Circumstance(
        _(
            "proof that the agency is legally responsible for the youth, and that its worker may see the case plan"
        ),
        {
            "child_welfare": ChildWelfareFact(
                legally_responsible=True, represents_agency=True, case_plan_access=True
            )
        },
        _CUSTODY,
    ),
    _Circumstance(
        _("an order that gives the agency custody and the decision on the youth's care"),
        {
            "orders": (
                OrderFact(OrderKind.CUSTODY_ORDER, custody_to_agency=True, medical_decision_authority=True),
            )
        },
        _CUSTODY,
    ),
    _Circumstance(
        _("proof that the recipient needs it for its legal duty to protect children"),
        {"child_welfare": ChildWelfareFact(protects_children=True)},
        frozenset({Purpose.CHILD_PROTECTION}),
    ),
    _Circumstance(
        _(
            "a state statute, a case that is not yet adjudicated, and the written certification of the officials"
        ),
        {
            "youth": YouthFact(age=AGE, adjudicated=False),
            "justice": JusticeFact(
                statute_cited=True, certified_in_writing=True, certified_no_redisclosure=True
            ),
        },
        frozenset({Purpose.JUVENILE_SERVICES}),
    ),
    _Circumstance(
        _("a law that requires proof of immunization, and the documented agreement of the parent"),
        {
            "health": HealthFact(immunization_required=True),
            "family": FamilyFact(immunization_agreement=True),
        },
        categories=frozenset({Category.IMMUNIZATION}),
    ),
    _Circumstance(
        _("a law that lets the public health authority collect it"),
        {"health": HealthFact(public_health_authorized=True)},
        frozenset({Purpose.PUBLIC_HEALTH}),
    ),
    _Circumstance(
        _("data that identify nobody, after a review"),
        {
            "data": DataFact(
                identifiers_removed=True, disclosure_review=True, safe_harbor=True, actual_knowledge=False
            )
        },
        categories=frozenset({Category.DEIDENTIFIED}),
    ),
)


@lru_cache(maxsize=1024)
def remarks_on(term: TermFact, on: date) -> tuple[Remark, ...]:
    """Everything to say about a term on a day, errors first; nothing where law and term agree."""
    found: dict[tuple[RemarkKind, Message, tuple[str, ...]], dict[Purpose, list[Category]]] = {}
    for purpose in (purpose for purpose in Purpose if purpose in term.purposes):
        for category in (category for category in Category if category in term.categories):
            said = _compare(term, category, purpose, on)
            if said is not None:
                found.setdefault(said, {}).setdefault(purpose, []).append(category)
    remarks = [
        Remark(*said, categories, purposes)
        for said, places in found.items()
        for categories, purposes in _together(places)
    ]
    return tuple(sorted(remarks, key=lambda remark: list(RemarkKind).index(remark.kind)))


def _together(
    places: dict[Purpose, list[Category]],
) -> list[tuple[tuple[Category, ...], tuple[Purpose, ...]]]:
    """Purposes of which the same is said about the same categories, side by side."""
    rows: dict[tuple[Category, ...], list[Purpose]] = {}
    for purpose, categories in places.items():
        rows.setdefault(tuple(categories), []).append(purpose)
    return [(categories, tuple(purposes)) for categories, purposes in rows.items()]


def _compare(
    term: TermFact, category: Category, purpose: Purpose, on: date
) -> tuple[RemarkKind, Message, tuple[str, ...]] | None:
    """What is to be said about one category for one purpose."""
    bare = _ask(term, category, purpose, on, _NOTHING)
    refusal = refusal_on_entry(category)
    if refusal is not None:
        return RemarkKind.UNLAWFUL, Message(refusal), bare.citations
    if bare.allows_release:
        text = _("The law asks for no consent here.")
        return (RemarkKind.STRICTER, text, bare.citations) if term.demands_consent else None
    for exception in (entry for entry in _EXCEPTIONS if entry.suggested_by(category, purpose)):
        answer = _ask(term, category, purpose, on, exception)
        if answer.allows_release:
            return (*_excepted(term, exception), answer.citations)
    for needed in (_CONSENT, _STATE, *_EXCEPTIONS):
        answer = _ask(term, category, purpose, on, needed)
        if answer.allows_release:
            text = _("Each request needs %(shown)s.", shown=needed.shown)
            return RemarkKind.NEEDS_MORE, text, answer.citations
    return RemarkKind.UNLAWFUL, _never(term, category, purpose, on), bare.citations


def _excepted(term: TermFact, exception: _Circumstance) -> tuple[RemarkKind, Message]:
    """An exception that suggests itself: a relief where the term asks for consent, else what must be shown."""
    if term.demands_consent:
        text = _("The law asks for no consent here if there is %(shown)s.", shown=exception.shown)
        return RemarkKind.STRICTER, text
    text = _("Each request needs %(shown)s, or a written consent.", shown=exception.shown)
    return RemarkKind.NEEDS_MORE, text


def _never(term: TermFact, category: Category, purpose: Purpose, on: date) -> Message:
    if _ask(term, category, purpose, on, _ORDER).allows_release:
        return _(
            "No agreement, and no consent on the portal's form, opens these records for this purpose. "
            "Only an order of a court can, and an order needs no agreement."
        )
    return _("No agreement, and no consent on the portal's form, opens these records for this purpose.")


def _ask(
    term: TermFact, category: Category, purpose: Purpose, on: date, circumstance: _Circumstance
) -> CategoryDecision:
    facts = Facts(
        holder=term.holder,
        recipient=term.recipient,
        youth=YouthFact(age=AGE),
        categories=(category,),
        purpose=purpose,
        on=on,
    )
    facts = replace(facts, **circumstance.facts)
    # Signed today: where state law limits how long a consent lasts, one without a day is incomplete.
    facts = replace(facts, consents=tuple(replace(paper, signed_on=on) for paper in facts.consents))
    return decide(facts, for_state(term.state, on)).answer(category)
