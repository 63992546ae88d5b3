"""What the asker states is only asserted, what the custodian confirms is verified: nothing opens on a bare statement."""

from dataclasses import replace
from datetime import date

import pytest

from agencies.acting import acting_as
from disclosures import actions
from disclosures.evidence import QUESTIONS, questions_for, with_evidence
from disclosures.models import DisclosureRequest
from law import STORED_CATEGORIES, decide
from law.facts import Facts, HolderFact, RecipientFact, YouthFact
from law.vocabulary import AgencyKind, Provenance, Purpose, RecipientKind
from sharing_portal.words import words

Basis = DisclosureRequest.Basis
REASON = "She wrote that she will take all her pills tonight, and she is alone at home."
HOLDERS = (
    AgencyKind.SCHOOL_DISTRICT,
    AgencyKind.HIPAA_PROVIDER,
    AgencyKind.PART2_PROGRAM,
    AgencyKind.CHILD_WELFARE,
    AgencyKind.PROBATION,
)
ASKERS = (
    RecipientKind.CASEWORKER,
    RecipientKind.HEALTH_PROVIDER,
    RecipientKind.SCHOOL,
    RecipientKind.POLICE,
    RecipientKind.COURT,
    RecipientKind.CONTRACTOR,
)


def request_on(basis: str, *codes: str) -> DisclosureRequest:
    """A request on this basis in which the asker states these; never saved."""
    return DisclosureRequest(basis=basis, evidence=dict.fromkeys(codes, True), reason=REASON)


def codes_of(basis: str) -> list[str]:
    return [question.code for question in questions_for(basis)]


def facts_between(holder: AgencyKind, asker: RecipientKind) -> Facts:
    return Facts(
        HolderFact(holder),
        RecipientFact(asker),
        YouthFact(15),
        STORED_CATEGORIES,
        Purpose.CHILD_PROTECTION,
        date(2026, 11, 21),
    )


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("basis", sorted(QUESTIONS))
def test_whatever_the_asker_states_opens_nothing_before_it_is_checked(basis, holder):
    for asker in ASKERS:
        for purpose in (
            Purpose.CHILD_PROTECTION,
            Purpose.TREATMENT,
            Purpose.ENROLLMENT,
            Purpose.INVESTIGATION,
        ):
            plain = replace(facts_between(holder, asker), purpose=purpose)
            stated = with_evidence(plain, request_on(basis, *codes_of(basis)), set())
            silent = with_evidence(plain, request_on(basis), set())
            assert decide(stated).permitted_categories == decide(silent).permitted_categories


def test_a_checked_statement_is_verified_and_the_rest_is_asserted_or_not_shown():
    stated = ["child_welfare.legally_responsible", "child_welfare.case_plan_access"]
    facts = with_evidence(
        facts_between(AgencyKind.SCHOOL_DISTRICT, RecipientKind.CASEWORKER),
        request_on(Basis.CUSTODY, *stated),
        {"child_welfare.case_plan_access"},
    )
    assert facts.asserted == {"child_welfare.legally_responsible"}
    assert facts.verified == {"child_welfare.case_plan_access"}
    assert facts.not_shown == {"child_welfare.represents_agency", "child_welfare.protects_children"}
    answer = decide(facts).categories[0]
    assert not answer.allows_release
    assert "legally responsible" in words(answer.reasons[0])


@pytest.mark.parametrize(
    ("confirmed", "provenance", "signed"),
    [
        (set(), Provenance.ASSERTED, True),
        ({"order.covers"}, Provenance.VERIFIED, None),
        ({"order.covers", "order.signed_by_judge"}, Provenance.VERIFIED, True),
    ],
)
def test_an_order_is_what_the_custodian_found_it_to_be(confirmed, provenance, signed):
    facts = with_evidence(
        facts_between(AgencyKind.SCHOOL_DISTRICT, RecipientKind.COURT),
        request_on(Basis.COURT_ORDER, "order.signed_by_judge", "order.covers"),
        confirmed,
    )
    (paper,) = facts.orders
    assert (paper.provenance, paper.signed_by_judge) == (provenance, signed)
    attendance = decide(facts).categories[0]
    assert attendance.allows_release == (signed is True and bool(confirmed))


def test_no_statement_is_no_order():
    plain = facts_between(AgencyKind.SCHOOL_DISTRICT, RecipientKind.COURT)
    assert with_evidence(plain, request_on(Basis.COURT_ORDER), set()).orders == ()
    assert with_evidence(plain, request_on(Basis.CONSENT), set()) == plain


def test_each_side_reads_the_statements_in_its_own_words(agreement, compose, alice, bob, maya, sign_in):
    codes = {question.code: True for question in questions_for("school_official")}
    draft = compose(basis="school_official", evidence=codes)
    asked = sign_in(alice).get(f"/requests/{draft.pk}/draft/basis/").content.decode()
    assert "We need these records to do that work" in asked
    with acting_as(alice):
        actions.submit(draft, by=alice)
    with acting_as(bob):
        actions.match(draft, maya, by=bob)
    read = sign_in(bob).get(f"/requests/{draft.pk}/decide/").content.decode()
    assert f"{draft.asking_agency} needs these records to do that work" in read
    assert "We need these records" not in read


@pytest.mark.parametrize("question", [one for asked in QUESTIONS.values() for one in asked])
def test_no_statement_is_told_to_the_holder_as_if_it_were_its_own(question, south):
    told = f" {question.told_by(south)} ".lower()
    assert not any(word in told for word in (" we ", " us ", " our ", "as above", "%("))
