"""An entry is one effect: written with its verb, done once, blanked when sent, tried again when it failed."""

import time
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import ProgrammingError, connections, transaction

from agencies.acting import acting_as
from notices.actions import queue, queue_mail, tell
from notices.models import Notice, OutboxEntry
from notices.outbox import deliver_mail, once
from notices.tasks import relay_outbox, send_mail
from sharing_portal.rls.context import acting_for

PACKAGE = "disclosures.tasks.render_package"
ADDRESS = "alice@portal.example"


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr(relay_outbox, "delay", lambda: None)


def queued(key="one", **fields):
    queue_mail(to_address=ADDRESS, subject="You have a new message", body="Sign in to read it.", key=key)
    with acting_for(principal="outbox"):
        entry = OutboxEntry.objects.get(key=key)
        if fields:
            OutboxEntry.objects.filter(pk=entry.pk).update(**fields)
    return str(entry.pk)


def entry_of(entry_id):
    with acting_for(principal="outbox"):
        return OutboxEntry.objects.get(pk=entry_id)


def refuse(self):
    raise SMTPRecipientsRefused({ADDRESS: (550, b"no such person")})


def test_a_mail_is_sent_once_and_blanked(db):
    entry_id = queued()
    send_mail(entry_id)
    send_mail(entry_id)
    assert [(message.to, message.subject, message.body) for message in mail.outbox] == [
        ([ADDRESS], "You have a new message", "Sign in to read it.")
    ]
    entry = entry_of(entry_id)
    assert (entry.to_address, entry.subject, entry.body, entry.last_error) == ("", "", "", "")
    assert entry.done_at is not None


def test_a_key_is_one_entry_whoever_writes_it_again(alice, bob, south, north):
    for user, agency in ((alice, south), (bob, north)):
        with acting_as(user):
            queue(PACKAGE, key="same", agency_id=agency.pk)
    with acting_for(principal="outbox"):
        assert list(OutboxEntry.objects.values_list("agency_id", flat=True)) == [south.pk]


def test_the_same_notice_is_told_once_with_a_key_and_anew_without(alice, bob, south, north):
    for _again in range(2):
        for key in ("sent", "sent anew", ""):
            with acting_as(bob):
                tell([alice], "request.refused", agency_id=south.pk, on=north, key=key)
    with acting_as(alice):
        assert Notice.objects.count() == 4
    with acting_for(principal="outbox"):
        assert OutboxEntry.objects.filter(to_address=alice.email, key__startswith="notice:").count() == 4


def test_a_mail_server_that_refuses_leaves_the_mail_waiting(db, monkeypatch):
    entry_id = queued()
    monkeypatch.setattr(EmailMessage, "send", refuse)
    with pytest.raises(SMTPRecipientsRefused):
        deliver_mail(entry_id)
    entry = entry_of(entry_id)
    assert (entry.done_at, entry.failed_at, entry.to_address) == (None, None, ADDRESS)
    assert entry.last_error == "SMTPRecipientsRefused"
    monkeypatch.undo()
    deliver_mail(entry_id)
    assert len(mail.outbox) == 1
    assert entry_of(entry_id).last_error == ""


def test_the_fifth_failure_is_the_last(db, monkeypatch):
    entry_id = queued(attempts=5)
    monkeypatch.setattr(EmailMessage, "send", refuse)
    with pytest.raises(SMTPRecipientsRefused):
        deliver_mail(entry_id)
    assert entry_of(entry_id).failed_at is not None
    monkeypatch.undo()
    deliver_mail(entry_id)
    assert mail.outbox == []


def test_what_the_block_did_is_undone_when_it_raises(bob, north):
    with acting_as(bob):
        queue(PACKAGE, key="work", agency_id=north.pk, reference=bob.pk)
    with acting_for(principal="outbox"):
        entry_id = str(OutboxEntry.objects.get(key="work").pk)

    def work():
        with once(entry_id) as entry:
            assert (entry.agency_id, entry.reference) == (north.pk, bob.pk)
            Notice.objects.create(user=bob, agency_id=north.pk, kind="a.kind")
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        work()
    with acting_as(bob):
        assert Notice.objects.count() == 0
    assert (entry_of(entry_id).done_at, entry_of(entry_id).last_error) == (None, "RuntimeError")


def test_an_entry_that_is_not_there_is_nothing_to_do(db):
    with once("00000000-0000-0000-0000-000000000000") as entry:
        assert entry is None
    deliver_mail("00000000-0000-0000-0000-000000000000")
    assert mail.outbox == []


def test_a_rolled_back_verb_queues_nothing(committed_db, monkeypatch):
    calls = []
    monkeypatch.setattr(relay_outbox, "delay", lambda: calls.append(1))

    @transaction.atomic
    def verb():
        queue_mail(to_address=ADDRESS, subject="s", body="b", key="k")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        verb()
    with acting_for(principal="outbox"):
        assert OutboxEntry.objects.count() == 0
    assert calls == []
    queue_mail(to_address=ADDRESS, subject="s", body="b", key="k")
    assert calls == [1]


def test_fifty_deliveries_are_one_mail(committed_db, monkeypatch):
    entry_id = queued()
    sent = []

    def slowly(self):
        time.sleep(0.05)
        sent.append(self.to)

    def deliver(number):
        try:
            deliver_mail(entry_id)
        finally:
            connections.close_all()

    monkeypatch.setattr(EmailMessage, "send", slowly)
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(deliver, range(50)))
    assert sent == [[ADDRESS]]
    assert entry_of(entry_id).done_at is not None


def test_telling_somebody_says_nothing_in_the_mail(bob, north, south, alice):
    with acting_as(alice):
        tell([bob], "request.received", agency_id=north.pk, on=south, key="first")
        tell([bob], "request.received", agency_id=north.pk, on=south, key="first")
    with acting_for(principal="outbox"):
        entry = OutboxEntry.objects.get()
    assert entry.to_address == bob.email
    assert not any(word in f"{entry.subject} {entry.body}" for word in ("North", "South", "request", "Alice"))
    with acting_as(alice):
        assert Notice.objects.count() == 0


@pytest.mark.data_layer
def test_who_may_touch_the_outbox(bob, north, carol, west):
    with acting_as(bob):
        queue(PACKAGE, key="norths", agency_id=north.pk)
        assert OutboxEntry.objects.count() == 1
        assert OutboxEntry.objects.update(task="other") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            OutboxEntry.objects.create(key="wests", task=PACKAGE, agency_id=west.pk)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            OutboxEntry.objects.all()._raw_delete("default")
    with acting_as(carol):
        assert OutboxEntry.objects.count() == 0
    assert OutboxEntry.objects.count() == 0
