"""What lies on whose desk, and what is recorded about looking at it."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.acting import acting_as
from agencies.models import Membership
from audit.models import AuditEvent
from desk.work import work_list
from disclosures import actions
from notices.actions import tell
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.mous import agreements

WORK = reverse("desk:work")
NOON = time(20, tzinfo=UTC)


def lines(person, part="waiting"):
    with acting_as(person) as user:
        groups = getattr(work_list(user), part)
    return [(group.heading, [(task.action, task.state) for task in group.tasks]) for group in groups]


def page(sign_in, person):
    answer = sign_in(person).get(WORK)
    assert answer.status_code == 200
    return answer.content.decode()


def test_anonymous_people_sign_in_first(client, db):
    answer = client.get(WORK)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={WORK}")


def test_operators_go_to_the_agencies(sign_in, operator):
    assert sign_in(operator).get(WORK)["Location"] == reverse("agencies:list")


def test_who_belongs_to_no_agency_chooses_first(sign_in, db):
    nobody = factories.User.objects.create_user("nobody@portal.example", factories.PASSWORD, name="Nobody")
    assert sign_in(nobody).get(WORK)["Location"] == reverse("agencies:choose")


def test_nothing_is_posted_there(sign_in, bob):
    assert sign_in(bob).post(WORK).status_code == 405


def test_a_request_waits_for_its_decider_and_for_nobody_else(asked, bob, alice, carol, audrey, ada):
    assert lines(bob) == [("Requests to your agency", [("Decide", "Waiting for us")])]
    for other in (alice, carol, audrey, ada):
        assert lines(other) == []


def test_a_request_due_today_is_marked(asked, bob):
    with time_machine.travel(datetime.combine(asked.due_on, NOON)):
        assert lines(bob) == [("Requests to your agency", [("Decide", "Due today")])]


def test_a_late_request_is_marked(asked, bob, sign_in):
    with time_machine.travel(datetime.combine(asked.due_on + timedelta(days=1), NOON)):
        assert lines(bob) == [("Requests to your agency", [("Decide", "Overdue")])]
        assert "Overdue" in page(sign_in, bob)


def test_what_is_approved_waits_to_be_released(approved, bob):
    assert lines(bob) == [("Requests to your agency", [("Release", "Approved, not yet released")])]


def test_what_she_sent_waits_for_an_answer_until_it_is_released(asked, approved, alice, bob, carol, items):
    waiting = [("Sent by you", [("See the request", "Approved, not yet released")])]
    assert (lines(alice, "awaited"), lines(carol, "awaited"), lines(bob, "awaited")) == (waiting, [], [])
    with acting_as(bob):
        actions.release(approved, by=bob, items=items[:1])
    assert lines(alice, "awaited") == []


def test_her_own_request_is_never_hers_to_decide(asked, bob, alice, north, operator):
    with acting_for(user_id=operator.pk):
        Membership.objects.create(user=alice, agency=north, roles=["records_custodian"], state="active")
    with acting_as(alice, north) as user:
        assert work_list(user).waiting == []


def test_a_question_waits_for_who_asked(asked, alice, bob):
    with acting_as(bob):
        actions.ask_for_more(asked, by=bob, text="Which school does she attend?")
    assert lines(alice) == [("Your requests", [("Answer", "More information needed")])]
    assert lines(bob) == []


def test_a_draft_waits_for_its_author(agreement, compose, alice, south, operator):
    compose()
    colleague = factories.member("cole", south, ["records_custodian"], by=operator)
    assert lines(alice) == [("Your requests", [("Finish", "Draft")])]
    assert lines(colleague) == []


def test_a_release_waits_to_be_opened_then_acknowledged_then_no_more(released, alice):
    assert lines(alice) == [("Released to you", [("Open", "Not opened yet")])]
    with acting_as(alice):
        actions.open_release(released, by=alice)
    assert lines(alice) == [("Released to you", [("Acknowledge", "Opened, not acknowledged")])]
    with acting_as(alice):
        actions.acknowledge(released, by=alice)
    assert lines(alice) == []


def test_a_recalled_release_is_named_with_the_reason(released, alice, bob):
    with acting_as(bob):
        actions.recall(released, by=bob, reason="Wrong item")
    assert lines(alice) == []
    with acting_as(alice) as user:
        [group] = work_list(user).ended
    assert "has recalled it" in group.tasks[0].detail


def test_an_agreement_waits_for_the_signatory(north, south, operator):
    for agency in (north, south):
        agreements.give_address(agency, by=operator)
    nora = factories.member("nora", north, ["signatory"], by=operator)
    sam = factories.member("sam", south, ["signatory"], by=operator)
    flow = (north, south, ["attendance"], ["care_coordination"])
    agreements.sent(agreements.drafted(nora, [north, south], [flow]), nora)
    assert lines(sam) == [("Agreements to sign", [("Read and sign", "Your signature is missing")])]


def test_an_invitation_waits_for_an_answer(bob, west, operator):
    with acting_for(user_id=operator.pk):
        Membership.objects.create(user=bob, agency=west, roles=["agency_admin"], state="invited")
    assert lines(bob) == [("Invitations", [("Answer", "")])]


def test_consents_and_agreements_that_end_soon_are_due(consent_for, bob, alice, north, south, operator):
    today = timezone.localdate()
    consent_for("attendance", expires_on=today + timedelta(days=20))
    for agency in (north, south):
        agreements.give_address(agency, by=operator)
    nora = factories.member("nora", north, ["signatory"], by=operator)
    sam = factories.member("sam", south, ["signatory"], by=operator)
    flow = (north, south, ["attendance"], ["care_coordination"])
    mou = agreements.drafted(nora, [north, south], [flow], ends_on=today + timedelta(days=40))
    agreements.signed(agreements.sent(mou, nora), [nora, sam])
    assert [heading for heading, _ in lines(bob, "due")] == [
        "Consents that end soon",
        "Agreements that end soon",
    ]
    assert [heading for heading, _ in lines(nora, "due")] == ["Agreements that end soon"]
    assert lines(alice, "due") == []


def test_a_consent_that_lasts_is_not_due(consent_for, bob):
    consent_for("attendance")
    assert lines(bob, "due") == []


def test_the_page_names_the_youth_and_that_is_recorded(asked, sign_in, bob, carol):
    assert "Maya Torres" in page(sign_in, bob)
    assert "Maya" not in page(sign_in, carol)
    with acting_as(bob):
        [event] = AuditEvent.objects.filter(event="desk.viewed")
    assert event.details == {"lines_with_youth": 1}
    with acting_as(carol):
        assert not AuditEvent.objects.filter(event="desk.viewed").exists()


def test_news_is_shown_newest_first(asked, sign_in, bob):
    with acting_as(bob):
        tell([bob], "mou.completed", agency_id=bob.acting_agency_id, on=asked)
    text = page(sign_in, bob)
    assert text.index("Every party has signed") < text.index("A request for records has come in")


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        ("agency_admin", ["Invite your colleagues", "Say whom to call", "Draft your first agreement"]),
        ("counselor", ["Add a youth", "Look at your agency&#x27;s agreements"]),
        ("records_custodian", ["Import your roster", "Add a youth"]),
        ("auditor", ["Read the disclosure log"]),
        ("signatory", ["Draft your first agreement"]),
    ],
)
def test_an_empty_desk_says_where_to_begin(sign_in, north, operator, role, steps):
    text = page(sign_in, factories.member("newcomer", north, [role], by=operator))
    assert "Nothing waits for you" in text
    assert [step for step in steps if step not in text] == []


def test_the_number_of_queries_does_not_grow(agreement, compose, sign_in, alice, bob):
    def submitted():
        draft = compose()
        with acting_as(alice):
            actions.submit(draft, by=alice)

    counts = []
    for _ in range(2):
        submitted()
        client = sign_in(bob)
        client.get(WORK)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(WORK)
        counts.append(len(queries))
        submitted()
    assert counts[0] == counts[1]
    assert counts[0] <= 40
