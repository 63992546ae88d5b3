"""What many consents cost: ``./run bench consents``.

At a million consents the sweep that finds and queues a day's reminders (`consents.reminders.sweep`) runs in turns with
the same written by hand: one set-based statement, run by the server's administrator, whom no policy slows. At most 1.5
times its time, and not a tenth more memory than at 10,000, in a process of its own. Then the question whether a consent
covers what is asked, now, as every decision and release asks it (`for_decision`, `standing_among` of `consents.queries`),
among 10,000 and among a million in turns: at most 1.2 times.

Both sides must queue the same. The databases stay for the next run; ``BENCH_SCALE=0.05`` tries it out smaller.
"""

# ruff: noqa: E402 - it prints, and Django is set up before its models are imported.

import hashlib
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.crowd.settings"
django.setup()

import time_machine

from consents import queries
from consents.models import ConsentGrant
from consents.reminders import sweep
from sharing_portal.rls.context import acting_for
from tests.bench import judge
from tests.bench.crowd import load
from tests.bench.crowd.many_consents import BY_HAND, CROWD, FORGET, TABLES
from tests.bench.crowd.timing import Database

ROUNDS, CHECKS, WARM_UP = 5, 400, 40
SWEEP_LIMIT, MEMORY_LIMIT, GROWTH_LIMIT = 1.5, 1.1, 1.2
FEW, MANY = 10_000, 1_000_000
# The consents are spread over the year from this noon on; the sweep is measured on the day after.
NOON = "2026-11-20 20:00:00+00:00"
NEXT_NOON = "2026-11-21 20:00:00+00:00"


@dataclass(frozen=True)
class Crowd:
    """A database of so many consents, 500 an agency."""

    consents: int

    @property
    def database(self) -> str:
        return f"portal_bench_consents_{self.consents}"


def main() -> int:
    if not os.environ.get("DATABASE_ADMIN_URL"):
        print("This benchmark loads as the server's administrator: set DATABASE_ADMIN_URL.")
        return 2
    many = Crowd(round(MANY * float(os.environ.get("BENCH_SCALE", "1"))))
    few = Crowd(FEW)
    for crowd in (few, many):
        load.prepared(crowd, version(), partial(fill, crowd))
        load.run(crowd.database, load.FUNCTIONS)
    return judge([*sweeps(few, many), check(few, many)])


