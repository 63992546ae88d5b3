"""A worker killed while it makes a package: nothing half-made is seen, and the next worker makes it once."""

from pathlib import Path

import pytest

from agencies.acting import acting_as
from disclosures.models import Release
from tests.e2e.portal import worker
from tests.faults.cast import outbox, until
from tests.faults.processes import broker, environment, kill_a_worker, let_the_wait_pass, send

pytestmark = pytest.mark.processes

PACKAGE = "disclosures.tasks.render_package"
# Where the worker stands still until it is killed: before it has read the items; with the file written, not committed.
BEFORE_READING = "LOCK TABLE disclosures_releaseditem IN ACCESS EXCLUSIVE MODE"
BEFORE_COMMIT = "SELECT 1 FROM disclosures_release FOR UPDATE"


def entry():
    (found,) = outbox(task=PACKAGE)
    return found


def package_of(cast, release):
    with acting_as(cast.bob):
        return Release.objects.get(pk=release.pk).package


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
            let_the_wait_pass(PACKAGE)
        assert files(tmp_path) == [f"{release.pk}.pdf"]
        with worker(seen, tmp_path):
            send("notices.tasks.relay_outbox", seen)
            until(lambda: entry()["done_at"])
    assert (entry()["attempts"], entry()["last_error"]) == (3, "")
    assert files(tmp_path) == [f"{release.pk}.pdf"]
    package = package_of(cast, release)
    assert package.name == f"packages/{release.pk}.pdf"
    assert (tmp_path / "files" / package.name).read_bytes().startswith(b"%PDF-")
    assert cast.kinds_logged(release.request) == ["approved", "released", "requested"]
