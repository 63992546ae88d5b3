"""What differs between two texts, word by word: in one column, or side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

SAME, GONE, NEW = "same", "gone", "new"
# Beyond this many words on a side, a rewritten paragraph is shown as wholly replaced: nobody reads it word by word.
MOST_WORDS = 3000
_WORDS = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True)
class Piece:
    """Some words, and whether both texts have them (`same`), only the first (`gone`) or only the second (`new`)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Row:
    """Two paragraphs that stand beside each other; the words that only one of them has are marked."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    changed: bool


def inline(before: str, after: str) -> list[Piece]:
    """One text with what went and what came. Leaving out what is new gives `before`; what is gone, `after`."""
    pieces: list[Piece] = []
    for old, new in _paired(before, after):
        if old == new:
            pieces.append(Piece(SAME, old))
        else:
            pieces += _words_between(old, new)
    return _joined(pieces)


def side_by_side(before: str, after: str) -> list[Row]:
    """The paragraphs of both texts in rows, each side in its own order."""
    rows = []
    for old, new in _paired(before, after):
        pieces = [Piece(SAME, old)] if old == new else _words_between(old, new)
        left = tuple(_joined([piece for piece in pieces if piece.kind != NEW]))
        right = tuple(_joined([piece for piece in pieces if piece.kind != GONE]))
        if old.strip() or new.strip():
            rows.append(Row(left, right, old != new))
    return rows


def _paired(before: str, after: str) -> list[tuple[str, str]]:
    """Lines of both in order: equal ones together, replaced ones one to one, the rest against nothing."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pairs: list[tuple[str, str]] = []
    for _tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        pairs += zip_longest(old[i1:i2], new[j1:j2], fillvalue="")
    return pairs


def _words_between(before: str, after: str) -> list[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return _filled([Piece(GONE, before), Piece(NEW, after)])
    pieces: list[Piece] = []
    gone = came = ""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = "".join(old[i1:i2]), "".join(new[j1:j2])
        # A space that two changes share belongs to both: changed words are read together.
        if tag == "equal" and not (left.isspace() and (gone or came)):
            pieces += [Piece(GONE, gone), Piece(NEW, came), Piece(SAME, left)]
            gone = came = ""
        else:
            gone, came = gone + left, came + right
    return _filled([*pieces, Piece(GONE, gone), Piece(NEW, came)])


def _filled(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.text]


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one kind as one piece."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return joined
