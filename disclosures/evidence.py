"""What an asker may state for the basis she claims, and which fact of the law engine each statement is.

A statement is only asserted: the engine's rules do not rely on it, and the answer names the document that is lacking.
A paper that is attached, as a consent is, is documented. What the holder's custodian has checked and said so is verified.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from disclosures.models import DisclosureRequest
from law.facts import EmergencyFact, Facts, OrderFact, OrderKind
from law.vocabulary import Provenance

Basis = DisclosureRequest.Basis


@dataclass(frozen=True)
class Question:
    """One statement: `code` is the engine's fact as `group.field`; `label` is how the asker says it of herself.

    `of_them` says the same of her agency, to the holder; none where the words are true of either side's mouth.
    """

    code: str
    label: Promise
    of_them: Promise | None = None

    def told_by(self, asker: Agency) -> str:
        """The statement as the holder reads it."""
        return str(self.of_them or self.label) % {"agency": asker}

    @property
    def group(self) -> str:
        return self.code.split(".")[0]

    @property
    def field(self) -> str:
        return self.code.split(".")[1]


QUESTIONS: dict[str, tuple[Question, ...]] = {
    Basis.SCHOOL_OFFICIAL: (
        Question(
            "school_official.institutional_service",
            _("We do work the school would otherwise do itself"),
            _("%(agency)s does work the school would otherwise do itself"),
        ),
        Question(
            "school_official.direct_control",
            _("The school directly controls how we keep and use the records"),
            _("The school directly controls how %(agency)s keeps and uses the records"),
        ),
        Question(
            "school_official.use_limits",
            _("We are bound to use them only for this and not pass them on"),
            _("%(agency)s is bound to use them only for this and not pass them on"),
        ),
        Question(
            "school_official.annual_notice_covers",
            _("The school’s annual notice covers people like us"),
            _("The school’s annual notice covers people like those of %(agency)s"),
        ),
        Question(
            "school_official.legitimate_interest",
            _("We need these records to do that work"),
            _("%(agency)s needs these records to do that work"),
        ),
    ),
    Basis.ENROLLMENT: (
        Question(
            "enrollment.seeks_to_enroll",
            _("The student enrolls, or wants to enroll, with us"),
            _("The student enrolls, or wants to enroll, with %(agency)s"),
        ),
        Question("enrollment.initiated_by_family", _("The family asked for the transfer")),
        Question(
            "enrollment.annual_notice_says_forwards", _("The school’s annual notice says it forwards records")
        ),
    ),
    Basis.TREATMENT: (
        Question("health.furthers_health_care", _("It is part of the young person’s own health care")),
    ),
    Basis.CUSTODY: (
        Question(
            "child_welfare.legally_responsible",
            _("By law or order we are responsible for the child’s care"),
            _("By law or order %(agency)s is responsible for the child’s care"),
        ),
        Question(
            "child_welfare.represents_agency",
            _("The person who asks is our caseworker or representative"),
            _("The person who asks is a caseworker or representative of %(agency)s"),
        ),
        Question(
            "child_welfare.case_plan_access",
            _("The person who asks has the right to see the child’s case plan"),
        ),
        Question(
            "child_welfare.protects_children",
            _("We need it for our legal duty to protect children"),
            _("%(agency)s needs it for its legal duty to protect children"),
        ),
    ),
    Basis.COURT_ORDER: (
        Question("order.signed_by_judge", _("A judge signed it")),
        Question("order.covers", _("It names the records asked for")),
        Question("order.child_protection_case", _("It was made in a child protection or dependency case")),
        Question("order.parent_is_party", _("The parent is a party to that case")),
        Question("order.part2_findings", _("It makes the findings of 42 CFR 2.64 or 2.65")),
        Question(
            "order.extremely_serious_crime", _("It finds that the crime is extremely serious (42 CFR 2.65)")
        ),
        Question(
            "order.notice_and_hearing",
            _("The patient and the agency that has the records were given notice and could be heard"),
        ),
        Question("family.parent_notified", _("The parent, or the student who is 18, was told beforehand")),
    ),
    Basis.EMERGENCY: (
        Question(
            "emergency.articulable",
            _("The danger can be put into words, and we have done so under “Why do you need these records?”"),
            _("The danger can be put into words, and %(agency)s has done so under “Why”"),
        ),
        Question("emergency.significant", _("The danger is significant")),
        Question("emergency.serious", _("Somebody’s life or health is seriously at risk")),
        Question("emergency.imminent", _("It may happen at any time")),
        Question("emergency.current", _("The emergency is going on now")),
        Question(
            "emergency.medical",
            _("It is a medical emergency and medical staff are treating the young person"),
        ),
        Question(
            "recipient.emergency_medical",
            _("We are the medical staff who treat the emergency"),
            _("%(agency)s is the medical staff that treats the emergency"),
        ),
    ),
}
# Bases on which a holder may be asked without a term of an agreement: life and court orders do not wait for one.
WITHOUT_AGREEMENT = frozenset({Basis.EMERGENCY, Basis.COURT_ORDER})


def questions_for(basis: str) -> tuple[Question, ...]:
    """The statements that matter for the basis claimed; none for a consent."""
    return QUESTIONS.get(basis, ())


def with_evidence(facts: Facts, request: DisclosureRequest, confirmed: set[str]) -> Facts:
    """The facts with what the asker states: only asserted, until the custodian has confirmed it.

    What she was asked and did not state counts as asked for and not shown.
    """
    asked = questions_for(request.basis)
    stated = [question for question in asked if request.evidence.get(question.code)]
    changes: dict[str, Any] = {}
    for group in {question.group for question in stated} - {"order", "emergency"}:
        changes[group] = replace(getattr(facts, group), **_true(stated, group))
    if request.basis == Basis.EMERGENCY:
        changes["emergency"] = EmergencyFact(threat=request.reason, **_true(stated, "emergency"))
    if request.basis == Basis.COURT_ORDER and _true(stated, "order"):
        changes["orders"] = (_order(request, stated, confirmed),)
    told = {question.code for question in stated if question.group != "order"}
    return replace(
        facts,
        **changes,
        not_shown=frozenset(question.code for question in asked if question not in stated),
        asserted=frozenset(told - confirmed),
        verified=frozenset(told & confirmed),
    )


def _true(questions: list[Question], group: str) -> dict[str, Any]:
    return {question.field: True for question in questions if question.group == group}


def _order(request: DisclosureRequest, stated: list[Question], confirmed: set[str]) -> OrderFact:
    """The order as the custodian found it; one that nobody has looked at is only spoken of."""
    seen = [question for question in stated if question.code in confirmed]
    checked = _true(seen, "order")
    return OrderFact(
        OrderKind.COURT_ORDER,
        reference=request.reference,
        provenance=Provenance.VERIFIED if checked else Provenance.ASSERTED,
        **(checked or _true(stated, "order")),
    )
