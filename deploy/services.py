"""PostgreSQL and Valkey for one checkout: `start`, `stop`, `status`, `reset`.

What DATABASE_URL or REDIS_URL name is used as it is and never started, stopped or emptied. The rest is
started here, and the addresses are written to dev.env in the data folder, readable by its owner only.
"""

import contextlib
import fcntl
import json
import os
import secrets
import shlex
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from urllib.parse import quote

import psycopg2

from deploy import postgres, seal_keys, valkey
from deploy.places import DATA, Refused, write_private
from deploy.step import timed
from sharing_portal.rls.provision import APP, OWNER, provision

SECRETS = DATA / "secrets.json"
ENVIRONMENT = DATA / "dev.env"
DEMO_LOCK = DATA / "demo.lock"
OURS = {"PostgreSQL": postgres, "Valkey": valkey}
REFUSED = 17


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Only one start, stop or reset at a time; a second one waits."""
    DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (DATA / "services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def only_demo() -> Iterator[None]:
    """Hold the one place of the running demonstration, with its process id for `stop`; refuse a second one."""
    DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    with DEMO_LOCK.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                "A demonstration of this checkout is running already; ./run stop ends it."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def stop_demo() -> bool:
    """Ask a running demonstration to end, and wait until it has; False when none was running."""
    if not DEMO_LOCK.exists():
        return False
    with DEMO_LOCK.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Stopping the demonstration ...", flush=True)
            os.kill(int(lock.read()), signal.SIGTERM)
            fcntl.flock(lock, fcntl.LOCK_EX)
            return True
    return False


def kept_secrets() -> dict[str, str]:
    """This checkout's random passwords and signing key, made once."""
    if not SECRETS.exists():
        if postgres.Account.chosen().cluster.exists():
            print("Removing a database whose passwords are gone (its data folder was deleted).", flush=True)
            postgres.remove()
        names = ("superuser", "owner", "app", "secret_key")
        write_private(SECRETS, json.dumps({name: secrets.token_urlsafe(48) for name in names}))
    kept: dict[str, str] = json.loads(SECRETS.read_text())
    return kept


def seal_files() -> dict[str, str]:
    """Where the key that seals what is signed lies: one of this checkout, marked as a demonstration's, unless named."""
    seal_keys.make(DATA, "Sharing Portal on this machine", seal_keys.DEMONSTRATION)
    own = {"SEAL_KEY_FILE": DATA / seal_keys.KEY, "SEAL_ROOTS_FILE": DATA / seal_keys.ROOTS}
    return {name: os.environ.get(name) or str(path) for name, path in own.items()}


def start() -> dict[str, str]:
    """Start what is not running and return the addresses, which also stand in dev.env afterwards.

    A start that was interrupted before dev.env was written is finished by the next one.
    """
    known = kept_secrets()
    addresses = {"SECRET_KEY": os.environ.get("SECRET_KEY") or known["secret_key"], **seal_files()}
    own_database, own_queue = database_addresses(known), f"redis+socket://{quote(str(valkey.socket_path()))}"
    # Addresses that come from an earlier dev.env are ours, too.
    if (os.environ.get("DATABASE_URL") or own_database["DATABASE_URL"]) == own_database["DATABASE_URL"]:
        start_database(known, own_database)
        addresses |= own_database
    elif not os.environ.get("DATABASE_OWNER_URL"):
        raise Refused(
            "DATABASE_URL is set but DATABASE_OWNER_URL is not: migrations need the owner's address."
        )
    if (os.environ.get("REDIS_URL") or own_queue) == own_queue:
        valkey.start()
        addresses["REDIS_URL"] = own_queue
    write_private(ENVIRONMENT, "".join(f"{name}={shlex.quote(value)}\n" for name, value in addresses.items()))
    return addresses


def start_database(known: dict[str, str], own: dict[str, str]) -> None:
    """Start PostgreSQL and make or correct its roles, unless an earlier start did both."""
    if postgres.ready() and ENVIRONMENT.exists():
        return
    with timed("Starting PostgreSQL"):
        postgres.start(known["superuser"])
        provision(
            own["DATABASE_ADMIN_URL"],
            owner_password=known["owner"],
            app_password=known["app"],
            development=True,
        )


def database_addresses(known: dict[str, str]) -> dict[str, str]:
    """The three ways into our own server; only the first is for web and worker."""
    host = quote(str(postgres.sockets()), safe="")
    return {
        "DATABASE_URL": f"postgresql://{APP}:{known['app']}@{host}/portal",
        "DATABASE_OWNER_URL": f"postgresql://{OWNER}:{known['owner']}@{host}/portal",
        "DATABASE_ADMIN_URL": f"postgresql://postgres:{known['superuser']}@{host}/postgres",
    }


def running() -> list[str]:
    """The names of our services that run now."""
    return [name for name, service in OURS.items() if service.running_pid()]


def stop_services() -> bool:
    """Stop what was started here; False when nothing was running."""
    stopped = [name for name, service in OURS.items() if service.stop()]
    if stopped:
        print(f"Stopped {' and '.join(stopped)}.")
    return bool(stopped)


def stop() -> None:
    """Stop a running demonstration, then the services."""
    demo, ours = stop_demo(), stop_services()
    if not demo and not ours:
        print("Nothing was running.")


def status() -> None:
    """Say what runs."""
    for name, service in OURS.items():
        pid = service.running_pid()
        print(f"{name}: {f'running (process {pid})' if pid else 'not running'}")


def reset() -> None:
    """Stop everything and delete this checkout's data; what dependencies were installed stays."""
    stop_demo()
    postgres.remove()
    valkey.remove()
    for entry in DATA.iterdir():
        if entry.name in ("services.lock", "setup.lock", "demo.lock"):
            continue
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    print(f"Removed the data in {DATA}.")
    if os.environ.get("DATABASE_URL"):
        print("The database that DATABASE_URL names was left as it is.")


VERBS: dict[str, Callable[[], object]] = {"start": start, "stop": stop, "status": status, "reset": reset}


def main(arguments: list[str]) -> int:
    """Run one verb; exit code 17 with one message when something outside stands in the way."""
    if len(arguments) != 1 or arguments[0] not in VERBS:
        print(f"Usage: python -m deploy.services {'|'.join(VERBS)}", file=sys.stderr)
        return 2
    try:
        with alone():
            VERBS[arguments[0]]()
    except (Refused, PermissionError, psycopg2.Error) as error:
        print(str(error).strip(), file=sys.stderr)
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
