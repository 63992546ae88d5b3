"""Differences between two texts: both texts can be read back from them, whatever they are."""

from hypothesis import given
from hypothesis import strategies as st

from mous.differences import GONE, NEW, SAME, Piece, inline, side_by_side

TEXTS = st.text(alphabet="ab c.\n", max_size=60)


def test_words_are_marked_not_lines():
    pieces = inline("Share within 24 hours.\nNever more.", "Share within 48 hours.\nNever more.")
    assert pieces == [
        Piece(SAME, "Share within "), Piece(GONE, "24"), Piece(NEW, "48"), Piece(SAME, " hours.\nNever more."),
    ]  # fmt: skip


@given(TEXTS, TEXTS)
def test_nothing_is_lost_in_one_column(before, after):
    pieces = inline(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != NEW) == before
    assert "".join(piece.text for piece in pieces if piece.kind != GONE) == after


@given(TEXTS, TEXTS)
def test_nothing_but_empty_lines_is_lost_side_by_side(before, after):
    rows = side_by_side(before, after)
    left = "".join(piece.text for row in rows for piece in row.before)
    right = "".join(piece.text for row in rows for piece in row.after)
    assert "".join(left.split()) == "".join(before.split())
    assert "".join(right.split()) == "".join(after.split())
    assert all(not row.changed for row in side_by_side(before, before))


def test_a_long_rewritten_paragraph_is_quick():
    before, after = ("word%d " * 9000 % tuple(range(start, start + 9000)) for start in (0, 50_000))
    assert [piece.kind for piece in inline(before, after)] == [GONE, NEW]
