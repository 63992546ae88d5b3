"""The renewal ladder: each step once for each party's people, by that party's own calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from agencies.acting import acting_as
from agencies.models import Agency
from audit.models import AuditEvent
from mous import actions
from mous.ladder import remind
from mous.models import MouReminder
from mous.tasks import remind_of_ending_agreements
from notices.models import Notice
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.mous import agreements


@pytest.fixture
def people(nora, sam, dana, south, operator):
    """Who is told at South: its signatory, a drafter, a custodian, a privacy officer; and an auditor, who is not."""
    roles = ("agency_admin", "records_custodian", "privacy_officer", "auditor")
    return [factories.member(f"s-{role}", south, [role], by=operator) for role in roles]


def signed(dana, nora, sam, parties, north, south, *, days, review=None):
    today = north.today()
    flow = (north, south, ["attendance"], ["care_coordination"])
    mou = agreements.drafted(
        dana, parties, [flow], starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=days)
    )
    if review:
        with acting_as(dana):
            actions.edit(
                mou, by=dana, title=mou.title, starts_on=mou.starts_on, ends_on=mou.ends_on,
                review_on=today + timedelta(days=review),
            )  # fmt: skip
    return agreements.signed(agreements.sent(mou, dana), [nora, sam])


def run_daily(days, start=0):
    """How many reminders each day brings, with two runs a day."""
    told, now = {}, timezone.now()
    for day in range(start, days):
        with time_machine.travel(now + timedelta(days=day), tick=False):
            first, second = remind(), remind()
        assert second == 0
        if first:
            told[day] = first
    return told


def kinds(person):
    with acting_as(person):
        return [notice.kind for notice in Notice.objects.filter(user=person, kind__startswith="mou.")]


def test_each_step_once_for_each_party(dana, nora, sam, parties, north, south, people):
    mou = signed(dana, nora, sam, parties, north, south, days=100)
    # Two parties each day; nothing after the last day.
    assert run_daily(105, start=5) == {10: 2, 40: 2, 70: 2, 86: 2, 93: 2, 99: 2}
    with acting_as(sam):
        steps = MouReminder.objects.filter(mou=mou, kind="ends").values_list("days", flat=True)
        assert sorted(steps) == [1, 7, 14, 30, 60, 90]
    *told, auditor = people
    for person in (nora, sam, dana, *told):
        assert kinds(person).count("mou.ends_soon") == 6
    assert "mou.ends_soon" not in kinds(auditor)


def test_review_is_announced_a_month_and_a_week_before_and_on_the_day(dana, nora, sam, parties, north, south):
    signed(dana, nora, sam, parties, north, south, days=300, review=40)
    assert run_daily(60) == {10: 2, 33: 2, 40: 2}
    assert kinds(sam).count("mou.review_due") == 3


def test_after_missed_days_only_the_closest_step(dana, nora, sam, parties, north, south):
    signed(dana, nora, sam, parties, north, south, days=100)
    assert run_daily(82, start=80) == {80: 2}
    with acting_as(nora):
        assert MouReminder.objects.get().days == 30


def test_none_from_before_it_was_signed(dana, nora, sam, parties, north, south):
    signed(dana, nora, sam, parties, north, south, days=20)
    assert run_daily(6) == {}
    assert run_daily(8, start=6) == {6: 2}


def test_what_is_replaced_or_left_is_not_announced(three, dana, nora, sam, wendy):
    with acting_as(dana):
        new = actions.renew(three, by=dana)
    agreements.signed(agreements.sent(new, dana), [nora, sam, wendy])
    assert run_daily(335, start=330) == {}


def test_who_left_is_not_told(three, wendy, nora, sam):
    with acting_as(wendy):
        actions.withdraw(three, by=wendy, reason="We merge.")
    end = (three.ends_on - timezone.now().date()).days
    assert set(run_daily(end, start=end - 2).values()) == {2}
    assert "mou.ends_soon" not in kinds(wendy)


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        # Midnight at the agency in UTC: on the day on which clocks were set back, and a day that begins far to the east.
        (
            "America/Los_Angeles",
            datetime(2027, 11, 7, 6, 59, tzinfo=UTC),
            datetime(2027, 11, 7, 7, 1, tzinfo=UTC),
        ),
        (
            "Pacific/Kiritimati",
            datetime(2027, 11, 6, 9, 59, tzinfo=UTC),
            datetime(2027, 11, 6, 10, 1, tzinfo=UTC),
        ),
    ],
)
def test_a_day_begins_where_the_agency_is(
    zone, before, after, dana, nora, sam, parties, north, south, operator
):
    """The last day is November 8, 2027, a day after clocks are set back; the reminder of its eve goes at midnight."""
    mou = signed(dana, nora, sam, parties, north, south, days=(date(2027, 11, 8) - north.today()).days)
    with acting_for(user_id=operator.pk):
        Agency.objects.update(time_zone=zone)
    with time_machine.travel(before - timedelta(hours=1), tick=False):
        remind()
    for moment, steps in ((before, [7]), (after, [1, 7])):
        with time_machine.travel(moment, tick=False):
            remind()
        with acting_as(sam):
            assert sorted(MouReminder.objects.filter(mou=mou).values_list("days", flat=True)) == steps


def test_the_task_and_the_trail(dana, nora, sam, parties, north, south, people):
    signed(dana, nora, sam, parties, north, south, days=100)
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        remind_of_ending_agreements()
    with acting_as(people[2]):
        assert AuditEvent.objects.get(event="mou.reminded").details["days"] == 90


@pytest.mark.data_layer
def test_only_background_work_asks_and_notes(signed_one, sam, south):
    for statement in (
        "SELECT * FROM portal.agreements_with_a_day_between('2026-01-01', '2030-01-01')",
        f"INSERT INTO mous_moureminder (id, mou_id, agency_id, kind, day, days, at) VALUES "
        f"(gen_random_uuid(), '{signed_one.pk}', '{south.pk}', 'ends', '2027-01-01', 1, now())",
    ):
        with (
            acting_as(sam),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.fixture
def signed_one(dana, nora, sam, parties, north, south):
    return signed(dana, nora, sam, parties, north, south, days=100)
