"""The questions that `./run bench law` asks three engines, each in the form that engine takes.

A question is about an ordinary record of a school district. Half of its facts are drawn from the evidence of one
route, so that about as many are lawful as not; the rest are drawn freely.
"""

import json
import random
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any

from law.evidence import ContractFact
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
from law.rules.ferpa_school import FOREIGN_PURPOSES
from law.scenarios.reading import put
from law.vocabulary import AgencyKind, Category, Element, Purpose, RecipientKind, SignerCapacity

TODAY = date(2026, 11, 21)
TARGETS = {
    "tax_dependent": "family.tax_dependent",
    "annual_notice_covers": "school_official.annual_notice_covers",
    "legitimate_interest": "school_official.legitimate_interest",
    "institutional_service": "school_official.institutional_service",
    "direct_control": "school_official.direct_control",
    "use_limits": "school_official.use_limits",
    "seeks_to_enroll": "enrollment.seeks_to_enroll",
    "aid_applied_for": "enrollment.aid_applied_for",
    "study_for_school": "research.for_school",
    "audit_of_education_program": "audit.of_education_program",
    "statute_cited": "justice.statute_cited",
    "adjudicated": "youth.adjudicated",
    "certified_in_writing": "justice.certified_in_writing",
    "certified_no_redisclosure": "justice.certified_no_redisclosure",
    "legally_responsible": "child_welfare.legally_responsible",
    "case_plan_access": "child_welfare.case_plan_access",
}
"""Where each plain truth of a question stands among the facts of the law engine."""

ROUTES: tuple[dict[str, Any], ...] = (
    {"asker": "student_self"},
    {"asker": "parent", "age": 12, "rights_revoked": False},
    {"asker": "parent", "age": 19, "tax_dependent": True, "rights_revoked": False},
    {"asker": "teacher", "annual_notice_covers": True, "legitimate_interest": True},
    {
        "asker": "contractor",
        "institutional_service": True,
        "direct_control": True,
        "use_limits": True,
        "annual_notice_covers": True,
        "legitimate_interest": True,
    },
    {"asker": "school", "purpose": "enrollment", "seeks_to_enroll": True},
    {"asker": "financial_aid", "purpose": "financial_aid", "aid_applied_for": True},
    {
        "asker": "researcher",
        "study_for_school": True,
        "agreement_purpose": True,
        "agreement_use_limited": True,
        "agreement_no_identification": True,
        "agreement_destroy_by": TODAY.toordinal() + 300,
    },
    {"asker": "state_education_agency", "audit_of_education_program": True},
    {"asker": "agency", "purpose": "accreditation"},
    {
        "asker": "health_provider",
        "threat": "has taken a box of pills",
        "threat_current": True,
        "threat_articulable": True,
        "threat_significant": True,
    },
    {
        "asker": "probation_officer",
        "purpose": "juvenile_services",
        "statute_cited": True,
        "adjudicated": False,
        "certified_in_writing": True,
        "certified_no_redisclosure": True,
    },
    {"asker": "police", "order_on_file": True, "order_signed_by_judge": True, "order_covers": True},
    {"asker": "caseworker", "legally_responsible": True, "case_plan_access": True},
    {
        "asker": "health_provider",
        "age": 15,
        "purpose": "care_coordination",
        "consent_written": True,
        "consent_revoked": False,
        "consent_elements": tuple(sorted(Element)),
        "consent_categories": ("attendance", "discipline", "education"),
        "consent_purposes": ("care_coordination", "treatment"),
        "consent_recipients": ("clinic",),
        "consent_signers": ("parent",),
        "consent_signed_on": TODAY.toordinal() - 30,
        "consent_expires_on": TODAY.toordinal() + 200,
    },
)
ASKERS = sorted({str(route["asker"]) for route in ROUTES} | {"media", "employer", "court", "college"})
PURPOSES = ("care_coordination", "educational_support", "enrollment", "investigation", "personal", "research")


