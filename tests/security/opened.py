"""Every page opened once by GET, with its headers, its text and the tables that opening it wrote to."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpResponse

from tests.security.addresses import LINES
from tests.security.visits import Visitor
from tests.security.world import World

# Counted by the server for this transaction, also for what was taken back.
_WRITTEN = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
    WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


@dataclass(frozen=True)
class Opened:
    """One page as one person saw it."""

    address: str
    person: str
    method: str
    status: int
    headers: dict[str, str]
    text: bytes
    wrote: frozenset[str]

    @property
    def is_page(self) -> bool:
        """Whether a browser shows it as a page of the portal."""
        return self.headers.get("Content-Type", "").startswith("text/html")


def tables_written() -> dict[str, int]:
    """How many rows of each table this transaction has written so far."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        return dict(cursor.fetchall())


def open_everything(world: World) -> list[Opened]:
    """Every GET of the table by its right person and by somebody not signed in; each by HEAD, too."""
    people: dict[str, Visitor] = {"anonymous": Visitor(world, "anonymous")}
    found = []
    for line in LINES:
        if line.method != "GET":
            continue
        right = people.get(line.right) or Visitor(world, line.right)
        people[line.right] = right
        found.append(_open(right, line.right, "GET", line.address, line.things))
        found.append(_open(right, line.right, "HEAD", line.address, line.things))
        found.append(_open(people["anonymous"], "anonymous", "GET", line.address, line.things))
    return found


def _open(visitor: Visitor, person: str, method: str, address: str, things: Any) -> Opened:
    before = tables_written()
    response: HttpResponse = visitor.visit(method, address, things)
    after = tables_written()
    wrote = frozenset(table for table, rows in after.items() if rows != before.get(table, 0))
    text = response.whole if response.streaming else response.content
    return Opened(address, person, method, response.status_code, dict(response.headers), text, wrote)
