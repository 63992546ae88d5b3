"""A worker killed while it makes a package: nothing half-made is seen, and the next worker makes it once."""

import os
import signal
from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.utils import timezone

from agencies.acting import acting_as
from disclosures.models import Release
from notices.models import OutboxEntry
from notices.outbox import LONGER_EACH_TIME, LOST_AFTER
from sharing_portal.rls.context import acting_for
from tests.e2e.portal import worker
from tests.faults.cast import outbox, until
from tests.faults.processes import broker, environment, send

pytestmark = pytest.mark.processes

PACKAGE = "disclosures.tasks.render_package"
# Where the worker stands still until it is killed: before it has read the items; with the file written, not committed.
BEFORE_READING = "LOCK TABLE disclosures_releaseditem IN ACCESS EXCLUSIVE MODE"
BEFORE_COMMIT = "SELECT 1 FROM disclosures_release FOR UPDATE"


@pytest.fixture
def owner(committed_db):
    """The owner's own connection, in a transaction: what it locks, the worker waits for."""
    given = settings.DATABASES["owner"]
    link = psycopg2.connect(
        host=given["HOST"],
        port=given["PORT"] or None,
        user=given["USER"],
        password=given["PASSWORD"],
        dbname=committed_db,
    )
    yield link
    link.close()


def entry():
    (found,) = outbox(task=PACKAGE)
    return found


def package_of(cast, release):
    with acting_as(cast.bob):
        return Release.objects.get(pk=release.pk).package


def somebody_waits(owner):
    """Whether a worker stands at our lock."""
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0] == 1


def files(folder: Path):
    return sorted(path.name for path in folder.rglob("*.pdf"))


def test_the_package_is_made_once(cast, owner, committed_db, tmp_path):
    cast.consented()
    release = cast.released()
    socket = tmp_path / "broker.sock"
    seen = environment(committed_db, tmp_path, REDIS_URL=f"redis+socket://{socket}")
    with broker(socket):
        for killed, standing_at in enumerate((BEFORE_READING, BEFORE_COMMIT), start=1):
            kill_a_worker(seen, tmp_path, owner, standing_at)
            assert (entry()["done_at"], entry()["attempts"]) == (None, killed)
            assert not package_of(cast, release)
            let_the_wait_pass()
        assert files(tmp_path) == [f"{release.content_sha256}.pdf"]
        with worker(seen, tmp_path):
            send("notices.tasks.relay_outbox", seen)
            until(lambda: entry()["done_at"])
    assert (entry()["attempts"], entry()["last_error"]) == (3, "")
    assert files(tmp_path) == [f"{release.content_sha256}.pdf"]
    package = package_of(cast, release)
    assert package.name == f"packages/{release.content_sha256}.pdf"
    assert (tmp_path / "files" / package.name).read_bytes().startswith(b"%PDF-")
    assert cast.kinds_logged(release.request) == ["approved", "released", "requested"]


def kill_a_worker(seen, folder, owner, standing_at):
    """Let a worker take the entry, stop it at our lock, and kill it there."""
    with worker(seen, folder) as process:
        with owner.cursor() as cursor:
            cursor.execute(standing_at)
        send("notices.tasks.relay_outbox", seen)
        until(lambda: somebody_waits(owner))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    owner.rollback()


def let_the_wait_pass():
    """As if the minutes were over, after which an entry counts as lost with its worker."""
    with acting_for(principal="outbox"):
        handed_out = timezone.now() - LOST_AFTER * LONGER_EACH_TIME - timedelta(seconds=1)
        OutboxEntry.objects.filter(task=PACKAGE).update(sent_at=handed_out)
