"""The holder's verbs: match, confirm, ask, approve, refuse."""

import pytest

from agencies.acting import acting_as
from disclosures import actions
from disclosures.facts import facts_for
from disclosures.models import Decision, LogEntry, YouthMatch
from disclosures.states import State
from law import decide
from law.vocabulary import Category
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, NoLegalBasis, RefusedInput
from tests import factories


def test_the_asker_never_sees_the_match(matched, alice):
    with acting_as(alice):
        assert YouthMatch.objects.count() == 0


def test_matching_another_record_clears_what_was_confirmed(agreement, compose, alice, bob, maya):
    draft = compose(basis="school_official", evidence={"school_official.direct_control": True})
    with acting_as(alice):
        actions.submit(draft, by=alice)
    with acting_as(bob):
        actions.match(draft, maya, by=bob)
        confirmed = actions.confirm_evidence(
            draft, ["school_official.direct_control", "order.covers"], by=bob
        )
        assert confirmed.confirmed == ["school_official.direct_control"]
        twin = factories.youth(bob, "Mia")
        assert actions.match(draft, twin, by=bob, reason="Spelt wrong").confirmed == []


def test_a_statement_counts_only_once_checked(agreement, compose, alice, bob, maya):
    codes = [
        "school_official.institutional_service",
        "school_official.direct_control",
        "school_official.use_limits",
        "school_official.annual_notice_covers",
        "school_official.legitimate_interest",
    ]
    draft = compose(basis="school_official", evidence=dict.fromkeys(codes, True))
    with acting_as(alice):
        actions.submit(draft, by=alice)
    with acting_as(bob):
        actions.match(draft, maya, by=bob)
        assert not decide(facts_for(draft)).answer(Category.ATTENDANCE).allows_release
        actions.confirm_evidence(draft, codes, by=bob)
        facts = facts_for(draft)
        assert facts.school_official.direct_control is True
        assert facts.not_shown == frozenset()


def test_a_record_of_another_agency_cannot_be_the_match(asked, bob, carol):
    foreign = factories.youth(carol)
    with acting_as(bob), pytest.raises(RefusedInput, match="own agency"):
        actions.match(asked, foreign, by=bob)


def test_ask_and_answer(matched, alice, bob):
    with acting_as(bob):
        actions.ask_for_more(matched, by=bob, text="Which school year?")
    with acting_as(alice):
        matched.refresh_from_db()
        assert matched.state == State.MORE_NEEDED
        assert list(Notice.objects.values_list("kind", flat=True)) == ["request.more_needed"]
        actions.answer_question(matched, by=alice, text="This one.")
        assert [message.text for message in matched.messages.all()] == ["Which school year?", "This one."]
        assert matched.state == State.SUBMITTED
        with pytest.raises(InvalidTransition):
            actions.answer_question(matched, by=alice, text="Again.")


def test_approve_needs_the_record(asked, bob):
    with acting_as(bob), pytest.raises(RefusedInput, match="First choose the record"):
        actions.approve(asked, by=bob, categories=["attendance"])


def test_approve_stores_facts_and_rule_versions_for_the_holder_alone(approved, alice, bob):
    with acting_as(bob):
        decision = Decision.objects.get()
        assert decision.approved_categories == ["attendance"]
        assert decision.engine["rule_versions"]
        assert decision.facts["holder"]["kind"] == "school_district"
    with acting_as(alice):
        assert Decision.objects.count() == 0


@pytest.mark.parametrize("categories", [[], ["medical"], ["attendance", "medical"]])
def test_only_what_was_asked_for_can_be_approved(matched, consent_for, bob, categories):
    consent_for("attendance")
    with acting_as(bob), pytest.raises(RefusedInput):
        actions.approve(matched, by=bob, categories=categories)


@pytest.mark.parametrize(
    "spoil",
    [
        {"purposes": ["benefits"]},
        {"recipient": "west"},
    ],
)
def test_a_consent_for_something_else_does_not_help(matched, consent_for, bob, west, spoil):
    consent_for("attendance", **{key: west if value == "west" else value for key, value in spoil.items()})
    with acting_as(bob), pytest.raises(NoLegalBasis):
        actions.approve(matched, by=bob, categories=["attendance"])


