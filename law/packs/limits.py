"""Does a pack keep within what federal law leaves to the state? The engine answers the same questions with and without it.

The questions are every kind of holder, recipient and category, with purposes, ages and papers taken in turn, and
around each rule that opens something, all of them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from law.answers import CategoryDecision
from law.consent import UNIFORM_FORM_ELEMENTS
from law.decide import decide
from law.duties import Condition, Missing
from law.evidence import ChildWelfareFact, FamilyFact, HealthFact, JusticeFact, ReceivedUnder, RecordFact
from law.facts import (
    ConsentFact,
    EmergencyFact,
    Facts,
    HolderFact,
    OrderFact,
    OrderKind,
    RecipientFact,
    YouthFact,
)
from law.packs.loader import PackError
from law.packs.overlay import CLOSED
from law.packs.pack import Match, Pack
from law.packs.slots import SLOTS
from law.vocabulary import AgencyKind, Category, LegalStatus, Purpose, RecipientKind, SignerCapacity

KEPT = frozenset(
    {
        Condition.PART2_NOTICE,
        Condition.COPY_OF_CONSENT,
        Condition.REDISCLOSURE_NOTICE,
        Condition.RECORD_IN_LOG,
        Condition.RECORD_THREAT_BASIS,
        Condition.DOCUMENT_IN_RECORD,
        Condition.ACCOUNT_FOR_DISCLOSURE,
        Condition.NO_USE_IN_PROCEEDINGS,
        Condition.VIEW_ONLY,
    }
)
"""Notices and entries in the log, which no pack may take away."""

SIGNATURES = frozenset(
    {Missing.STATE_LAW, Missing.MINOR_SIGNATURE, Missing.PARENT_SIGNATURE, Missing.STUDENT_SIGNATURE}
)
"""What a state may settle under 42 CFR 2.14 and 45 CFR 164.502(g): whose signature a consent needs."""

HOLDERS = (
    *(HolderFact(kind) for kind in AgencyKind),
    HolderFact(AgencyKind.HIPAA_PROVIDER, part2_program=True),
    HolderFact(AgencyKind.SCHOOL_DISTRICT, frozenset({LegalStatus.HIPAA_HYBRID_COMPONENT})),
    HolderFact(AgencyKind.COMMUNITY_ORGANIZATION, frozenset({LegalStatus.CHILD_WELFARE})),
)
AGES = (None, 8, 13, 15, 17, 18, 20)
STRIDE = 1009
"""Prime, so that neighbours in the grid differ in purpose, age and papers, and every combination has its turn."""


def prove(pack: Pack, file: str = "") -> int:
    """How many answers were compared; PackError for the first that goes too far. A pack out of its time is judged in it."""
    compared = 0
    without_delegated = _without_delegated(pack)
    for facts in questions(pack):
        reason = _excess(facts, pack, without_delegated)
        if reason:
            raise PackError(file, pack.id, f"{reason} ({_told(facts)})")
        compared += 1
    return compared


def questions(pack: Pack) -> Iterator[Facts]:
    """The grid, on the first day of the pack."""
    day = pack.effective_from
    turns = list(product(Purpose, AGES, _papers(day)))
    for number, (holder, recipient, category) in enumerate(product(HOLDERS, RecipientKind, Category)):
        yield _question(day, holder, recipient, category, *turns[number * STRIDE % len(turns)])
    for rule in pack.rules:
        if rule.delegation is not None:
            yield from _corner(day, rule.match)


def _corner(day: date, match: Match) -> Iterator[Facts]:
    """All purposes, ages and papers that a rule allows, for the first holder, recipient and category that it names."""
    holder = HolderFact(min(match.holders), match.statuses)
    recipient, category = min(match.recipients), min(match.categories)
    for turn in product(match.purposes or Purpose, AGES, _papers(day)):
        yield _question(day, holder, recipient, category, *turn)


def _question(
    day: date,
    holder: HolderFact,
    recipient: RecipientKind,
    category: Category,
    purpose: Purpose,
    age: int | None,
    papers: dict[str, Any],
) -> Facts:
    consents = tuple(replace(paper, categories=frozenset({category})) for paper in papers.get("consents", ()))
    return Facts(
        holder=holder,
        recipient=RecipientFact(
            recipient, parent_of_youth=True if recipient is RecipientKind.PARENT else None
        ),
        youth=YouthFact(age=age),
        categories=(category,),
        purpose=purpose,
        on=day,
        **{**papers, "consents": consents},
    )


def _papers(day: date) -> tuple[dict[str, Any], ...]:
    """What may be on file: nothing, consents signed by one or both, orders, certifications, a danger, a source."""
    threat = "He says that he will hurt his brother with the knife that he carries"
    danger = EmergencyFact(
        threat, True, True, True, True, current=True, medical=True, consent_obtainable=False
    )
    return (
        {},
        {"consents": (_consent(day, SignerCapacity.PARENT),)},
        {"consents": (_consent(day, SignerCapacity.MINOR),)},
        {"consents": (_consent(day, SignerCapacity.MINOR, SignerCapacity.PARENT),)},
        {"consents": (_consent(day, SignerCapacity.ADULT_YOUTH),)},
        {"orders": (OrderFact(OrderKind.COURT_ORDER, signed_by_judge=True, covers=True),)},
        {"orders": (OrderFact(OrderKind.CUSTODY_ORDER, signed_by_judge=True, custody_to_agency=True),)},
        {"justice": JusticeFact(certified_in_writing=True, certified_no_redisclosure=True)},
        {"family": FamilyFact(minor_consented_alone=True)},
        {"health": HealthFact(licensed_professional_allows=True)},
        {"child_welfare": ChildWelfareFact(abuse_report=True, report_is_initial=True)},
        {"child_welfare": ChildWelfareFact(legally_responsible=True)},
        {"emergency": danger},
        {"record": RecordFact(received_under=ReceivedUnder.PART2_CONSENT)},
        {"record": RecordFact(received_under=ReceivedUnder.FERPA_JUVENILE_JUSTICE)},
    )


def _consent(day: date, *signers: SignerCapacity) -> ConsentFact:
    return ConsentFact(
        elements=UNIFORM_FORM_ELEMENTS,
        signers=frozenset(signers),
        signed_on=day,
        written=True,
        names_recipient=True,
        names_discloser=True,
        covers_purpose=True,
        combined=False,
    )


def _without_delegated(pack: Pack) -> Pack:
    """The pack without what it may open by delegation: the rest may only tighten."""
    slots = {name: slot for name, slot in pack.slots.items() if SLOTS[name].delegation is None}
    return replace(pack, slots=slots, rules=tuple(rule for rule in pack.rules if rule.delegation is None))


def _excess(facts: Facts, pack: Pack, without_delegated: Pack) -> str:
    """Why the pack goes too far on this question, or nothing."""
    federal, whole = decide(facts).categories[0], decide(facts, pack).categories[0]
    if not whole.allows_release:
        return ""
    if federal.allows_release:
        lost = federal_duties(federal) - set(whole.conditions)
        return f"takes away {', '.join(sorted(lost))}" if lost else ""
    if decide(facts, without_delegated).allows_release:
        return "opens what federal law closes, without a delegation"
    laws = {route.layer for route in whole.routes}
    if laws & {str(layer) for layer in CLOSED} and not settles_a_signature(facts, federal, pack):
        return "opens what no state can open"
    return ""


def settles_a_signature(facts: Facts, federal: CategoryDecision, pack: Pack) -> bool:
    """True when all that the pack adds is whose signature the consent on file needs."""
    bare = replace(facts, categories=(federal.category,), consents=())
    return set(federal.missing) <= SIGNATURES and not decide(bare, pack).allows_release


def federal_duties(answer: CategoryDecision) -> frozenset[Condition]:
    """The notices and log entries that go with a federal permission."""
    return KEPT & set(answer.conditions)


def _told(facts: Facts) -> str:
    return f"{facts.holder.kind} to {facts.recipient.kind}: {facts.categories[0]}, for {facts.purpose}"
