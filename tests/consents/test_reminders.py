"""Reminders 30, 14, 7 and 1 days before a consent ends: once each, to the people concerned, without a fact in the mail."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import ProgrammingError, connection, transaction

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.actions import make_page_link, revoke
from consents.links import address_of
from consents.models import FamilyLink, FamilyMail, Reminder
from consents.reminders.sweep import queue_ending_consents
from consents.tasks import queue_reminders
from notices.models import Notice, OutboxEntry
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.consents.reminding import deliver, remind
from youth import grants
from youth.models import Guardian


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


def remind_on(day_offset):
    with time_machine.travel(datetime.now(UTC) + timedelta(days=day_offset), tick=False):
        return remind()


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
        queue_reminders()
        deliver()
    assert sent(bob) == [14]
    with acting_as(bob):
        notices = Notice.objects.exclude(kind="consent.digest")
        assert list(notices.values_list("user", "kind")) == [(bob.pk, "consent.ends_soon")]


def test_day_by_day_to_the_end(consented, line, north, bob):
    ending_in(60, consented, line, north)
    told = [60 - day for day in range(62) if remind_on(day)]
    assert told == [30, 14, 7, 1]
    assert sent(bob) == [1, 7, 14, 30]


@pytest.mark.parametrize("found", [{"rights_revoked": True}, {"authority": "none"}])
def test_none_of_what_was_signed_by_one_who_may_not_decide(consented, line, north, bob, mother, found):
    ending_in(7, consented, line, north)
    with acting_as(bob):
        Guardian.objects.filter(pk=mother.pk).update(**found)
    assert remind() == 0


def test_missed_days_are_caught_up_by_the_closest_one(consented, line, north, bob):
    ending_in(60, consented, line, north)
    assert remind_on(55)
    assert sent(bob) == [7]


def test_none_from_before_the_consent_was_recorded(consented, line, north, bob):
    ending_in(10, consented, line, north, signed=0)
    told = [10 - day for day in range(11) if remind_on(day)]
    assert told == [7, 1]


def test_each_ending_day_of_a_consent_has_its_own(consented, line, north, west, bob):
    today = north.today()
    consent = consented(
        line(expires_on=today + timedelta(days=60)),
        line(recipient=west, expires_on=today + timedelta(days=63)),
        line("discipline", expires_on=today + timedelta(days=63)),
    )
    told = [(day, count) for day in range(66) if (count := remind_on(day))]
    assert told == [(30, 1), (33, 1), (46, 1), (49, 1), (53, 1), (56, 1), (59, 1), (62, 1)]
    with acting_as(bob):
        reminders = Reminder.objects.filter(consent=consent).values_list("day", "days_before")
        days = [(last - today).days for last, _before in reminders]
        assert sorted(days) == [60] * 4 + [63] * 4
        assert Notice.objects.filter(user=bob, kind="consent.ends_soon").count() == 8


def test_a_revoked_line_has_none(consented, line, north, west, bob):
    today = north.today()
    consent = consented(
        line(recipient=west, expires_on=today + timedelta(days=20)),
        line(expires_on=today + timedelta(days=80)),
    )
    with acting_as(bob):
        revoke(consent, by=bob, recipient=west)
    told = [80 - day for day in range(82) if remind_on(day)]
    assert told == [30, 14, 7, 1]


def test_the_agencys_calendar_decides(consented, line, north, bob):
    """At 05:00 UTC it is still the evening before in Los Angeles: 15 days left, not 14."""
    with time_machine.travel(datetime(2026, 12, 1, 20, tzinfo=UTC), tick=False):
        consented(line(expires_on=datetime(2027, 1, 20).date()))
    for moment, mark in (
        (datetime(2027, 1, 6, 5, tzinfo=UTC), [30]),
        (datetime(2027, 1, 6, 9, tzinfo=UTC), [14, 30]),
    ):
        with time_machine.travel(moment, tick=False):
            remind()
        assert sent(bob) == mark


def test_recorder_and_caseload_are_told_custodians_where_nobody_has_it(
    consented, line, north, bob, cleo, operator, maya
):
    sam = factories.member("sam", north, ["staff"], by=operator)
    ending_in(60, consented, line, north)

    def told(day):
        remind_on(day)
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
    assert mails() == [cleo.email]


def mails():
    with acting_for(principal="outbox"):
        entries = OutboxEntry.objects.filter(task="notices.tasks.send_mail")
        return list(entries.values_list("to_address", flat=True))


def test_the_mail_says_nothing_and_the_log_knows(consented, line, north, bob, maya):
    consent = ending_in(7, consented, line, north)
    remind()
    with acting_for(principal="outbox"):
        entry = OutboxEntry.objects.get(task="notices.tasks.send_mail")
    words = f"{entry.subject} {entry.body}"
    assert not any(word in words for word in ("Maya", "Torres", "North", "South", "Attendance", "consent"))
    with acting_as(bob):
        event = AuditEvent.objects.get(event="consent.reminded")
    assert (event.youth_id, event.object_id, event.actor_id) == (maya.pk, consent.pk, None)
    assert event.details == {"kind": "ends", "days_before": 7, "told": 1}


def test_what_was_revoked_after_it_was_queued_is_not_reminded_of(consented, line, north, bob):
    consent = ending_in(7, consented, line, north)
    assert queue_ending_consents() == 1
    with acting_as(bob):
        revoke(consent, by=bob)
    deliver()
    assert mails() == []


def test_what_is_not_in_force_is_not_reminded_of(consented, line, north, bob):
    """A paper that nobody has confirmed lets nobody share: its end is no news."""
    ending_in(7, consented, line, north)
    consent = consented(
        line(category="discipline", expires_on=north.today() + timedelta(days=7)),
        method="paper",
        signed_at=datetime.now(UTC) - timedelta(days=50),
    )
    assert remind() == 1
    with acting_as(bob):
        assert not Reminder.objects.filter(consent=consent).exists()


def test_several_lines_that_end_on_one_day_are_one_reminder_in_any_batches(consented, line, north, bob):
    for _ in range(3):
        end = north.today() + timedelta(days=7)
        with time_machine.travel(datetime.now(UTC) - timedelta(days=50), tick=False):
            consented(*(line(name, expires_on=end) for name in ("attendance", "discipline", "education")))
    assert [queue_ending_consents(batch) for batch in (2, 1, 5000)] == [3, 0, 0]
    assert sent(bob) == [7, 7, 7]


@pytest.mark.parametrize(("language", "word"), [("en", "stop these reminders"), ("es", "recordatorios")])
def test_a_family_that_wants_it_is_reminded_in_its_language_without_a_fact(
    consented, line, north, bob, language, word
):
    consent = ending_in(14, consented, line, north)
    with acting_as(bob):
        FamilyMail.objects.create(
            consent=consent,
            agency=north,
            youth_id=consent.youth_id,
            email="ana@home.example",
            language=language,
        )
    remind()
    remind()
    (letter,) = mail.outbox
    assert letter.to == ["ana@home.example"]
    words = f"{letter.subject} {letter.body}"
    assert word in words
    assert not any(word in words for word in ("Maya", "Torres", "North", "South", "Attendance", "consent"))
    with acting_as(bob):
        FamilyMail.objects.update(stopped_at=datetime.now(UTC))
    assert remind_on(7) == 1
    assert len(mail.outbox) == 1


@pytest.mark.data_layer
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT portal.queue_ending_consents(now(), NULL, NULL, 10)",
        "SELECT portal.queue_birthdays(now())",
        "SELECT portal.queue_digests(now())",
        "SELECT portal.caseload_ids(NULL)",
    ],
)
def test_a_person_cannot_queue(consented, line, north, bob, sql):
    ending_in(7, consented, line, north)
    with (
        acting_as(bob),
        pytest.raises(ProgrammingError, match="for background work"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.data_layer
def test_nobody_writes_a_reminder_or_queues_one_past_the_sweep(consented, line, north, bob):
    consent = ending_in(7, consented, line, north)
    with acting_as(bob), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Reminder.objects.create(consent=consent, agency=north, kind="ends", day=north.today(), days_before=7)
    with acting_as(bob), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        OutboxEntry.objects.create(key="x", task="consents.tasks.send_reminder", agency_id=north.pk)


def test_the_mail_leads_to_the_familys_own_page_where_it_has_one(consented, line, north, bob, mother):
    consent = ending_in(14, consented, line, north)
    address = "ana@home.example"
    with acting_as(bob):
        link, _code = make_page_link(consent, by=bob, check=FamilyLink.Check.BIRTH_DATE, email=address)
        FamilyMail.objects.create(
            consent=consent, agency=north, youth_id=consent.youth_id, email=address, language="en"
        )
    remind()
    (letter,) = mail.outbox
    assert address_of(link) in letter.body


def test_the_address_of_a_page_goes_to_no_mailbox_but_its_own(consented, line, north, bob, mother):
    """Whoever once held a link may have named another address; the page that staff sent the mother is not theirs."""
    consent = ending_in(14, consented, line, north)
    with acting_as(bob):
        FamilyMail.objects.create(
            consent=consent, agency=north, youth_id=consent.youth_id, email="who@else.example", language="en"
        )
        link, _code = make_page_link(
            consent, by=bob, check=FamilyLink.Check.BIRTH_DATE, email="ana@home.example"
        )
    remind()
    (letter,) = mail.outbox
    assert letter.to == ["who@else.example"]
    assert address_of(link) not in letter.body
    assert "use the link to your page, or ask where you signed" in letter.body
