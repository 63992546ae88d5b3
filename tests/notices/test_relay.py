"""The relay hands out what waits, again when it was lost, later each time, and gives up after five."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery import current_app
from django.db import connections

from notices import outbox
from notices.actions import queue
from notices.models import OutboxEntry
from notices.outbox import ATTEMPTS, relay
from notices.tasks import relay_outbox
from sharing_portal.rls.context import acting_for

START = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def handed_out(monkeypatch):
    """What the broker got: (task, entry id) pairs."""
    got = []
    monkeypatch.setattr(relay_outbox, "delay", lambda: None)
    monkeypatch.setattr(current_app, "send_task", lambda task, kwargs: got.append((task, kwargs["entry_id"])))
    return got


MAIL = "notices.tasks.send_mail"


def entries():
    with acting_for(principal="outbox"):
        return list(OutboxEntry.objects.order_by("created_at"))


def relayed_at(moment):
    with time_machine.travel(moment, tick=False):
        return relay()


def test_each_waiting_entry_goes_to_its_task_by_id_alone(db, handed_out):
    queue(MAIL, key="a")
    queue(MAIL, key="b")
    relay_outbox()
    assert handed_out == [(entry.task, str(entry.pk)) for entry in entries()]
    assert [entry.attempts for entry in entries()] == [1, 1]
    assert relay() == 0


def test_a_lost_message_is_sent_again_later_each_time_and_given_up_after_five(db, handed_out):
    with time_machine.travel(START, tick=False):
        queue(MAIL, key="a")
    moment = START
    assert relayed_at(moment) == 1
    for number, minutes in enumerate((3, 12, 48, 192, 768), start=1):
        assert relayed_at(moment + timedelta(minutes=minutes)) == 0
        moment += timedelta(minutes=minutes, seconds=1)
        assert relayed_at(moment) == (1 if number < ATTEMPTS else 0)
    assert entries()[0].failed_at == moment
    assert len(handed_out) == ATTEMPTS
    assert relayed_at(moment + timedelta(days=30)) == 0


def test_what_is_done_is_never_handed_out(db, handed_out):
    queue(MAIL, key="a")
    with outbox.once(str(entries()[0].pk)):
        pass
    assert relay() == 0
    assert handed_out == []


def test_a_broker_that_is_away_loses_nothing(db, handed_out, monkeypatch):
    with time_machine.travel(START, tick=False):
        queue(MAIL, key="a")

    def away(*args, **kwargs):
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(current_app, "send_task", away)
        with pytest.raises(ConnectionError):
            relayed_at(START)
    assert relayed_at(START + timedelta(minutes=4)) == 1


def test_more_than_a_batch_is_handed_out_in_order(db, handed_out, monkeypatch):
    monkeypatch.setattr(outbox, "BATCH", 2)
    for key in "abc":
        queue(MAIL, key=key)
    assert [relay(), relay(), relay()] == [2, 1, 0]
    assert [pk for _, pk in handed_out] == [str(entry.pk) for entry in entries()]


def test_relays_that_run_at_once_hand_out_each_entry_once(committed_db, handed_out):
    for number in range(30):
        queue(MAIL, key=str(number))

    def run(number):
        try:
            return relay()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(run, range(16))) == 30
    assert len({entry_id for _, entry_id in handed_out}) == len(handed_out) == 30
