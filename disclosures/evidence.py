"""What an asker may state for the basis she claims, and which fact of the law engine each statement is.

A statement is only asserted. It becomes a fact when the holder's custodian has checked it and said so; until then the
engine is told that it was asked for and not shown, so that the answer names it as missing.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosures.models import DisclosureRequest
from law.facts import EmergencyFact, Facts, OrderFact, OrderKind

Basis = DisclosureRequest.Basis


@dataclass(frozen=True)
class Question:
    """One statement: `code` is the engine's fact as `group.field`."""

    code: str
    label: Promise

    @property
    def group(self) -> str:
        return self.code.split(".")[0]

    @property
    def field(self) -> str:
        return self.code.split(".")[1]


QUESTIONS: dict[str, tuple[Question, ...]] = {
    Basis.SCHOOL_OFFICIAL: (
        Question(
            "school_official.institutional_service", _("We do work the school would otherwise do itself")
        ),
        Question(
            "school_official.direct_control",
            _("The school directly controls how we keep and use the records"),
        ),
        Question(
            "school_official.use_limits", _("We are bound to use them only for this and not pass them on")
        ),
        Question(
            "school_official.annual_notice_covers", _("The school’s annual notice covers people like us")
        ),
        Question("school_official.legitimate_interest", _("We need these records to do that work")),
    ),
    Basis.ENROLLMENT: (
        Question("enrollment.seeks_to_enroll", _("The student enrolls, or wants to enroll, with us")),
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
            "child_welfare.legally_responsible", _("By law or order we are responsible for the child’s care")
        ),
        Question(
            "child_welfare.represents_agency", _("The person who asks is our caseworker or representative")
        ),
        Question("child_welfare.case_plan_access", _("She has the right to see the child’s case plan")),
        Question("child_welfare.protects_children", _("We need it for our legal duty to protect children")),
    ),
    Basis.COURT_ORDER: (
        Question("order.signed_by_judge", _("A judge signed it")),
        Question("order.covers", _("It names the records asked for")),
        Question("order.child_protection_case", _("It was made in a child protection or dependency case")),
        Question("order.parent_is_party", _("The parent is a party to that case")),
        Question("order.part2_order", _("It says that it is made under 42 CFR Part 2")),
        Question("order.part2_findings", _("It makes the findings of 42 CFR 2.64 or 2.65")),
        Question(
            "order.notice_and_hearing", _("The patient and the holder were given notice and could be heard")
        ),
        Question("family.parent_notified", _("The parent, or the student who is 18, was told beforehand")),
    ),
    Basis.EMERGENCY: (
        Question("emergency.articulable", _("The danger can be put into words, as above")),
        Question("emergency.significant", _("The danger is significant")),
        Question("emergency.serious", _("Somebody’s life or health is seriously at risk")),
        Question("emergency.imminent", _("It may happen at any time")),
        Question("emergency.current", _("The emergency is going on now")),
        Question(
            "emergency.medical",
            _("It is a medical emergency and medical staff are treating the young person"),
        ),
        Question("recipient.emergency_medical", _("We are the medical staff who treat the emergency")),
    ),
}
# Bases on which a holder may be asked without a term of an agreement: life and court orders do not wait for one.
WITHOUT_AGREEMENT = frozenset({Basis.EMERGENCY, Basis.COURT_ORDER})


def questions_for(basis: str) -> tuple[Question, ...]:
    """The statements that matter for the basis claimed; none for a consent."""
    return QUESTIONS.get(basis, ())


def with_evidence(facts: Facts, request: DisclosureRequest, confirmed: set[str]) -> Facts:
    """The facts with every confirmed statement as true and every unconfirmed one as asked for and not shown."""
    asked = questions_for(request.basis)
    proven = [
        question for question in asked if request.evidence.get(question.code) and question.code in confirmed
    ]
    changes: dict[str, Any] = {}
    for group in {question.group for question in proven} - {"order", "emergency"}:
        fields = {question.field: True for question in proven if question.group == group}
        changes[group] = replace(getattr(facts, group), **fields)
    if request.basis == Basis.EMERGENCY:
        fields = {question.field: True for question in proven if question.group == "emergency"}
        changes["emergency"] = EmergencyFact(threat=request.reason, **fields)
    order: dict[str, Any] = {question.field: True for question in proven if question.group == "order"}
    if request.basis == Basis.COURT_ORDER and order:
        changes["orders"] = (OrderFact(OrderKind.COURT_ORDER, reference=request.reference, **order),)
    unproven = {question.code for question in asked} - {question.code for question in proven}
    return replace(facts, **changes, not_shown=frozenset(code.split(".")[1] for code in unproven))
