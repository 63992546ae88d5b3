"""Reminders 30, 14, 7 and 1 days before a consent ends: once each, to the people concerned, without a fact in the mail."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.actions import revoke
from consents.models import Reminder
from consents.reminders import PRINCIPAL, remind, remind_of
from consents.tasks import remind_of_expiring_consents
from notices.models import Notice, OutboxEntry
from sharing_portal.rls.context import acting_for
from tests import factories
from youth import grants


def ending_in(days, consented, line, north, *, signed=100, **fields):
    """A consent signed `signed` days ago that ends in `days` days, recorded when it was signed."""
    today = north.today()
    then = datetime.now(UTC) - timedelta(days=signed)
    with time_machine.travel(then, tick=False):
        return consented(
            line(starts_on=north.today(), expires_on=today + timedelta(days=days), **fields), signed_at=then
        )


def sent(by):
    with acting_as(by):
        return sorted(Reminder.objects.values_list("days_before", flat=True))


def remind_on(consent, day_offset):
    then = datetime.now(UTC) + timedelta(days=day_offset)
    with (
        time_machine.travel(then, tick=False),
        acting_for(principal=PRINCIPAL, agency_id=consent.agency_id),
    ):
        return remind_of(consent)


@pytest.mark.parametrize(
    ("days", "due"),
    [(31, []), (30, [30]), (29, [30]), (14, [14]), (8, [14]), (7, [7]), (2, [7]), (1, [1]), (0, [1])],
)
def test_the_closest_reminder_only(consented, line, north, bob, days, due):
    ending_in(days, consented, line, north)
    assert remind() == len(due)
    assert sent(bob) == due


def test_each_once_however_often_the_task_runs(consented, line, north, bob):
    ending_in(14, consented, line, north)
    for _ in range(3):
        remind_of_expiring_consents()
    assert sent(bob) == [14]
    with acting_as(bob):
        assert list(Notice.objects.values_list("user", "kind")) == [(bob.pk, "consent.ends_soon")]


def test_day_by_day_to_the_end(consented, line, north, bob):
    consent = ending_in(60, consented, line, north)
    told = [60 - day for day in range(62) if remind_on(consent, day)]
    assert told == [30, 14, 7, 1]
    assert sent(bob) == [1, 7, 14, 30]


def test_missed_days_are_caught_up_by_the_closest_one(consented, line, north, bob):
    consent = ending_in(60, consented, line, north)
    assert remind_on(consent, 55)
    assert sent(bob) == [7]


def test_none_from_before_the_consent_was_recorded(consented, line, north, bob):
    consent = ending_in(10, consented, line, north, signed=0)
    told = [10 - day for day in range(11) if remind_on(consent, day)]
    assert told == [7, 1]


def test_the_grant_that_ends_first_counts_and_a_revoked_one_does_not(consented, line, north, west, bob):
    today = north.today()
    consent = consented(
        line(recipient=west, expires_on=today + timedelta(days=20)),
        line(expires_on=today + timedelta(days=80)),
    )
    with acting_as(bob):
        revoke(consent, by=bob, recipient=west)
    told = [80 - day for day in range(82) if remind_on(consent, day)]
    assert told == [30, 14, 7, 1]


def test_the_agencys_calendar_decides(consented, line, north, bob):
    """At 05:00 UTC it is still the evening before in Los Angeles: 15 days left, not 14."""
    with time_machine.travel(datetime(2026, 12, 1, 20, tzinfo=UTC), tick=False):
        consent = consented(line(expires_on=datetime(2027, 1, 20).date()))
    for moment, mark in (
        (datetime(2027, 1, 6, 5, tzinfo=UTC), [30]),
        (datetime(2027, 1, 6, 9, tzinfo=UTC), [14, 30]),
    ):
        with time_machine.travel(moment, tick=False), acting_for(principal=PRINCIPAL, agency_id=north.pk):
            remind_of(consent)
        assert sent(bob) == mark


def test_recorder_and_caseload_are_told_custodians_where_nobody_has_it(
    consented, line, north, bob, operator, maya
):
    cleo = factories.member("cleo", north, ["records_custodian"], by=operator)
    sam = factories.member("sam", north, ["staff"], by=operator)
    consent = ending_in(60, consented, line, north)

    def told(day):
        remind_on(consent, day)
        people = set()
        for user in (bob, cleo, sam):
            with acting_as(user):
                people |= {user.name for _ in Notice.objects.filter(read_at=None)}
                Notice.objects.update(read_at=datetime.now(UTC))
        return people

    assert told(30) == {"Bob", "Cleo"}
    with acting_as(bob):
        grants.give(maya, sam)
    assert told(46) == {"Bob", "Sam"}


def test_a_recorder_who_left_is_not_told(consented, line, north, bob, operator):
    cleo = factories.member("cleo", north, ["records_custodian", "agency_admin"], by=operator)
    ending_in(7, consented, line, north)
    with acting_as(cleo):
        bob.memberships.update(state="removed")
    remind()
    with acting_for(principal="outbox"):
        assert list(OutboxEntry.objects.values_list("to_address", flat=True)) == [cleo.email]


def test_the_mail_says_nothing_and_the_log_knows(consented, line, north, bob, maya):
    consent = ending_in(7, consented, line, north)
    remind()
    with acting_for(principal="outbox"):
        entry = OutboxEntry.objects.get()
    assert entry.task == "notices.tasks.send_mail"
    words = f"{entry.subject} {entry.body}"
    assert not any(word in words for word in ("Maya", "Torres", "North", "South", "Attendance", "consent"))
    with acting_as(bob):
        event = AuditEvent.objects.get(event="consent.reminded")
    assert (event.youth_id, event.object_id, event.actor_id) == (maya.pk, consent.pk, None)
    assert event.details == {"days_before": 7, "told": 1}


def test_one_that_fails_is_tried_again_and_stops_no_other(consented, line, north, bob, monkeypatch):
    first = ending_in(7, consented, line, north)
    ending_in(7, consented, line, north, category="discipline")
    real = remind_of

    def stumble(consent):
        if consent.pk == first.pk:
            raise RuntimeError("the mail address is broken")
        return real(consent)

    monkeypatch.setattr("consents.reminders.remind_of", stumble)
    assert remind() == 1
    monkeypatch.undo()
    assert remind() == 1


@pytest.mark.data_layer
def test_a_person_cannot_ask_for_the_list_nor_write_a_reminder(consented, line, north, bob):
    consent = ending_in(7, consented, line, north)
    for sql in ("SELECT * FROM portal.consents_ending_within(30)", "SELECT portal.caseload_ids(NULL)"):
        with (
            acting_as(bob),
            pytest.raises(ProgrammingError, match="background work only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    with acting_as(bob), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Reminder.objects.create(consent=consent, agency=north, expires_on=north.today(), days_before=7)
