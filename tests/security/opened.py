"""Addresses asked for once a test process: the answer, and the tables that giving it wrote to."""

from dataclasses import dataclass

from django.db import connection
from django.http import HttpResponse

from tests.security.addresses import LINES, Line
from tests.security.visits import Visitor
from tests.security.world import World

# Counted by the server for this transaction, also for what was taken back.
_WRITTEN = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
    WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


@dataclass(frozen=True)
class Opened:
    """What one person was answered."""

    address: str
    person: str
    method: str
    response: HttpResponse
    wrote: frozenset[str]

    @property
    def text(self) -> bytes:
        """The whole body."""
        return self.response.content

    @property
    def headers(self) -> dict[str, str]:
        """The headers, under the names as they were sent."""
        return dict(self.response.headers)

    @property
    def is_page(self) -> bool:
        """Whether a browser shows it as a page of the portal."""
        return self.headers.get("Content-Type", "").startswith("text/html")


def tables_written() -> dict[str, int]:
    """How many rows of each table this transaction has written so far."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        return dict(cursor.fetchall())


class Visits:
    """The world's people at the addresses of the table. Nothing changes the world, so each answer is kept with it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people: dict[str, Visitor] = {}

    def see(self, name: str, line: Line, method: str = "") -> Opened:
        """What this person is answered at this line's address, by its own method or by this one."""
        key = (name, method or line.method, line.address, line.things)
        if key not in self.world.seen:
            self.world.seen[key] = self._open(name, line, method or line.method)
        return self.world.seen[key]

    def _open(self, name: str, line: Line, method: str) -> Opened:
        visitor = self.people.get(name) or Visitor(self.world, name)
        self.people[name] = visitor
        before = tables_written()
        response = visitor.visit(method, line.address, line.things)
        after = tables_written()
        wrote = frozenset(table for table, rows in after.items() if rows != before.get(table, 0))
        text = response.whole if response.streaming else response.content
        kept = HttpResponse(text, status=response.status_code, headers=dict(response.headers))
        return Opened(line.address, name, method, kept, wrote)

    def all_pages(self) -> list[Opened]:
        """Every GET of the table by its right person, by HEAD too, and by somebody not signed in."""
        lines = [line for line in LINES if line.method == "GET"]
        asked = [(line.right, line, method) for line in lines for method in ("GET", "HEAD")]
        return [self.see(*each) for each in asked] + [self.see("anonymous", line) for line in lines]
