"""The weekly overview: each records custodian once a week, and not when there is nothing to look at."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from agencies.acting import acting_as
from consents.actions import revoke
from consents.models import Digest
from consents.reminders.digest import overview
from consents.reminders.sweep import queue_digests
from desk.work.papers import consents_ending
from notices.kinds import address
from notices.models import Notice, OutboxEntry
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.consents.reminding import deliver

# Seven on Monday morning in Los Angeles, in winter.
MONDAY = datetime(2026, 12, 7, 15, tzinfo=UTC)


def run(moment):
    with time_machine.travel(moment, tick=False):
        queued = queue_digests()
        deliver()
        return queued


def digests(user):
    with acting_as(user):
        return list(Notice.objects.filter(kind="consent.digest"))


@pytest.fixture
def soon(consented, line):
    """A consent that ends within 30 days of that Monday."""
    with time_machine.travel(MONDAY - timedelta(days=40), tick=False):
        return consented(line(expires_on=date(2026, 12, 20)))


def test_once_a_week_each_custodian(soon, bob, cleo, operator, north):
    sam = factories.member("sam", north, ["staff"], by=operator)
    assert run(MONDAY - timedelta(seconds=1)) == 1, "the week before: its Monday was missed"
    assert [run(MONDAY + timedelta(hours=hour)) for hour in range(7 * 24)] == [1] + [0] * (7 * 24 - 1)
    assert [len(digests(user)) for user in (bob, cleo, sam)] == [2, 2, 0]
    with acting_as(bob):
        assert list(Digest.objects.order_by("week").values_list("week", flat=True)) == [
            date(2026, 11, 30),
            date(2026, 12, 7),
        ]


def test_a_clock_set_back_over_the_weekend_sends_none_again(soon, bob):
    assert [run(MONDAY), run(MONDAY - timedelta(days=2)), run(MONDAY)] == [1, 0, 0]
    assert len(digests(bob)) == 1


def test_nothing_to_look_at_is_not_told(consented, line, bob):
    with time_machine.travel(MONDAY - timedelta(days=40), tick=False):
        consented(line(expires_on=date(2027, 6, 1)))
    assert run(MONDAY) == 1
    assert digests(bob) == []


def test_the_mail_says_nothing_and_the_notice_leads_to_the_page(soon, bob, sign_in):
    run(MONDAY)
    (notice,) = digests(bob)
    with acting_for(principal="outbox"):
        entry = OutboxEntry.objects.get(task="notices.tasks.send_mail")
    assert not any(word in entry.subject + entry.body for word in ("Maya", "Torres", "North", "consent"))
    with time_machine.travel(MONDAY, tick=False):
        assert address(notice) == "/consents/week/"
        page = sign_in(bob).get(address(notice)).content.decode()
    assert "Ends within 30 days (1)" in page
    assert "Torres" in page


def test_the_page_shows_what_ends_what_waits_and_what_was_revoked(soon, consented, line, bob, sign_in):
    with time_machine.travel(MONDAY - timedelta(days=3), tick=False):
        revoked = consented(line("discipline"))
        with acting_as(bob):
            revoke(revoked, by=bob)
        consented(line("education"), method="paper", signed_at=MONDAY - timedelta(days=4))
    with time_machine.travel(MONDAY, tick=False):
        page = sign_in(bob).get("/consents/week/").content.decode()
    for words in (
        "Ends within 30 days (1)",
        "Waits for a second person (1)",
        "Revoked in the last 7 days (1)",
    ):
        assert words in page
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        assert "Revoked in the last 7 days (0)" in sign_in(bob).get("/consents/week/").content.decode()


def test_what_ends_first_and_what_was_revoked_last_are_shown_first(
    consented, line, bob, sign_in, monkeypatch
):
    def given(last, revoked):
        consent = consented(line(expires_on=date(2026, 12, last)), line("discipline"))
        with time_machine.travel(MONDAY - timedelta(days=revoked), tick=False), acting_as(bob):
            revoke(consent, by=bob, category="discipline")
        return f"/consents/{consent.pk}/"

    with time_machine.travel(MONDAY - timedelta(days=40), tick=False):
        middle = given(20, 2)
    with time_machine.travel(MONDAY - timedelta(days=35), tick=False):
        first = given(12, 1)
    with time_machine.travel(MONDAY - timedelta(days=30), tick=False):
        last = given(28, 3)
    with time_machine.travel(MONDAY, tick=False):
        page = sign_in(bob).get("/consents/week/").content.decode()
        monkeypatch.setattr("consents.views.weekly.MOST", 2)
        short = sign_in(bob).get("/consents/week/").content.decode()
    for part in halves(page):
        assert part.index(first) < part.index(middle) < part.index(last)
    for part in halves(short):
        assert part.index(first) < part.index(middle)
        assert last not in part


def halves(page):
    """What ends, and what was revoked."""
    ends, _waits, revoked = page.split("<h2>")[1:4]
    return ends, revoked


def test_a_paper_that_nobody_confirmed_waits_and_does_not_end(soon, consented, line, bob):
    with time_machine.travel(MONDAY - timedelta(days=3), tick=False):
        consented(line(expires_on=date(2026, 12, 15)), method="paper", signed_at=MONDAY - timedelta(days=4))
    with time_machine.travel(MONDAY, tick=False), acting_as(bob) as user:
        found, (task,) = overview(user.acting_agency), consents_ending(user).tasks
        assert (list(found.ending), task.url) == ([soon], f"/consents/{soon.pk}/")
        assert task.when == "Ends December 20, 2026"
