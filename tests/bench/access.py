"""What the two walls cost, at a million youth records: ``./run bench access``.

Each page goes through the whole of Django as ``portal_app``, in turns with a page written by hand that has the same
middleware, session, template and audit event, but plain SQL that no policy touches: at most twice its time. Then the
pages of an agency of 1,000 youth in a portal of 10,000 and of 1,000,000: at most 30 % slower. Every pair must
first show the same text. The databases stay for the next run; ``BENCH_SCALE=0.05`` tries it out smaller.
"""

# ruff: noqa: E402 - it prints, and Django is set up before its models are imported.

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.crowd.settings"
django.setup()

from django.test import Client, override_settings

from tests.bench import judge
from tests.bench.crowd import load
from tests.bench.crowd.shape import Crowd, crowds
from tests.bench.crowd.timing import Database, Request, Visitor, take_turns

ROUNDS, WARM_UP = 200, 20
LIMIT, GROWTH_LIMIT = 2.0, 1.3
# Numbers of the agencies, and the members' places in them (tests/bench/crowd/rows.py).
LARGEST, SAME_SIZE = 0, 1
CUSTODIAN, WORKER = 0, 3
Address = Callable[[int], str]


@dataclass(frozen=True)
class Page:
    """A measured page: who asks, and for what in each round."""

    name: str
    member: int
    address: Address


def main() -> int:
    if not os.environ.get("DATABASE_ADMIN_URL"):
        print("This benchmark loads as the server's administrator: set DATABASE_ADMIN_URL.")
        return 2
    large, small = crowds(float(os.environ.get("BENCH_SCALE", "1")))
    for crowd in (small, large):
        load.ready(crowd)
    lines = walls(large) + growth(small, large)
    information(large)
    return judge(lines)


def pages(crowd: Crowd, agency: int) -> list[Page]:
    """The measured pages at one agency."""
    sample = load.sample(crowd, agency, WORKER)
    # Two, three or four letters, as people type.
    starts = {
        part: [name[: 2 + number % 3].lower() for number, name in enumerate(sample[part])]
        for part in ("first", "middle", "last")
    }
    return [
        Page("first_page", CUSTODIAN, lambda _: "/youth/"),
        Page("caseload_first_page", WORKER, lambda _: "/youth/"),
        *(Page(f"search_{part}_name", CUSTODIAN, _each("/youth/?q={}", starts[part])) for part in starts),
        Page("released_to_us", CUSTODIAN, lambda _: "/requests/received/"),
        Page("record_page", CUSTODIAN, _each("/youth/{}/", sample["youth"])),
        Page("caseload_record_page", WORKER, _each("/youth/{}/", sample["caseload"])),
    ]


def _each(address: str, values: list[str]) -> Address:
    return lambda number: address.format(values[number % len(values)])


def visitor(crowd: Crowd, database: Database, agency: int, member: int) -> Visitor:
    user_id, agency_id = load.person(crowd, agency, member)
    return Visitor.signed_in(database, user_id, agency_id)


def walls(crowd: Crowd) -> list[tuple[str, float, float]]:
    """The largest agency's pages against the ones written by hand."""
    print(f"{crowd.youth:,} records, an agency of {crowd.largest:,}; medians of {ROUNDS} in milliseconds")
    database = Database(crowd.database)
    with database.chosen():
        load.check_keys(*load.person(crowd, LARGEST, CUSTODIAN))
    visitors = {member: visitor(crowd, database, LARGEST, member) for member in (CUSTODIAN, WORKER)}
    lines = []
    for page in pages(crowd, LARGEST):
        asks = visitors[page.member]
        pair: list[Request] = [(asks, page.address), (asks, _by_hand(page.address))]
        _check_same_text(pair)
        portal, by_hand = take_turns(pair, ROUNDS, WARM_UP)
        print(f"  {page.name}: portal {portal.median:.2f}, by hand {by_hand.median:.2f}")
        lines.append((page.name, portal.median / by_hand.median, LIMIT))
    return lines


def _by_hand(address: Address) -> Address:
    return lambda number: f"/by-hand{address(number)}"


def _check_same_text(pair: list[Request]) -> None:
    for number in range(3):
        portal, by_hand = (asks.shown(address(number)).splitlines() for asks, address in pair)
        differing = [lines for lines in zip_longest(portal, by_hand) if lines[0] != lines[1]]
        assert not differing, f"{pair[0][1](number)}: the two pages differ, first here: {differing[0]}"


def growth(small: Crowd, large: Crowd) -> list[tuple[str, float, float]]:
    """The pages of an agency of the same size in both crowds."""
    print(f"the same agency of 1,000 among {small.youth:,} and {large.youth:,} records")
    databases = {crowd: Database(crowd.database) for crowd in (small, large)}
    lines = []
    for few, many in zip(pages(small, SAME_SIZE), pages(large, SAME_SIZE), strict=True):
        pair = [
            (visitor(crowd, databases[crowd], SAME_SIZE, page.member), page.address)
            for crowd, page in ((small, few), (large, many))
        ]
        before, after = take_turns(pair, ROUNDS, WARM_UP)
        print(f"  {few.name}: {before.median:.2f}, then {after.median:.2f}")
        lines.append((f"growth_{few.name}", after.median / before.median, GROWTH_LIMIT))
    return lines


def information(crowd: Crowd) -> None:
    """Beside them, without a limit: Django alone, and guardian's generic tables."""
    database = Database(crowd.database)
    worker = visitor(crowd, database, LARGEST, WORKER)
    _, agency_id = load.person(crowd, LARGEST, CUSTODIAN)
    alone = Visitor(database, Client(SERVER_NAME="localhost"))
    with override_settings(MIDDLEWARE=[]):
        alone.get(f"/by-hand/bare/?agency={agency_id}")
    bare, guardian = take_turns(
        [(alone, lambda _: f"/by-hand/bare/?agency={agency_id}"), (worker, lambda _: "/by-hand/guardian/")],
        ROUNDS,
        WARM_UP,
    )
    print("for information")
    print(f"  first page by a bare Django view: {bare.median:.2f}")
    print(f"  caseload by guardian.shortcuts.get_objects_for_user on generic tables: {guardian.median:.2f}")


if __name__ == "__main__":
    sys.exit(main())
