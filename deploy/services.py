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
import sys
from collections.abc import Iterator
from urllib.parse import quote

import psycopg2

from deploy import postgres, valkey
from deploy.places import DATA, Refused, write_private
from sharing_portal.rls.provision import APP, OWNER, provision

SECRETS = DATA / "secrets.json"
ENVIRONMENT = DATA / "dev.env"
REFUSED = 17


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Only one start, stop or reset at a time; a second one waits."""
    DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (DATA / "services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def kept_secrets() -> dict[str, str]:
    """This checkout's random passwords and signing key, made once."""
    if not SECRETS.exists():
        if postgres.Account.chosen().cluster.exists():
            print("Removing a database whose passwords are gone (its data folder was deleted).", flush=True)
            postgres.remove()
        names = ("superuser", "owner", "app", "secret_key")
        write_private(SECRETS, json.dumps({name: secrets.token_urlsafe(48) for name in names}))
    return json.loads(SECRETS.read_text())


def start() -> dict[str, str]:
    """Start what is not running and return the addresses, which also stand in dev.env afterwards."""
    known = kept_secrets()
    addresses = {"SECRET_KEY": known["secret_key"]}
    fresh = False
    if os.environ.get("DATABASE_URL"):
        if not os.environ.get("DATABASE_OWNER_URL"):
            raise Refused("DATABASE_URL is set but DATABASE_OWNER_URL is not: migrations need the owner's address.")
    else:
        fresh = postgres.start(known["superuser"])
        addresses |= database_addresses(known)
    if not os.environ.get("REDIS_URL"):
        valkey.start()
        addresses["REDIS_URL"] = f"redis+socket://{quote(str(valkey.socket_path()))}"
    if "DATABASE_ADMIN_URL" in addresses and (fresh or not ENVIRONMENT.exists()):
        provision(
            addresses["DATABASE_ADMIN_URL"],
            owner_password=known["owner"],
            app_password=known["app"],
            development=True,
        )
    write_private(ENVIRONMENT, "".join(f"{name}={shlex.quote(value)}\n" for name, value in addresses.items()))
    return addresses


def database_addresses(known: dict[str, str]) -> dict[str, str]:
    """The three ways into our own server; only the first is for web and worker."""
    host = quote(str(postgres.sockets()), safe="")
    return {
        "DATABASE_URL": f"postgresql://{APP}:{known['app']}@{host}/portal",
        "DATABASE_OWNER_URL": f"postgresql://{OWNER}:{known['owner']}@{host}/portal",
        "DATABASE_ADMIN_URL": f"postgresql://postgres:{known['superuser']}@{host}/postgres",
    }


def stop() -> None:
    """Stop what was started here."""
    stopped = [name for name, service in (("PostgreSQL", postgres), ("Valkey", valkey)) if service.stop()]
    print(f"Stopped {' and '.join(stopped)}." if stopped else "Nothing was running.")


def status() -> None:
    """Say what runs."""
    for name, service in (("PostgreSQL", postgres), ("Valkey", valkey)):
        pid = service.running_pid()
        print(f"{name}: {f'running (process {pid})' if pid else 'not running'}")


def reset() -> None:
    """Stop everything and delete this checkout's data; what dependencies were installed stays."""
    postgres.remove()
    valkey.remove()
    for entry in DATA.iterdir():
        if entry.name in ("services.lock", "setup.lock"):
            continue
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    print(f"Removed the data in {DATA}.")
    if os.environ.get("DATABASE_URL"):
        print("The database that DATABASE_URL names was left as it is.")


VERBS = {"start": start, "stop": stop, "status": status, "reset": reset}


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