def version() -> str:
    """Changes when the tables or what is put into them change."""
    files = [*sorted(load.ROOT.glob("*/migrations/0*.py")), load.ROOT / "tests/bench/crowd/many_consents.py"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def fill(crowd: Crowd) -> None:
    """Load agencies, youth, consents and lines; then send what was due until the day before the one measured."""
    load.run(crowd.database, load.FASTER, CROWD.format(consents=crowd.consents))
    for rows in TABLES:
        load.load_table(crowd, rows)
    load.run(crowd.database, load.FUNCTIONS, "VACUUM ANALYZE")
    with Database(crowd.database).chosen(), time_machine.travel(NOON, tick=False):
        sweep.queue_ending_consents()
    load.run(
        crowd.database,
        "UPDATE notices_outboxentry SET done_at = now()",
        f"CREATE TABLE bench.sent AS SELECT id FROM consents_reminder; {FORGET}",
        "VACUUM ANALYZE",
    )


def sweeps(few: Crowd, many: Crowd) -> list[tuple[str, float, float]]:
    """The sweep in turns with the statement by hand, and the memory of a process that runs it."""
    times: dict[str, list[float]] = {"portal": [], "by hand": []}
    with Database(many.database).chosen(), time_machine.travel(NEXT_NOON, tick=False):
        for number in range(-1, ROUNDS):
            ways = [("portal", sweep.queue_ending_consents), ("by hand", lambda: by_hand(many))]
            queued = set()
            for name, way in ways[:: 1 if number % 2 else -1]:
                load.run(many.database, FORGET, "VACUUM (ANALYZE) consents_reminder, notices_outboxentry")
                taken, count = timed(way)
                queued.add(count)
                if number >= 0:
                    times[name].append(taken)
            assert len(queued) == 1, f"not the same was queued: {queued}"
        portal, hand = (statistics.median(times[name]) for name in ("portal", "by hand"))
        print(f"{many.consents:,} consents: {queued.pop():,} reminders due; medians of {ROUNDS} in seconds")
        print(f"  sweep: portal {portal:.2f}, by hand {hand:.2f}")
        for name, part in (("birthdays", sweep.queue_birthdays), ("overviews", sweep.queue_digests)):
            load.run(many.database, FORGET)
            taken, count = timed(part)
            print(f"  for information: {name}: {count} in {taken:.2f}")
        load.run(many.database, FORGET)
    memory = [peak(crowd) for crowd in (few, many)]
    print(f"  peak memory: {memory[0]:.0f} MB at {few.consents:,}, {memory[1]:.0f} MB at {many.consents:,}")
    return [("sweep", portal / hand, SWEEP_LIMIT), ("sweep_memory", memory[1] / memory[0], MEMORY_LIMIT)]


def by_hand(crowd: Crowd) -> int:
    link = load.administrator(crowd.database)
    try:
        with link.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
            cursor.execute(BY_HAND, {"at": NEXT_NOON})
            return int(cursor.fetchone()[0])
    finally:
        link.close()


def timed(step: Callable[[], int]) -> tuple[float, int]:
    started = time.perf_counter()
    count = step()
    return time.perf_counter() - started, count


def peak(crowd: Crowd) -> float:
    """The most memory, in megabytes, that a process of its own held in which the sweep ran."""
    load.run(crowd.database, FORGET)
    command = [sys.executable, "-m", "tests.bench.consents", crowd.database]
    answer = subprocess.run(command, cwd=load.ROOT, capture_output=True, check=True, text=True)
    return int(answer.stdout.split()[-1]) / 1024


def only_sweep(database: str) -> int:
    with Database(database).chosen(), time_machine.travel(NEXT_NOON, tick=False):
        sweep.queue_ending_consents()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return 0


def check(few: Crowd, many: Crowd) -> tuple[str, float, float]:
    """Whether a consent covers what is asked, among few and among many consents."""
    places = [(Database(crowd.database), sample(crowd)) for crowd in (few, many)]
    times: list[list[float]] = [[] for _ in places]
    for number in range(-WARM_UP, CHECKS):
        for place in (0, 1) if number % 2 else (1, 0):
            database, asked = places[place]
            taken = covering(database, *asked[number % len(asked)])
            if number >= 0:
                times[place].append(taken)
    before, after = (statistics.median(series) * 1000 for series in times)
    print(f"is this covered now: {before:.2f} ms among {few.consents:,}, {after:.2f} among {many.consents:,}")
    return "covering", after / before, GROWTH_LIMIT


def sample(crowd: Crowd) -> list[tuple[str, ConsentGrant]]:
    """Fifty lines that stand, all over the table, each with a member of its agency."""
    found = load.ask(
        crowd,
        """SELECT m.user_id::text, g.id::text, g.agency_id::text FROM consents_consentgrant g
           JOIN agencies_membership m ON m.agency_id = g.agency_id
           JOIN consents_consent c ON c.id = g.consent_id
           WHERE c.method = 'link' AND g.revoked_at IS NULL AND g.starts_on < current_date
             AND g.expires_on > current_date + 30 AND c.youth_birth_date > current_date - interval '17 years'
           ORDER BY md5(g.id::text) LIMIT 50""",
    )
    lines = []
    with Database(crowd.database).chosen():
        for user, grant, agency in found:
            with acting_for(user_id=user, agency_id=agency):
                related = ConsentGrant.objects.select_related("youth", "agency")
                lines.append((user, related.get(pk=grant)))
    return lines


def covering(database: Database, user: Any, line: ConsentGrant) -> float:
    with database.chosen():
        started = time.perf_counter()
        with acting_for(user_id=user, agency_id=line.agency_id):
            standing = queries.standing_among(queries.for_decision(line.agency, line.youth, []))
        taken = time.perf_counter() - started
    assert line.pk in standing
    return taken


if __name__ == "__main__":
    sys.exit(only_sweep(sys.argv[1]) if len(sys.argv) > 1 else main())
