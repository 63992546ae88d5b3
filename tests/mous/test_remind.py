"""Reminders of reviews and signatures that are missing: each once, by the party's own calendar, without a fact in the mail."""

from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from agencies.acting import acting_as
from audit.models import AuditEvent
from mous import actions
from mous.models import Mou, MouReminder
from mous.reminders import remind
from mous.tasks import remind_of_waiting_agreements
from notices.models import Notice, OutboxEntry
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.mous import agreements
from tests.mous.test_order import sign


def run_daily(days, start=0):
    """What the reminders of each day reach, several runs a day."""
    told, now = {}, timezone.now()
    for day in range(start, days):
        with time_machine.travel(now + timedelta(days=day), tick=False):
            first, second = remind(), remind()
        assert second == 0
        if first:
            told[day] = first
    return told


def steps(person, kind):
    with acting_as(person):
        return sorted(MouReminder.objects.filter(kind=kind).values_list("days", flat=True))


def test_counsel_is_reminded_after_a_week_and_after_two(draft, dana, north, south):
    with acting_as(dana):
        actions.send_for_review(draft, by=dana)
    with acting_as(agreements.counsel_of(north)) as counsel:
        actions.approve_text(draft, by=counsel, text_sha256=draft.text_sha256)
    assert run_daily(30) == {7: 1, 14: 1}
    counsel = agreements.counsel_of(south)
    assert steps(counsel, "review") == [7, 14]
    assert steps(agreements.counsel_of(north), "review") == []
    with acting_as(counsel):
        assert Notice.objects.filter(user=counsel, kind="mou.review_reminder").count() == 2


def test_signatories_are_reminded_before_the_last_day(sent, nora, sam):
    sign(sent, nora)
    assert run_daily(40) == {23: 1, 27: 1, 29: 1}
    assert steps(sam, "sign") == [1, 3, 7]
    assert steps(nora, "sign") == []


def test_in_order_only_whose_turn_it_is(draft, dana, nora, sam, north, south):
    agreements.reviewed(draft, dana)
    with acting_as(dana):
        actions.send(draft, by=dana, until=north.today() + timedelta(days=2), in_order=[south.pk, north.pk])
    assert run_daily(2) == {1: 1}
    assert (steps(sam, "sign"), steps(nora, "sign")) == ([1], [])


def test_after_missed_days_only_the_closest(sent):
    with time_machine.travel(timezone.now() + timedelta(days=28), tick=False):
        assert remind() == 2
    assert run_daily(29, start=28) == {}


def test_who_is_asked_again_is_reminded_again(sent, dana, sam, north, later):
    run_daily(31)
    with later(days=33), acting_as(dana):
        actions.ask_again(Mou.objects.get(), by=dana, until=north.today() + timedelta(days=10))
    run_daily(50, start=34)
    assert steps(sam, "sign") == [1, 1, 3, 3, 7, 7]


def test_the_mail_holds_no_fact_and_the_trail_says_so(sent, sam, south, later, operator):
    priya = factories.member("priya", south, ["privacy_officer"], by=operator)
    with later(days=27):
        remind_of_waiting_agreements()
    with acting_for(principal="outbox"):
        mails = OutboxEntry.objects.filter(key__startswith="notice:mou.sign_reminder")
        assert mails.count() == 2
        assert all(sent.title not in mail.body and "South" not in mail.body for mail in mails)
    with acting_as(sam):
        assert MouReminder.objects.get().days == 3
        # The trail is for auditors and privacy officers.
        assert not AuditEvent.objects.exists()
    with acting_as(priya):
        assert AuditEvent.objects.filter(event="mou.reminded", agency_id=south.pk, actor_id=None).count() == 1


def test_a_person_cannot_call_it_or_claim_a_reminder(sent, sam, south):
    with acting_as(sam):
        with pytest.raises(ProgrammingError, match="background work only"), transaction.atomic():
            connection.cursor().execute("SELECT portal.agreements_waiting()")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            MouReminder.objects.create(mou=sent, agency=south, kind="sign", day=south.today(), days=7)
