"""No byte after the answer to a revocation: ``./run soak consents [--rounds 100000]``.

Rounds in turns of opening against revoking and of releasing against revoking, two people let go by one barrier, over HTTP
against two web processes of their own, on a database of their own. After each five hundred the database is asked: every release
has ended once, no line of an opening stands after the line of the end, nothing is lost; at the end every chain is verified.
Stops at the first rule that is broken.
"""

# ruff: noqa: E402 - Django is set up before its models are imported.

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "sharing_portal.settings"
os.environ["PORTAL_DEMO"] = "1"
django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from notices.tasks import relay_outbox
from tests.e2e.portal import connect, named, web
from tests.faults.cast import Cast
from tests.faults.processes import broker, environment, signed_in
from tests.soak.revoking import Soak, Tally, chain_faults

DATABASE = "portal_soak_consents"
CHUNK = 500


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run soak consents", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100_000)
    rounds = parser.parse_args().rounds
    administrator = connect(os.environ["DATABASE_ADMIN_URL"]).cursor()
    administrator.execute(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')
    administrator.execute(f'CREATE DATABASE "{DATABASE}" OWNER "{settings.DATABASES["owner"]["USER"]}"')
    # What is lost when the machine stops is no matter here; what others see, and when, stays the same.
    administrator.execute(f'ALTER DATABASE "{DATABASE}" SET synchronous_commit = off')
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = DATABASE
    call_command("migrate", database="owner", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        code = soak(rounds, Path(folder))
    connections.close_all()
    if not code:
        administrator.execute(f'DROP DATABASE "{DATABASE}" WITH (FORCE)')
    return code


def soak(rounds: int, folder: Path) -> int:
    settings.PORTAL_DATA_DIR = folder
    relay_outbox.delay = lambda: None  # type: ignore[method-assign]
    cast, tally = Cast(), Tally()
    cursor = connect(named(os.environ["DATABASE_ADMIN_URL"], DATABASE)).cursor()
    soaking, socket, spent = Soak(cast, cursor), folder / "broker.sock", 0.0
    seen = environment(DATABASE, folder, REDIS_URL=f"redis+socket://{socket}", WEB_CONCURRENCY="2")
    with broker(socket), web(seen, folder) as (address, _):
        bob, alice = (signed_in(address, person) for person in (cast.bob, cast.alice))
        while soaking.done < rounds:
            numbers = soaking.prepare(min(CHUNK, rounds - soaking.done))
            started = time.monotonic()
            this = Tally()
            soaking.run(bob, alice, numbers, this)
            spent += time.monotonic() - started
            soaking.check(numbers, this)
            tally.released += this.released
            tally.opened |= this.opened
            print(
                f"{soaking.done:,} rounds, {soaking.done / spent:.1f} a second: "
                f"{sum(tally.opened.values()):,} opened before the end, {tally.released:,} released and closed",
                flush=True,
            )
            if this.broken:
                print("\n".join(this.broken[:20]))
                print((folder / "web.log").read_text("utf-8", "replace")[-2000:])
                return 1
    faults = chain_faults()
    print("\n".join(faults) or "Every chain verifies. No byte was served after the answer to a revocation.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
