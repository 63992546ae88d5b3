"""Prove that no entry was changed, removed, reordered, slipped in or cut off the end of a chain."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit.heads import Head, Witnessed, add_heads, read_heads

GENESIS = "0" * 64


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a chain; `place` is the entry's position, 0 for the chain as a whole.

    `chain` is None when the heads file itself is damaged; `place` is then the line.
    """

    chain: UUID | None
    place: int
    reason: str


def current_heads() -> dict[UUID, Head]:
    """The head of every chain: its last position and hash. Ids and hashes only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT chain, place, hash FROM portal.chain_heads()")
        return {chain: (place, digest) for chain, place, digest in cursor.fetchall()}


def witness() -> int:
    """Append the heads that moved since the last time to the heads file; return how many."""
    return add_heads(current_heads())


def verify() -> tuple[int, list[Finding]]:
    """Check every chain against its entries, its head and the witnessed heads.

    Returns how many links were read and everything that is wrong. A chain with fewer links than its head counts is a
    finding, never a pass. Entries written meanwhile do not disturb it: each chain is read with its head in one
    statement, and the heads file before it.
    """
    witnessed = read_heads()
    findings = [
        Finding(None, line, _("this line of the heads file cannot be read")) for line in witnessed.damaged
    ]
    read = 0
    with transaction.atomic():
        heads = current_heads()
        for chain in sorted(set(heads) | set(witnessed.seen)):
            links, problems = _check(chain, heads.get(chain), witnessed)
            read += links
            findings += problems
        findings += _outside_every_chain()
    return read, findings


def verify_chain(chain: UUID) -> tuple[int, list[Finding]]:
    """Check one agency's chain as `verify` does. Rows that no chain knows at all only `verify` finds."""
    witnessed = read_heads()
    with transaction.atomic():
        return _check(chain, current_heads().get(chain), witnessed)


def _check(chain: UUID, head: Head | None, witnessed: Witnessed) -> tuple[int, list[Finding]]:
    findings: list[Finding] = []
    unseen = dict(witnessed.seen.get(chain, {}))
    previous, expected, read = GENESIS, 0, 0
    for link in _links(chain):
        read, expected, head = read + 1, expected + 1, link.head
        if link.place != expected:
            findings.append(Finding(chain, expected, _("an entry is missing or out of order")))
            expected = link.place or expected
        if link.recomputed != link.digest:
            gone = link.recomputed is None
            reason = _("the entry was removed") if gone else _("the entry was changed")
            findings.append(Finding(chain, expected, reason))
        if link.hash_after(previous, expected) != link.hash:
            findings.append(Finding(chain, expected, _("the link does not follow from the one before")))
        if unseen.pop(expected, {link.hash}) != {link.hash}:
            findings.append(Finding(chain, expected, _("the link differs from the witnessed head")))
        previous = link.hash
    if (head or (0, GENESIS)) != (read, previous):
        findings.append(Finding(chain, expected, _("the chain does not end where its head says")))
    findings += [Finding(chain, place, _("a witnessed entry was cut off")) for place in sorted(unseen)]
    return read, findings


@dataclass(frozen=True, slots=True)
class _Link:
    """One link as stored, the digest computed anew from its entry's row, and the head of its chain."""

    place: int | None
    table: str
    entry_id: UUID
    digest: str
    hash: str
    recomputed: str | None
    head: Head | None

    def hash_after(self, previous: str, place: int) -> str:
        text = f"{previous}|{place}|{self.table}|{self.entry_id}|{self.digest}"
        return hashlib.sha256(text.encode()).hexdigest()


def _links(chain: UUID) -> Iterator[_Link]:
    """The links in order, by a cursor of the server: a chain of millions is never held in memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT c.place, c.entry_table, c.entry_id, c.digest, c.hash, c.recomputed, h.place, h.hash "
            "FROM portal.chain(%s) c LEFT JOIN portal.chain_heads() h ON h.chain = %s "
            "ORDER BY c.place NULLS LAST",
            [chain, chain],
        )
        for place, table, entry_id, digest, hash_, recomputed, *head in cursor:
            known = None if head[0] is None else (head[0], head[1])
            yield _Link(place, table, entry_id, digest, hash_, recomputed, known)


def _outside_every_chain() -> list[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_table, entry_id FROM portal.unlinked_entries()")
        return [
            Finding(entry_id, 0, _("%(table)s holds an entry outside every chain") % {"table": table})
            for table, entry_id in cursor
        ]
