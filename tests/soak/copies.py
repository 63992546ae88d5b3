"""A prepared case as many times as wanted, each for another young person, by the server's administrator in SQL.

The verbs make one case; its rows are then copied with new ids. The audit trail is not: it begins with what the soak does.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg2.extras import execute_values

from agencies.acting import acting_as
from disclosures.content import content_hash
from disclosures.models import Release

# What belongs to everybody, or is written once and never copied.
SHARED = re.compile(
    r"(accounts|account|agencies|audit|auth|django|mfa|mous|notices|law|guide)_"
    r"|disclosures_logentry|consents_(consentform|consentseal|reminder|digest)"
)

CHAINED = "disclosures_logentry"


def copy_of(original: UUID, number: int) -> UUID:
    """The id of a row's copy in case `number`."""
    return UUID(hashlib.md5(f"{original}{number}".encode(), usedforsecurity=False).hexdigest())


@dataclass(frozen=True)
class Case:
    """The rows of one prepared case as JSON, by table and in the order in which they go in, and the ids to rename."""

    rows: dict[str, list[str]]
    ids: Sequence[str]

    @classmethod
    def found(cls, cursor: Any, *seeds: UUID) -> "Case":
        """Every row that names one of the seeds, or a row that does, but for what is shared."""
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall() if not SHARED.match(name)]
        ids, rows, before = {str(seed) for seed in seeds}, {}, 0
        while len(ids) > before:
            before = len(ids)
            for table in tables:
                if found := _naming(cursor, table, ids):
                    rows[table] = [row for _, row in found]
                    ids |= {name for name, _ in found if name and len(name) == 36}
        # The lines that say it was approved and released are copied last: they go through the chain, as any line does.
        cursor.execute(
            "SELECT id::text, to_jsonb(e)::text FROM disclosures_logentry e "
            "WHERE kind IN ('approved', 'released') AND disclosure_request_id = ANY (%s::uuid[])",
            [sorted(ids)],
        )
        if lines := cursor.fetchall():
            rows[CHAINED] = [row for _, row in lines]
            ids |= {name for name, _ in lines}
        return cls(rows, sorted(ids))

    def copy(self, cursor: Any, first: int, count: int) -> None:
        """Copies number `first` and the `count - 1` that follow."""
        for table, rows in self.rows.items():
            copies = [self._renamed(row, number) for number in range(first, first + count) for row in rows]
            cursor.execute(f"SET session_replication_role = {'DEFAULT' if table == CHAINED else 'replica'}")
            cursor.execute(
                "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) "
                "FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s "
                "AND is_identity = 'NO'",
                [table],
            )
            (columns,) = cursor.fetchone()
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} "
                f"FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)",
                [f"[{','.join(copies)}]"],
            )
        cursor.execute("SET session_replication_role = DEFAULT")

    def _renamed(self, row: str, number: int) -> str:
        for name in self.ids:
            row = row.replace(name, str(copy_of(UUID(name), number)))
        return row


def _naming(cursor: Any, table: str, ids: set[str]) -> list[tuple[str | None, str]]:
    """The rows of a table that name one of these ids, as JSON, each after its own id."""
    cursor.execute(
        f"SELECT to_jsonb(t) ->> 'id', to_jsonb(t)::text FROM {table} t WHERE to_jsonb(t)::text ~ %s",
        ["|".join(sorted(ids))],
    )
    return cursor.fetchall()


def reseal(cursor: Any, holder: Any, releases: Sequence[UUID]) -> None:
    """Give these copies the hash of their own content, ids included."""
    with acting_as(holder):
        found = Release.objects.filter(pk__in=releases).prefetch_related("items")
        hashes = [
            (str(made.pk), content_hash(made.items.all(), made.notices, made.consent_copy)) for made in found
        ]
    assert len(hashes) == len(releases)
    execute_values(
        cursor,
        "UPDATE disclosures_release r SET content_sha256 = v.hash FROM (VALUES %s) v (id, hash) "
        "WHERE r.id = v.id::uuid",
        hashes,
    )
