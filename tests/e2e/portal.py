"""A portal of its own: a database, a web server and a worker, as separate processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import psycopg2

ROOT = Path(__file__).resolve().parent.parent.parent


def named(address: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{database}"))


def connect(address: str):  # type: ignore[no-untyped-def]
    """A connection that commits each statement; understands a socket folder as percent-encoded host."""
    link = psycopg2.connect(address)
    link.autocommit = True
    return link


def own_broker(address: str, number: int) -> str:
    """A numbered database of the broker, so that another portal's worker does not take our messages."""
    if address.startswith("redis+socket"):
        return f"{address}?virtual_host={number}"
    return urlunsplit(urlsplit(address)._replace(path=f"/{number}"))


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Process = subprocess.Popen[bytes]


@contextmanager
def running(environment: dict[str, str], logs: Path) -> Iterator[str]:
    """Start gunicorn and a worker on this environment's database; give the address; stop both at the end."""
    with worker(environment, logs), web(environment, logs) as (address, _process):
        yield address


@contextmanager
def web(environment: dict[str, str], logs: Path) -> Iterator[tuple[str, Process]]:
    """Start gunicorn with one worker process of four threads; give its address and the process once it answers."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = ["gunicorn", "sharing_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    with _started(command, {**environment, "PORTAL_URL": address}, logs / "web.log") as process:
        _wait_for(address, process, logs / "web.log")
        yield address, process


@contextmanager
def worker(environment: dict[str, str], logs: Path) -> Iterator[Process]:
    """Start a worker of one process; it takes messages as soon as it is up."""
    command = ["celery", "-A", "sharing_portal", "worker", "--pool", "solo", "-l", "warning"]
    with _started(command, environment, logs / "worker.log") as process:
        yield process


@contextmanager
def _started(command: list[str], environment: dict[str, str], log: Path) -> Iterator[Process]:
    """The module's program in a process group of its own, without the owner's address; ended at the end."""
    environment = {**os.environ, **environment}
    for owner_only in ("DATABASE_OWNER_URL", "DATABASE_ADMIN_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(owner_only, None)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: Process) -> None:
    """Ask the whole group to finish; kill it when it does not."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(address: str, process: Process, log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urlopen(f"{address}/healthz", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"The web server did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
