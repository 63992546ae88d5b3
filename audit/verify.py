"""Prove that no entry was changed, removed, reordered or cut off the end of a chain.

The chain alone would not show a cut tail, so its heads are also kept in a file outside the database. The file only
ever grows; `verify` demands that every head it names is still in its chain, unchanged.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

GENESIS = "0" * 64


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a chain; `place` is the entry's position, 0 for the chain as a whole."""

    chain: UUID
    place: int
    reason: str


def heads_file() -> Path:
    """Where the heads are kept: one JSON object a line, oldest first."""
    return Path(settings.PORTAL_DATA_DIR) / "chain-heads.jsonl"


def current_heads() -> dict[UUID, tuple[int, str]]:
    """The head of every chain: its last position and hash. Ids and hashes only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT chain, place, hash FROM portal.chain_heads()")
        return {chain: (place, digest) for chain, place, digest in cursor.fetchall()}


def witness() -> int:
    """Append the heads that moved since the last time to the heads file; return how many."""
    known = {chain: (place, digest) for chain, place, digest in _witnessed()}
    moved = {chain: head for chain, head in current_heads().items() if known.get(chain) != head}
    if moved:
        path = heads_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            for chain, (place, digest) in moved.items():
                line = {"at": timezone.now().isoformat(), "chain": str(chain), "place": place, "hash": digest}
                file.write(json.dumps(line) + "\n")
    return len(moved)


def _witnessed() -> Iterator[tuple[UUID, int, str]]:
    path = heads_file()
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        entry = json.loads(line)
        yield UUID(entry["chain"]), entry["place"], entry["hash"]


def verify() -> tuple[int, list[Finding]]:
    """Check every chain against its entries, its head and the witnessed heads.

    Returns how many links were read and everything that is wrong. One snapshot: entries written meanwhile do not
    disturb it. A chain with fewer links than its head counts is a finding, never a pass.
    """
    findings: list[Finding] = []
    read = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            if not connection.savepoint_ids:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        heads = current_heads()
        witnessed: dict[UUID, dict[int, str]] = {}
        for chain, place, digest in _witnessed():
            witnessed.setdefault(chain, {})[place] = digest
        for chain in sorted(set(heads) | set(witnessed)):
            links, problems = _verify_chain(chain, heads.get(chain), witnessed.get(chain, {}))
            read += links
            findings += problems
        findings += _unlinked()
    return read, findings


def _verify_chain(
    chain: UUID, head: tuple[int, str] | None, witnessed: dict[int, str]
) -> tuple[int, list[Finding]]:
    findings: list[Finding] = []
    unseen = dict(witnessed)
    previous, expected = GENESIS, 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, entry_table, entry_id, digest, hash, recomputed FROM portal.chain(%s)", [chain]
        )
        for place, table, entry_id, digest, stored, recomputed in cursor.fetchall():
            expected += 1
            if place != expected:
                findings.append(Finding(chain, expected, "an entry is missing or out of order"))
                expected = place or expected
            if recomputed is None:
                findings.append(Finding(chain, expected, "the entry was removed"))
            elif recomputed != digest:
                findings.append(Finding(chain, expected, "the entry was changed"))
            text = f"{previous}|{expected}|{table}|{entry_id}|{digest}"
            if hashlib.sha256(text.encode()).hexdigest() != stored:
                findings.append(Finding(chain, expected, "the link does not follow from the one before"))
            if unseen.pop(expected, stored) != stored:
                findings.append(Finding(chain, expected, "the link differs from the witnessed head"))
            previous = stored
    if head is None or head != (expected, previous):
        findings.append(Finding(chain, expected, "the chain does not end where its head says"))
    findings += [Finding(chain, place, "a witnessed entry was cut off") for place in sorted(unseen)]
    return expected, findings


def _unlinked() -> list[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_table, entry_id FROM portal.unlinked_entries()")
        return [
            Finding(entry_id, 0, f"{table} holds an entry outside every chain") for table, entry_id in cursor
        ]
