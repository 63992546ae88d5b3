"""One category of a request, with the questions that rules ask most often."""

from dataclasses import dataclass

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
from law.vocabulary import AgencyKind, Category, LegalStatus, Purpose, RecipientKind

MAJORITY = 18

_STATUS_OF_KIND: dict[AgencyKind, LegalStatus] = {
    AgencyKind.SCHOOL_DISTRICT: LegalStatus.FERPA_BOUND,
    AgencyKind.SCHOOL: LegalStatus.FERPA_BOUND,
    AgencyKind.UNIVERSITY: LegalStatus.FERPA_BOUND,
    AgencyKind.LAW_ENFORCEMENT_UNIT: LegalStatus.FERPA_BOUND,
    AgencyKind.PART2_PROGRAM: LegalStatus.PART2_PROGRAM,
    AgencyKind.CHILD_WELFARE: LegalStatus.CHILD_WELFARE,
}
_HEALTH = frozenset(
    {
        Category.MEDICAL,
        Category.MENTAL_HEALTH,
        Category.SEXUAL_HEALTH,
        Category.SUBSTANCE_USE,
        Category.IMMUNIZATION,
        Category.SCHOOL_HEALTH,
        Category.PSYCHOTHERAPY_NOTES,
        Category.SUD_COUNSELING_NOTES,
    }
)
_SUBPOENAS = frozenset(
    {
        OrderKind.SUBPOENA,
        OrderKind.LAW_ENFORCEMENT_SUBPOENA,
        OrderKind.GRAND_JURY_SUBPOENA,
        OrderKind.FEDERAL_GRAND_JURY_SUBPOENA,
    }
)
_LABELS = frozenset(
    {"", "safety", "safety concern", "at risk", "emergency", "threat", "concern", "danger", "risk"}
)


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule is asked about: the facts of the request and one of its categories."""

    facts: Facts
    category: Category

    @property
    def holder(self) -> HolderFact:
        return self.facts.holder

    @property
    def recipient(self) -> RecipientFact:
        return self.facts.recipient

    @property
    def youth(self) -> YouthFact:
        return self.facts.youth

    def has_status(self, *statuses: LegalStatus) -> bool:
        """True when the holder has one of these statuses, declared or by its kind."""
        declared = self.holder.statuses | {_STATUS_OF_KIND.get(self.holder.kind)}
        return any(status in declared for status in statuses)

    def asked_by(self, *kinds: RecipientKind) -> bool:
        """True when the recipient is of one of these kinds."""
        return self.recipient.kind in kinds

    def wanted_for(self, *purposes: Purpose) -> bool:
        """True when the purpose is one of these. An unknown purpose is none of them."""
        return self.facts.purpose in purposes

    @property
    def ferpa_bound(self) -> bool:
        """True when the record is an education record or may be one (34 CFR 99.1, 99.3)."""
        acts_for_school = self.facts.record.holder_acts_for_school
        if acts_for_school is False and self.category in _HEALTH:
            return False
        by_placement = (
            self.holder.kind is AgencyKind.PRIVATE_SCHOOL and self.holder.youth_placed_by_district is True
        )
        return self.has_status(LegalStatus.FERPA_BOUND) or by_placement or acts_for_school is True

    @property
    def hipaa_covered(self) -> bool:
        """True when the holder is a covered entity for this record (45 CFR 160.103)."""
        if self.holder.kind is AgencyKind.HIPAA_PROVIDER:
            return self.holder.sends_standard_transactions is not False
        if self.category not in _HEALTH and not self.has_status(LegalStatus.PART2_PROGRAM):
            return False
        return (
            self.has_status(LegalStatus.HIPAA_COVERED, LegalStatus.HIPAA_HYBRID_COMPONENT)
            or self.holder.sends_standard_transactions is True
            or self.holder.runs_covered_clinic is True
            or self.facts.record.holder_acts_for_school is False
        )

    @property
    def part2_program(self) -> bool:
        """True when the holder is a Part 2 program for this record (42 CFR 2.11, 2.12(b))."""
        if self.holder.kind is AgencyKind.PART2_PROGRAM:
            return True
        declared = self.has_status(LegalStatus.PART2_PROGRAM) or self.holder.part2_program is True
        return declared and self.category in _HEALTH

    @property
    def part2_received(self) -> bool:
        """True when the record came from a Part 2 program, or the holder was asked and does not know."""
        received = self.facts.record.received_under
        unsure = self.category is Category.SUBSTANCE_USE and self.part2_source_unknown
        return (received is not None and received.part2) or self.facts.record.part2_content is True or unsure

    @property
    def part2_source_unknown(self) -> bool:
        """True when somebody asked whether the record came from a Part 2 program and got no answer."""
        return self.facts.record.part2_content is None and "record.part2_content" in self.facts.not_shown

    @property
    def adult(self) -> bool | None:
        """Of the state's age of majority (18 unless stated), or emancipated; None when the age is not known."""
        if self.youth.emancipated is True:
            return True
        majority = self.facts.state.majority_age or MAJORITY
        return None if self.youth.age is None else self.youth.age >= majority

    @property
    def eligible_student(self) -> bool | None:
        """True when FERPA rights are the student's own (34 CFR 99.3, 99.5)."""
        if self.holder.kind is AgencyKind.UNIVERSITY or self.youth.attends_postsecondary is True:
            return True
        return None if self.youth.age is None else self.youth.age >= MAJORITY

    @property
    def emergency(self) -> EmergencyFact | None:
        return self.facts.emergency

    @property
    def threat_described(self) -> bool:
        """True when the danger is put into words that state a fact, not a label."""
        emergency = self.facts.emergency
        return emergency is not None and emergency.threat.strip().strip(".!").lower() not in _LABELS

    @property
    def consents(self) -> tuple[ConsentFact, ...]:
        return self.facts.consents

    def orders(self, *kinds: OrderKind) -> tuple[OrderFact, ...]:
        """Papers of these kinds."""
        return tuple(order for order in self.facts.orders if order.kind in kinds)

    @property
    def production_orders(self) -> tuple[OrderFact, ...]:
        """Orders of a judge to hand over records."""
        found = self.orders(OrderKind.COURT_ORDER, OrderKind.SEARCH_WARRANT)
        return tuple(order for order in found if order.custody_to_agency is not True)

    @property
    def subpoenas(self) -> tuple[OrderFact, ...]:
        """Subpoenas of any kind."""
        return self.orders(*_SUBPOENAS)

    @property
    def rights_revoked(self) -> bool:
        """True when an order specifically ends this person's right to the records (34 CFR 99.4)."""
        return any(order.revokes_record_rights is True for order in self.facts.orders)
