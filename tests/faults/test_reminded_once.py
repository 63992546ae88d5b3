"""A reminder is sent once: by two beats at once, to workers that get its message twice and to one that is killed over it."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from celery import current_app
from django.db import connections
from kombu import Connection

from agencies.acting import acting_as
from consents.models import FamilyMail, Reminder
from consents.reminders.sweep import queue_ending_consents
from notices.models import Notice
from tests.e2e.portal import worker
from tests.faults.cast import outbox, until
from tests.faults.processes import broker, environment, kill_a_worker, let_the_wait_pass, send

pytestmark = pytest.mark.processes

REMINDER, FAMILY = "consents.tasks.send_reminder", "consents.tasks.remind_family"
MAIL = "notices.tasks.send_mail"
# Where the worker stands still until it is killed: it has told nobody; it has told, not committed.
BEFORE_TELLING = "LOCK TABLE notices_notice IN ACCESS EXCLUSIVE MODE"
BEFORE_COMMIT = "LOCK TABLE audit_auditevent IN ACCESS EXCLUSIVE MODE"


def two_months_on():
    """The cast's consents run for 90 days: 62 days on, a first reminder is due."""
    return time_machine.travel(datetime.now(UTC) + timedelta(days=62), tick=False)


def told(user):
    with acting_as(user):
        return Notice.objects.filter(kind="consent.ends_soon").count()


def mails(folder):
    """How many mails each address got."""
    texts = [path.read_text() for path in (folder / "mail").iterdir()]
    lines = [line for text in texts for line in text.splitlines()]
    return Counter(line.removeprefix("To: ") for line in lines if line.startswith("To: "))


def test_two_beats_at_once_queue_each_once(cast):
    for _ in range(20):
        cast.consented()
    barrier, queued = Barrier(3), []

    def beat():
        barrier.wait(10)
        queued.append(queue_ending_consents(batch=7))
        connections.close_all()

    threads = [Thread(target=beat) for _ in range(3)]
    with two_months_on():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert (len(queued), sum(queued)) == (3, 20)
    with acting_as(cast.bob):
        assert Reminder.objects.count() == 20
    assert len(outbox(task=REMINDER)) == 20


def test_duplicates_and_killed_workers_send_one(cast, owner, committed_db, tmp_path):
    consent = cast.consented()
    with acting_as(cast.bob):
        FamilyMail.objects.create(
            consent=consent, agency=cast.north, youth_id=consent.youth_id, email="ana@home.example"
        )
    with two_months_on():
        assert queue_ending_consents() == 1
    socket = tmp_path / "broker.sock"
    seen = environment(committed_db, tmp_path, REDIS_URL=f"redis+socket://{socket}")
    with broker(socket):
        for standing_at in (BEFORE_TELLING, BEFORE_COMMIT):
            kill_a_worker(seen, tmp_path, owner, standing_at)
            assert (told(cast.bob), told(cast.beth)) == (0, 0)
            for task in (REMINDER, FAMILY):
                let_the_wait_pass(task)
        with worker(seen, tmp_path):
            send("notices.tasks.relay_outbox", seen)
            for entry in outbox(task__in=[REMINDER, FAMILY]) * 3:
                with Connection(seen["REDIS_URL"]) as link:
                    current_app.send_task(
                        entry["task"], kwargs={"entry_id": str(entry["id"])}, connection=link
                    )
            until(lambda: not outbox(done_at=None, task__in=[REMINDER, FAMILY, MAIL]))
    assert (told(cast.bob), told(cast.beth)) == (1, 1)
    # The worker also sent what the cast had left: about the agreement, to others.
    sent = mails(tmp_path)
    assert [sent[address] for address in (cast.bob.email, cast.beth.email, "ana@home.example")] == [1, 1, 1]
