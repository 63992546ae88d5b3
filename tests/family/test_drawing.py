"""A drawn signature: only numbers come in, and only our own path goes out."""

import json

import pytest

from consents.drawing import checked, svg_path
from sharing_portal.errors import RefusedInput


def test_strokes_are_stored_in_one_way_and_drawn_by_us():
    stored = checked(" [[[0, 1], [0.123456, 0.5]], [], [[1, 0]]] ")
    assert stored == "[[[0.0,1.0],[0.1235,0.5]],[[1.0,0.0]]]"
    assert svg_path(stored) == "M0.0 200.0 L74.1 100.0 M600.0 0.0 L600.0 0.0"


@pytest.mark.parametrize("empty", ["", "  ", "[]", "[[]]"])
def test_nothing_drawn_is_nothing(empty):
    assert checked(empty) == ""


@pytest.mark.parametrize(
    "text",
    [
        "<svg>",
        "{}",
        '"M0 0"',
        "[1]",
        "[[1]]",
        "[[[0.5]]]",
        "[[[0.5, 0.5, 0.5]]]",
        "[[[0.5, 1.1]]]",
        "[[[-0.1, 0]]]",
        "[[[NaN, 0]]]",
        "[[[Infinity, 0]]]",
        "[[[true, 0]]]",
        '[[["0", 0]]]',
        "[" * 5000,
        json.dumps([[[0, 0]]] * 201),
        json.dumps([[[0, 0]] * 6001]),
        json.dumps([[[0.1234567, 0.1]] * 6000] * 3),
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(RefusedInput):
        checked(text)
