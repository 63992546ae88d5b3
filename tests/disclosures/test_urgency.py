"""What cannot wait is marked wherever a request is shown, and stands first; every list says the same of a request."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from agencies.acting import acting_as
from desk.work import work_list
from disclosures import actions

DANGER = "She wrote to a friend this morning that she will hurt herself tonight."
NOON = time(20, tzinfo=UTC)
FACTS = {"emergency.articulable": True, "emergency.significant": True}


@pytest.fixture
def submit(agreement, compose, alice):
    def _submit(**fields):
        draft = compose(**fields)
        with acting_as(alice):
            return actions.submit(draft, by=alice)

    return _submit


@pytest.fixture
def emergency(submit):

    return submit(basis="emergency", evidence=FACTS, reason=DANGER)


def inbox(client):
    """Reference, status and due date of each row, as the page gives them."""
    rows = client.get("/requests/inbox/").context["rows"]
    return [(row.reference, stands.urgent, stands.label, stands.due_on) for row, stands in rows]


def desk(person):
    with acting_as(person) as user:
        [group] = work_list(user).waiting
    return [(task.what.split(" ")[0], task.urgent, task.state, task.when) for task in group.tasks]


def test_emergencies_and_what_is_needed_today_come_first(submit, bob, sign_in):
    late = submit()
    with time_machine.travel(datetime.combine(late.due_on + timedelta(days=1), NOON)):
        today, danger = submit(urgency="today"), submit(basis="emergency", reason=DANGER, evidence=FACTS)
        rows = inbox(sign_in(bob))
        assert [row[:2] for row in rows] == [
            (today.reference, "Needed today"),
            (danger.reference, "Emergency"),
            (late.reference, ""),
        ]
        assert rows[2][2] == "Overdue"
        assert [row[:3] for row in desk(bob)] == [row[:3] for row in rows]


def test_both_sides_read_how_soon(emergency, submit, alice, bob, sign_in):
    for person in (alice, bob):
        page = sign_in(person).get(f"/requests/{emergency.pk}/", follow=True).content.decode()
        assert "How soon" in page
        assert "Emergency" in page
    soon = submit(urgency="soon")
    page = sign_in(alice).get(f"/requests/{soon.pk}/").content.decode()
    assert "Soon: within 3 working days" in page
    assert "Emergency" not in page.split("What is asked")[1].split("</section>")[0]


def test_the_inbox_and_the_work_list_say_the_same_of_what_is_approved(approved, bob, sign_in):
    [(_reference, _urgent, label, due)] = inbox(sign_in(bob))
    assert (label, due) == ("Approved, not yet released", approved.due_on)
    [(_what, _why, state, when)] = desk(bob)
    assert state == label
    assert when.startswith("Answer due")
    with time_machine.travel(datetime.combine(approved.due_on + timedelta(days=1), NOON)):
        assert inbox(sign_in(bob))[0][2] == desk(bob)[0][2] == "Overdue"
        assert "Overdue" in sign_in(bob).get("/requests/inbox/").content.decode()
