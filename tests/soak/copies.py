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


def copy_of(original: UUID, number: int) -> UUID:
    """The id of a row's copy in case `number`."""
    return UUID(hashlib.md5(f"{original}{number}".encode(), usedforsecurity=False).hexdigest())


@dataclass(frozen=True)
class Case:
    """The rows of one prepared case: which tables they are in, and their ids."""

    tables: Sequence[str]
    ids: Sequence[str]

    @classmethod
    def found(cls, cursor: Any, *seeds: UUID) -> "Case":
        """Every row that names one of the seeds, or a row that does, but for what is shared."""
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall() if not SHARED.match(name)]
        ids, used, before = {str(seed) for seed in seeds}, set(), 0
        while len(ids) > before:
            before = len(ids)
            for table in tables:
                cursor.execute(
                    f"SELECT to_jsonb(t) ->> 'id' FROM {table} t WHERE to_jsonb(t)::text ~ %s",
                    ["|".join(sorted(ids))],
                )
                rows = [row for (row,) in cursor.fetchall()]
                used |= {table} if rows else set()
                ids |= {row for row in rows if row and len(row) == 36}
        return cls(sorted(used), sorted(ids))

    def copy(self, cursor: Any, first: int, count: int) -> None:
        """Copies number `first` and the `count - 1` that follow."""
        numbers = f"generate_series({first}, {first + count - 1}) n"
        cursor.execute("SET session_replication_role = replica")
        for table in self.tables:
            self._copy_rows(cursor, table, numbers, self.ids)
        cursor.execute("SET session_replication_role = DEFAULT")
        # The lines that say it was released go through the chain, as any line does.
        cursor.execute(
            "SELECT array_agg(id::text) FROM disclosures_logentry WHERE kind = 'released' "
            "AND disclosure_request_id = ANY (%s::uuid[])",
            [list(self.ids)],
        )
        if lines := cursor.fetchone()[0]:
            self._copy_rows(cursor, "disclosures_logentry", numbers, lines)

    def _copy_rows(self, cursor: Any, table: str, numbers: str, wanted: Sequence[str]) -> None:
        """The rows of a table that name one of the wanted ids, with every id of the case renamed."""
        renamed = "to_jsonb(t)::text"
        for old in dict.fromkeys([*self.ids, *wanted]):
            renamed = f"replace({renamed}, '{old}', md5('{old}' || n)::uuid::text)"
        cursor.execute(
            "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) "
            "FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s "
            "AND is_identity = 'NO'",
            [table],
        )
        (columns,) = cursor.fetchone()
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM (SELECT r.* FROM {table} t, {numbers}, "
            f"LATERAL jsonb_populate_record(NULL::{table}, ({renamed})::jsonb) r "
            f"WHERE t::text ~ '{'|'.join(wanted)}') made"
        )


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