@dataclass(frozen=True)
class Question:
    """Flat, complete and two-valued: what the other engines' policies read. Days are ordinal numbers."""

    asker: str
    age: int
    category: str
    purpose: str
    tax_dependent: bool
    rights_revoked: bool
    annual_notice_covers: bool
    legitimate_interest: bool
    institutional_service: bool
    direct_control: bool
    use_limits: bool
    seeks_to_enroll: bool
    aid_applied_for: bool
    study_for_school: bool
    audit_of_education_program: bool
    statute_cited: bool
    adjudicated: bool
    certified_in_writing: bool
    certified_no_redisclosure: bool
    legally_responsible: bool
    case_plan_access: bool
    agreement_purpose: bool
    agreement_use_limited: bool
    agreement_no_identification: bool
    agreement_destroy_by: int
    threat: str
    threat_current: bool
    threat_articulable: bool
    threat_significant: bool
    order_on_file: bool
    order_signed_by_judge: bool
    order_covers: bool
    consent_written: bool
    consent_revoked: bool
    consent_elements: tuple[str, ...]
    consent_categories: tuple[str, ...]
    consent_purposes: tuple[str, ...]
    consent_recipients: tuple[str, ...]
    consent_signers: tuple[str, ...]
    consent_signed_on: int
    consent_expires_on: int
    asker_reference: str = "clinic"
    today: int = TODAY.toordinal()
    foreign_purposes: tuple[str, ...] = tuple(str(purpose) for purpose in FOREIGN_PURPOSES)

    def for_cedar(self) -> dict[str, str]:
        """A request with its context already written as JSON."""
        return {
            "principal": 'Agency::"clinic"',
            "action": 'Action::"disclose"',
            "resource": 'Record::"one"',
            "context": json.dumps(asdict(self)),
        }

    def for_law(self) -> Facts:
        """The same facts for the law engine."""
        facts = Facts(
            HolderFact(AgencyKind.SCHOOL_DISTRICT, reference="district"),
            RecipientFact(RecipientKind(self.asker), reference=self.asker_reference),
            YouthFact(self.age),
            (Category(self.category),),
            Purpose(self.purpose),
            TODAY,
            consents=(self._consent(),),
            emergency=self._emergency(),
            orders=self._orders(),
            contract=self._contract(),
        )
        for name, target in TARGETS.items():
            facts = put(facts, target, getattr(self, name))
        return facts

    def _consent(self) -> ConsentFact:
        return ConsentFact(
            reference="grant",
            elements=frozenset(map(Element, self.consent_elements)),
            categories=frozenset(map(Category, self.consent_categories)),
            purposes=frozenset(map(Purpose, self.consent_purposes)),
            recipients=frozenset(self.consent_recipients),
            signers=frozenset(map(SignerCapacity, self.consent_signers)),
            signed_on=date.fromordinal(self.consent_signed_on),
            expires_on=date.fromordinal(self.consent_expires_on),
            written=self.consent_written,
            revoked=self.consent_revoked,
        )

    def _emergency(self) -> EmergencyFact:
        return EmergencyFact(
            self.threat,
            articulable=self.threat_articulable,
            significant=self.threat_significant,
            current=self.threat_current,
        )

    def _orders(self) -> tuple[OrderFact, ...]:
        found = []
        if self.order_on_file:
            found.append(
                OrderFact(
                    OrderKind.COURT_ORDER,
                    signed_by_judge=self.order_signed_by_judge,
                    covers=self.order_covers,
                )
            )
        if self.rights_revoked:
            found.append(OrderFact(OrderKind.CUSTODY_ORDER, revokes_record_rights=True))
        return tuple(found)

    def _contract(self) -> ContractFact:
        return ContractFact(
            purpose_scope_duration=self.agreement_purpose,
            use_limited_to_purpose=self.agreement_use_limited,
            no_identification=self.agreement_no_identification,
            destroy_by=date.fromordinal(self.agreement_destroy_by) if self.agreement_destroy_by else None,
        )


def draw(count: int, seed: int = 21) -> list[Question]:
    """That many questions, the same for the same seed."""
    source = random.Random(seed)
    return [_draw(source, ROUTES[number % len(ROUTES)]) for number in range(count)]


def _draw(source: random.Random, route: dict[str, Any]) -> Question:
    """Mostly what the route needs; now and then one of its facts is left to chance."""
    values = {item.name: _chance(source, item.name, item.type) for item in fields(Question)[:-3]}
    kept = {name: value for name, value in route.items() if source.random() > 0.5 / len(route)}
    return Question(**{**values, **kept})


def _chance(source: random.Random, name: str, kind: Any) -> Any:
    if kind is bool:
        return source.random() < 0.15
    return source.choice(_CHOICES[name])


_SOON, _EARLIER = (TODAY + timedelta(days=90)).toordinal(), (TODAY - timedelta(days=90)).toordinal()
_CHOICES: dict[str, tuple[Any, ...]] = {
    "asker": tuple(ASKERS),
    "age": (9, 14, 17, 18, 20),
    "category": ("attendance", "discipline", "education"),
    "purpose": PURPOSES,
    "agreement_destroy_by": (0, _SOON),
    "threat": ("", "", "says that he will set fire to the gym tonight"),
    "consent_elements": (tuple(sorted(Element)), ("description", "purpose", "recipient", "signature")),
    "consent_categories": (("attendance",), ("discipline", "education")),
    "consent_purposes": (("educational_support",), ("care_coordination", "enrollment")),
    "consent_recipients": (("clinic",), ("other",)),
    "consent_signers": (("parent",), ("eligible_student",), ("minor",)),
    "consent_signed_on": (_EARLIER, _SOON),
    "consent_expires_on": (_SOON, _EARLIER),
}
