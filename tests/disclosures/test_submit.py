"""What may be asked of whom, and what a request must say."""

from datetime import date

import pytest

from agencies.acting import acting_as
from disclosures import actions
from disclosures.actions.asking import Wanted
from disclosures.models import DisclosureRequest, LogEntry, RequestedCategory
from disclosures.queries import due_on, made_to_us, visible_to
from disclosures.states import State
from notices.models import Notice, OutboxEntry
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from tests import factories


def test_submit_reaches_the_holder_and_both_logs(asked, bob, south, auditors):
    assert asked.state == State.SUBMITTED
    with acting_as(bob):
        assert list(made_to_us(bob)) == [asked]
        assert list(Notice.objects.values_list("kind", "object_id")) == [("request.received", asked.pk)]
    for auditor in auditors:
        with acting_as(auditor):
            entry = LogEntry.objects.get()
            assert (entry.kind, entry.reference, entry.party_name, entry.party_person) == (
                "requested",
                asked.reference,
                south.name,
                "Alice",
            )


def test_what_is_logged_after_the_match_names_the_record_to_its_holder_alone(matched, bob, maya, auditors):
    with acting_as(bob):
        actions.ask_for_more(matched, by=bob, text="Which school year?")
    named = []
    for auditor in auditors:
        with acting_as(auditor):
            named.append(LogEntry.objects.get(kind="more_needed").youth_id)
    assert named == [maya.pk, None]


def test_the_holder_sees_no_draft(agreement, compose, bob):
    compose()
    with acting_as(bob):
        assert DisclosureRequest.objects.count() == 0


def test_the_holder_never_sees_a_draft_that_was_taken_back(agreement, compose, alice, bob, south, operator):
    draft = compose()
    with acting_as(alice):
        actions.withdraw(draft, by=alice)
    colleague = factories.member("cora", south, ["records_custodian"], by=operator)
    for other in (bob, colleague):
        with acting_as(other):
            assert DisclosureRequest.objects.count() == 0
            assert RequestedCategory.objects.count() == 0
            assert list(visible_to(other)) == []
    with acting_as(alice):
        assert list(visible_to(alice)) == [draft]


def test_mail_names_nobody(asked, bob):
    from sharing_portal.rls.context import acting_for

    with acting_for(principal="outbox"):
        mails = list(OutboxEntry.objects.exclude(to_address=""))
    text = " ".join(
        f"{mail.subject} {mail.body} {mail.key}" for mail in mails if mail.to_address == bob.email
    )
    assert text
    for secret in ("Maya", "Torres", "North", "South", "2011", "attendance"):
        assert secret not in text


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"first_name": " "}, "first and last name"),
        ({"birth_date": None}, "date of birth"),
        ({"reason": "needed"}, "why you need"),
        ({"evidence": {"order.covers": True}}, "statements"),
        ({"basis": "emergency", "reason": "He is in some danger, I think."}, "what exactly the danger is"),
        (
            {"basis": "emergency", "reason": "She wrote to a friend that she will not be home tonight."},
            "what is true of the emergency",
        ),
    ],
)
def test_incomplete_requests_are_not_sent(agreement, compose, alice, fields, complaint):
    draft = compose(**fields)
    with acting_as(alice), pytest.raises(RefusedInput, match=complaint):
        actions.submit(draft, by=alice)
    with acting_as(alice):
        assert DisclosureRequest.objects.get(pk=draft.pk).state == State.DRAFT


def test_no_term_no_question(agreement, compose, alice):
    draft = compose("attendance", "medical")
    with acting_as(alice), pytest.raises(RefusedInput, match=r"No agreement in force.*General health"):
        actions.submit(draft, by=alice)


def test_a_purpose_outside_the_terms_is_refused(agreement, compose, alice):
    draft = compose(purpose="investigation")
    with acting_as(alice), pytest.raises(RefusedInput, match="No agreement in force"):
        actions.submit(draft, by=alice)


def test_an_emergency_needs_no_agreement(compose, alice):
    draft = compose(
        basis="emergency",
        purpose="health_or_safety_emergency",
        reason="She wrote to a friend at noon that she has taken twenty pills and said goodbye.",
        evidence={"emergency.articulable": True},
    )
    with acting_as(alice):
        assert actions.submit(draft, by=alice).state == State.SUBMITTED


def test_submit_twice_is_a_conflict(asked, alice):
    with acting_as(alice), pytest.raises(InvalidTransition):
        actions.submit(asked, by=alice)


def test_only_the_author_may_send_it(agreement, compose, south, operator):
    draft = compose()
    other = factories.member("otto", south, ["staff"], by=operator)
    with acting_as(other), pytest.raises(Forbidden):
        actions.submit(draft, by=other)


@pytest.mark.parametrize("born", [date(2030, 1, 1), date(1990, 1, 1)])
def test_impossible_birth_dates_are_refused(compose, born):
    with pytest.raises(RefusedInput, match="date of birth"):
        compose(birth_date=born)


@pytest.mark.parametrize(
    "category", ["nonsense", "psychotherapy_notes", "sud_counseling_notes", "victim_service"]
)
def test_categories_that_cannot_be_asked_for(compose, alice, category):
    draft = compose()
    with acting_as(alice), pytest.raises(RefusedInput):
        actions.edit(draft, by=alice, wanted=[Wanted(category)])
    with acting_as(alice):
        assert draft.categories.count() == 2


def test_a_period_ends_after_it_begins(compose, alice):
    draft = compose()
    backwards = Wanted("attendance", date(2026, 9, 1), date(2026, 8, 1))
    with acting_as(alice), pytest.raises(RefusedInput, match="period"):
        actions.edit(draft, by=alice, wanted=[backwards])


def test_unknown_fields_and_sent_requests_cannot_be_edited(asked, compose, alice):
    with acting_as(alice):
        with pytest.raises(InvalidTransition):
            actions.edit(asked, by=alice, reason="Something else entirely, and much longer.")
        with pytest.raises(RefusedInput, match="state"):
            actions.edit(compose(), by=alice, state="released")


def test_one_cannot_ask_ones_own_agency(alice, south):
    with acting_as(alice), pytest.raises(RefusedInput, match="own agency"):
        actions.compose(by=alice, holder=south, first_name="Maya", last_name="Torres")


def test_roles_without_the_duty_cannot_ask(north, south, operator):
    signatory = factories.member("sid", south, ["signatory"], by=operator)
    with acting_as(signatory), pytest.raises(Forbidden):
        actions.compose(by=signatory, holder=north, first_name="Maya", last_name="Torres")


@pytest.mark.parametrize(
    ("urgency", "submitted", "due"),
    [
        ("routine", date(2026, 11, 20), date(2026, 12, 4)),
        ("soon", date(2026, 11, 20), date(2026, 11, 25)),
        ("today", date(2026, 11, 20), date(2026, 11, 20)),
        ("today", date(2026, 11, 21), date(2026, 11, 23)),
    ],
)
def test_due_dates_count_working_days(urgency, submitted, due):
    assert due_on(urgency, submitted) == due
