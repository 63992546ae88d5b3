"""No byte after the answer to a revocation: ``./run soak consents [--rounds 100000]``.

Rounds in turns of opening against revoking and of releasing against revoking, two people let go by one barrier, over HTTP
against two web processes of their own, on a database of their own. After each two hundred the database is asked: every
release has ended once, no line of an opening stands after the line of the end, nothing is lost; after each 2,500
every chain is verified. Stops at the first rule that is broken.
"""

# ruff: noqa: E402 - Django is set up before its models are imported.

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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

DATABASE, EMPTY = "portal_soak_consents", "portal_soak_empty"
# Rounds on one database before the next one is made, for they all fall to the same two agencies, whose tables grow; and
# rounds prepared and looked over at a time.
LEG, CHUNK = 2_500, 200


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run soak consents", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100_000)
    rounds = parser.parse_args().rounds
    administrator = connect(os.environ["DATABASE_ADMIN_URL"]).cursor()
    fresh(administrator, EMPTY)
    call_command("migrate", database="owner", verbosity=0)
    tally, done, spent = Tally(), 0, 0.0
    while done < rounds and not tally.broken:
        fresh(administrator, DATABASE, like=EMPTY)
        with tempfile.TemporaryDirectory() as folder:
            for count, seconds in leg(min(LEG, rounds - done), Path(folder), tally):
                done, spent = done + count, spent + seconds
                print(
                    f"{done:,} rounds, {done / spent:.1f} a second: {sum(tally.opened.values()):,} opened before "
                    f"the end, {tally.released:,} released and closed",
                    flush=True,
                )
        tally.broken += chain_faults()
    connections.close_all()
    print(
        "\n".join(tally.broken[:20])
        or "Every chain verifies. No byte was served after the answer to a revocation."
    )
    if not tally.broken:
        for name in (DATABASE, EMPTY):
            administrator.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    return int(bool(tally.broken))


def fresh(administrator: Any, name: str, like: str = "template1") -> None:
    """Make this database anew, and let Django use it."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    owner = settings.DATABASES["owner"]["USER"]
    administrator.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    administrator.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}" OWNER "{owner}"')
    # What is lost when the machine stops is no matter here; what others see, and when, stays the same.
    administrator.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')


def leg(rounds: int, folder: Path, tally: Tally) -> Iterator[tuple[int, float]]:
    """Play the rounds on web processes of their own; after each chunk, how many it was and their seconds."""
    settings.PORTAL_DATA_DIR = folder
    relay_outbox.delay = lambda: None  # type: ignore[method-assign]
    cast = Cast()
    soaking = Soak(cast, connect(named(os.environ["DATABASE_ADMIN_URL"], DATABASE)).cursor())
    socket = folder / "broker.sock"
    seen = environment(DATABASE, folder, REDIS_URL=f"redis+socket://{socket}", WEB_CONCURRENCY="2")
    with broker(socket), web(seen, folder) as (address, _):
        bob, alice = (signed_in(address, person) for person in (cast.bob, cast.alice))
        while soaking.done < rounds and not tally.broken:
            numbers = soaking.prepare(min(CHUNK, rounds - soaking.done))
            started, this = time.monotonic(), Tally()
            soaking.run(bob, alice, numbers, this)
            spent = time.monotonic() - started
            soaking.check(numbers, this)
            tally.add(this)
            if this.broken:
                print((folder / "web.log").read_text("utf-8", "replace")[-2000:])
            yield len(numbers), spent
    soaking.cursor.connection.close()


if __name__ == "__main__":
    sys.exit(main())
