"""The disclosure log as CSV, a row at a time: a log of millions never lies in memory."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.acting import acting_as
from agencies.models import Agency
from audit.queries import up_to
from disclosures.models import LogEntry

# A spreadsheet runs a cell that begins with one of these, the full-width forms too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
# So that spreadsheets read the file as UTF-8.
BYTE_ORDER_MARK = "\ufeff"
FIELDS = [
    field.name
    for field in LogEntry._meta.concrete_fields
    if field.name not in ("chain_id", "agency_id", "salt")
]


def safe_cell(value: Any) -> str:
    """The value as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


class _Echo:
    """What `csv.writer` writes to: gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


@dataclass(frozen=True)
class Manifest:
    """What the file says of itself. `count` rows follow it; the chain stood at `position` with `head`."""

    agency: Agency
    exporter: str
    criteria: str
    count: int
    position: int
    head: str
    at: datetime

    def rows(self) -> list[list[Any]]:
        """Label and value, one pair a row."""
        return [
            [_("Disclosure log"), self.agency.name],
            [_("Taken at"), self.at.isoformat(timespec="seconds")],
            [_("Taken by"), self.exporter],
            [_("Entries chosen"), self.criteria],
            [_("Number of entries"), self.count],
            [_("Chain position"), self.position],
            [_("Chain hash"), self.head],
        ]


def csv_lines(manifest: Manifest, entries: QuerySet[LogEntry], by: User) -> Iterator[str]:
    """The lines of the file: the manifest, a header, every entry, and a last line that shows it is whole.

    It runs after the request has committed, in a transaction, an identity and a snapshot of its own; the entries are
    those up to the manifest's place in the chain, so their number is the one that was logged.
    """
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK
    for row in manifest.rows():
        yield writer.writerow([safe_cell(value) for value in row])
    yield writer.writerow([])
    yield writer.writerow(FIELDS)
    written = 0
    for entry in _snapshot_of(manifest, entries, by):
        written += 1
        yield writer.writerow([safe_cell(value) for value in entry])
    yield writer.writerow([_("End of the log: %(count)d entries") % {"count": written}])


def _snapshot_of(manifest: Manifest, entries: QuerySet[LogEntry], by: User) -> Iterator[list[Any]]:
    zone = manifest.agency.zone
    with transaction.atomic():
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        with acting_as(by, manifest.agency):
            for entry in covered(entries, manifest.agency.pk, manifest.position).iterator(chunk_size=1000):
                yield [_text(entry, name, zone) for name in FIELDS]


def covered(entries: QuerySet[LogEntry], agency_id: UUID, position: int) -> QuerySet[LogEntry]:
    """Those of the entries that stand in the chain at this place or before, oldest first."""
    return entries.filter(up_to(agency_id, position)).order_by("at", "id")


def _text(entry: LogEntry, name: str, zone: ZoneInfo) -> Any:
    value = getattr(entry, name)
    if isinstance(value, datetime):
        return timezone.localtime(value, zone).isoformat()
    if name == "consent_ids":
        return " ".join(str(consent) for consent in value)
    if name == "further_disclosures":
        return json.dumps(value, ensure_ascii=False) if value else ""
    return value
