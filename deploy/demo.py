"""The demonstration: prepare the data, then web, worker and beat in the foreground until Ctrl-C.

    python -m deploy.demo [--scale N]

./run has made the environment ready. What was running before (PostgreSQL and Valkey) stays; the rest stops.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType

import psycopg2

from deploy import messages, services
from deploy.places import DATA, ROOT, Refused
from deploy.port import ADDRESS, PORT, PORT_BUSY, port_refusal
from deploy.step import step

LOG = DATA / "log" / "demo.log"
NOT_READY = 19
STARTING_SECONDS = 60
STOPPING_SECONDS = 20
# Only migrations and tests may know these.
NOT_FOR_WEB = ("DATABASE_OWNER_URL", "DATABASE_ADMIN_URL")
PREPARATIONS = {
    "Migrating the database": ["manage.py", "migrate", "--database", "owner", "--no-input"],
    "Loading the county": ["manage.py", "load_county"],
}
PROCESSES = {
    "web": [
        *["gunicorn", "sharing_portal.wsgi", "--bind", f"127.0.0.1:{PORT}", "--worker-class", "gthread"],
        *["--workers", "2", "--threads", "4", "--graceful-timeout", "10", "--no-control-socket", "--preload"],
    ],
    "worker": [
        "celery",
        "--quiet",
        "-A",
        "sharing_portal",
        "worker",
        "--concurrency",
        "2",
        "--loglevel",
        "WARNING",
    ],
    "beat": [
        *["celery", "--quiet", "-A", "sharing_portal", "beat", "--loglevel", "WARNING"],
        *["--schedule", str(DATA / "beat-schedule"), "--pidfile", ""],
    ],
}
COLORS = {"web": "36", "worker": "33", "beat": "35"}


class Stop(Exception):
    """Ctrl-C or SIGTERM: end everything and leave with success."""


def environment() -> dict[str, str]:
    """What the demonstration's processes see."""
    return os.environ | {
        "PORTAL_DEMO": "1",
        "PORTAL_URL": ADDRESS,
        "PORTAL_DATA_DIR": str(DATA),
        "DJANGO_SETTINGS_MODULE": "sharing_portal.settings",
        "PYTHONUNBUFFERED": "1",
        # Static files come from their sources here, and running as root is as good as any account.
        "PYTHONWARNINGS": "ignore:No directory at,ignore:You're running the worker",
    }


def prepare(scale: list[str]) -> int:
    """Migrate and load, each step shown; the exit code of the step that failed, or 0."""
    for label, command in PREPARATIONS.items():
        arguments = [*command, *scale] if "load_county" in command else command
        if code := step(label, [sys.executable, *arguments], LOG, env=environment()):
            return code
    return 0


@dataclass
class Crew:
    """Web, worker and beat, each in a process group of its own so that no child outlives it."""

    members: dict[str, "subprocess.Popen[str]"] = field(default_factory=dict)
    readers: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Start all; their lines appear with a coloured name in front."""
        seen = {name: value for name, value in environment().items() if name not in NOT_FOR_WEB}
        for name, command in PROCESSES.items():
            member = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=seen,
                text=True,
                errors="replace",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self.members[name] = member
            reader = threading.Thread(target=relay, args=(name, member), daemon=True)
            reader.start()
            self.readers.append(reader)

    def ended(self) -> str | None:
        """The first member that ended although nobody asked it to."""
        return next((name for name, member in self.members.items() if member.poll() is not None), None)

    def stop(self) -> None:
        """Ask each to finish, wait, then kill what is left of the whole groups."""
        for member in self.members.values():
            if member.poll() is None:
                member.terminate()
        until = time.monotonic() + STOPPING_SECONDS
        for member in self.members.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                member.wait(timeout=max(0.1, until - time.monotonic()))
        for member in self.members.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(member.pid, signal.SIGKILL)
            member.wait()
        for reader in self.readers:
            reader.join(timeout=2)


def relay(name: str, member: "subprocess.Popen[str]") -> None:
    """Print each line of the member with its name in front, coloured on a terminal."""
    label = f"{name:<6} |"
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        label = f"\033[{COLORS[name]}m{label}\033[0m"
    assert member.stdout is not None
    for line in member.stdout:
        print(f"{label} {line}", end="", flush=True)


def wait_until_healthy(crew: Crew) -> str | None:
    """Why the portal cannot be used, or None as soon as /healthz answers."""
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until:
        if name := crew.ended():
            return f"{name} ended while starting; its last lines are above."
        try:
            with urllib.request.urlopen(f"{ADDRESS}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return None
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.2)
    return f"{ADDRESS}/healthz did not answer within {STARTING_SECONDS} seconds."


@contextlib.contextmanager
def stopping_on_signals() -> Iterator[None]:
    """The first SIGINT, SIGTERM or SIGHUP raises Stop; later ones are ignored while everything ends."""
    watched = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def raise_stop(_number: int, _frame: FrameType | None) -> None:
        for number in watched:
            signal.signal(number, signal.SIG_IGN)
        raise Stop

    for number in watched:
        signal.signal(number, raise_stop)
    yield


def serve(crew: Crew) -> int:
    """Run the crew until a signal comes (0) or a member dies (the code says so)."""
    crew.start()
    table = subprocess.Popen(
        [sys.executable, "manage.py", "sign_ins"],
        cwd=ROOT,
        env=environment(),
        text=True,
        stdout=subprocess.PIPE,
    )
    reason = wait_until_healthy(crew)
    sign_ins, _ = table.communicate()
    if reason is None:
        print(f"\n{sign_ins}\nThe portal is ready: {ADDRESS}")
        print(f"Mail is written to {DATA / 'mail'}. Ctrl-C stops everything.\n", flush=True)
        while (name := crew.ended()) is None:
            time.sleep(0.5)
        reason = f"{name} ended by itself; stopping the rest."
    print(reason, file=sys.stderr)
    return NOT_READY


def run(scale: list[str]) -> int:
    """Start the services, prepare the data and serve; on the way out stop all that was started here."""
    crew, services_before = Crew(), services.running()
    try:
        with services.alone():
            os.environ.update(services.start())
        return messages.main() or prepare(scale) or serve(crew)
    except Stop:
        print("\nStopping ...", flush=True)
        return 0
    finally:
        crew.stop()
        if services_before:
            print(f"Still running, as before: {' and '.join(services_before)}. ./run stop ends that too.")
        else:
            services.stop_services()


def main(arguments: list[str]) -> int:
    """Run the demonstration; 0 after Ctrl-C, 18 for a busy port, 19 when a process does not stay up."""
    if refusal := port_refusal():
        print(refusal, file=sys.stderr)
        return PORT_BUSY
    try:
        with services.only_demo(), stopping_on_signals():
            return run(arguments)
    except (Refused, PermissionError, psycopg2.Error) as error:
        print(str(error).strip(), file=sys.stderr)
        return services.REFUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