def test_a_revoked_consent_does_not_help(matched, consent_for, bob):
    consent = consent_for("attendance")
    with acting_as(bob):
        actions.revoke_consent(consent, by=bob, reason="")
        with pytest.raises(NoLegalBasis):
            actions.approve(matched, by=bob, categories=["attendance"])


def test_the_asker_can_never_decide_her_own_request(agreement, compose, alice, north, operator, maya):
    draft = compose()
    with acting_as(alice):
        actions.submit(draft, by=alice)
    factories.member("alice", north, ["records_custodian"], by=operator)
    with acting_as(alice, north):
        for verb in (
            lambda: actions.match(draft, maya, by=alice),
            lambda: actions.approve(draft, by=alice, categories=["attendance"]),
            lambda: actions.refuse(draft, by=alice, reason="No"),
            lambda: actions.ask_for_more(draft, by=alice, text="What?"),
        ):
            with pytest.raises(Forbidden):
                verb()


def test_neither_the_asker_nor_a_stranger_nor_staff_may_decide(matched, alice, carol, north, operator):
    staff = factories.member("stan", north, ["staff"], by=operator)
    for person in (alice, carol, staff):
        with acting_as(person), pytest.raises(Forbidden):
            actions.approve(matched, by=person, categories=["attendance"])


def test_refuse_tells_the_asker_and_the_log_but_not_whether_the_youth_is_known(
    matched, alice, bob, maya, auditors
):
    with acting_as(bob):
        with pytest.raises(RefusedInput):
            actions.refuse(matched, by=bob, reason=" ")
        actions.refuse(
            matched, by=bob, reason="We cannot share records on the description given.", note="Told the head."
        )
    with acting_as(alice):
        matched.refresh_from_db()
        assert (matched.state, matched.answer) == (
            State.REFUSED,
            "We cannot share records on the description given.",
        )
        assert {row.answer_reason for row in matched.categories.all()} == {""}
    logged = []
    for auditor in auditors:
        with acting_as(auditor):
            logged.append(LogEntry.objects.get(kind="refused"))
    assert [(entry.youth_id, entry.youth_number) for entry in logged] == [(maya.pk, maya.number), (None, "")]
    assert "Told the head" not in str([entry.__dict__ for entry in logged])


def test_a_decided_request_cannot_be_decided_again(approved, bob):
    with acting_as(bob):
        with pytest.raises(InvalidTransition):
            actions.approve(approved, by=bob, categories=["attendance"])
        with pytest.raises(InvalidTransition):
            actions.ask_for_more(approved, by=bob, text="One more thing")


def test_what_the_law_allows_and_is_left_out_wants_a_reason(matched, consent_for, alice, bob):
    consent_for("attendance", "discipline")
    with acting_as(bob):
        with pytest.raises(RefusedInput, match="why you leave out: Discipline") as refused:
            actions.approve(matched, by=bob, categories=["attendance"])
        assert refused.value.detail == {"left_out": ["Discipline"]}
        actions.approve(matched, by=bob, categories=["attendance"], reason=" Not needed for her care. ")
    with acting_as(alice):
        told = dict(matched.categories.values_list("category", "answer_reason"))
    assert told == {"attendance": "", "discipline": "Not needed for her care."}


def test_an_approval_in_part_stands_in_both_logs_with_what_was_left_out(approved, north, south, operator):
    for agency in (north, south):
        auditor = factories.member(f"audit-{agency.kind}", agency, ["auditor"], by=operator)
        with acting_as(auditor):
            entries = {entry.kind: entry for entry in LogEntry.objects.all()}
        assert set(entries) == {"requested", "approved", "refused"}
        assert entries["approved"].records == "Attendance"
        assert entries["approved"].reason == "Approved in part. Left out: Discipline."
        assert entries["refused"].records == "Discipline"
        assert entries["refused"].reason.startswith("Discipline: ")
        assert len(entries["refused"].reason) > len("Discipline: ")


def test_the_page_asks_for_the_reason_at_its_field(matched, consent_for, bob, sign_in):
    consent_for("attendance", "discipline")
    client, path = sign_in(bob), f"/requests/{matched.pk}/approve/"
    page = client.post(path, {"categories": ["attendance"]})
    assert page.context["approve_form"].errors.keys() == {"reason"}
    answer = client.post(path, {"categories": ["attendance"], "reason": "Not needed for her care."})
    assert answer.status_code == 302
