"""The witnessed heads: a file outside the database that only ever grows.

A chain alone does not show that its tail was cut. Each line names a head that the chain had at some time, so a chain
that no longer leads there has lost or changed something. Whoever can write the database should not be able to write
this file: see the operator's guide.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

Head = tuple[int, str]


@dataclass(frozen=True)
class Witnessed:
    """What the file holds: the hashes seen at each place of each chain, the last head of each, and lines damaged."""

    seen: dict[UUID, dict[int, set[str]]]
    last: dict[UUID, Head]
    damaged: list[int]


def heads_file() -> Path:
    """Where the heads are kept: one JSON object a line, oldest first."""
    return Path(settings.PORTAL_DATA_DIR) / "chain-heads.jsonl"


def read_heads() -> Witnessed:
    """Everything ever witnessed. Two different hashes for one place are both kept: one of them is a lie."""
    found = Witnessed({}, {}, [])
    for number, line in enumerate(_lines(), start=1):
        try:
            entry = json.loads(line)
            chain, place, digest = UUID(entry["chain"]), int(entry["place"]), str(entry["hash"])
        except (ValueError, KeyError, TypeError):
            found.damaged.append(number)
            continue
        found.seen.setdefault(chain, {}).setdefault(place, set()).add(digest)
        found.last[chain] = (place, digest)
    return found


def _lines() -> Iterator[str]:
    try:
        with heads_file().open(encoding="utf-8", errors="replace") as file:
            yield from (line for line in file)
    except FileNotFoundError:
        return


def add_heads(heads: dict[UUID, Head]) -> int:
    """Append the heads that differ from the last one witnessed for their chain; return how many."""
    last = read_heads().last
    moved = {chain: head for chain, head in heads.items() if last.get(chain) != head}
    if moved:
        now = timezone.now().isoformat()
        lines = [
            json.dumps({"at": now, "chain": str(chain), "place": place, "hash": digest})
            for chain, (place, digest) in moved.items()
        ]
        _append("\n".join(lines) + "\n")
    return len(moved)


def _append(text: str) -> None:
    """One write that is on the disk before we go on; a line torn by an earlier crash is not continued."""
    path = heads_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            text = text if file.read(1) == b"\n" else "\n" + text
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
