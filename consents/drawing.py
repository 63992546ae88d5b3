"""A drawn signature: strokes as lists of points between 0 and 1, an extra beside the typed name.

Nothing of what the browser sends is shown as it came: the points are read as numbers and drawn anew by us.
"""

import json
from typing import Any

from django.utils.translation import gettext as _

from sharing_portal.errors import RefusedInput

MOST_STROKES = 200
MOST_POINTS = 6000
MOST_LETTERS = 200_000
WIDTH, HEIGHT = 600, 200
Stroke = list[tuple[float, float]]


def checked(text: str) -> str:
    """The drawing as it is stored, in one canonical way; empty when nothing was drawn. Else raises `RefusedInput`."""
    if not text.strip():
        return ""
    found = _strokes(text)
    return (
        json.dumps([[[x, y] for x, y in stroke] for stroke in found], separators=(",", ":")) if found else ""
    )


def svg_path(stored: str) -> str:
    """The `d` of an SVG path in a box of 600 × 200: lines from point to point, a short one for a dot."""
    parts = []
    for stroke in _strokes(stored):
        points = [f"{x * WIDTH:.1f} {y * HEIGHT:.1f}" for x, y in stroke]
        if len(points) == 1:
            points.append(points[0])
        parts.append("M" + " L".join(points))
    return " ".join(parts)


def _strokes(text: str) -> list[Stroke]:
    refusal = RefusedInput(
        _("The drawing cannot be read. Draw it again, or sign with your typed name alone.")
    )
    if len(text) > MOST_LETTERS:
        raise refusal
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refusal from error
    if not isinstance(given, list) or len(given) > MOST_STROKES:
        raise refusal
    found = [_stroke(stroke) for stroke in given]
    if any(stroke is None for stroke in found) or sum(len(stroke or []) for stroke in found) > MOST_POINTS:
        raise refusal
    return [stroke for stroke in found if stroke]


def _stroke(given: Any) -> Stroke | None:
    if not isinstance(given, list):
        return None
    points = []
    for point in given:
        if not (isinstance(point, list) and len(point) == 2 and all(_is_share(number) for number in point)):
            return None
        points.append((round(float(point[0]), 4), round(float(point[1]), 4)))
    return points


def _is_share(number: Any) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and 0 <= number <= 1
