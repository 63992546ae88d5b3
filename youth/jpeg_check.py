"""How much work a JPEG makes: one that is drawn in steps is unpacked anew for each of them."""

import re

# Cameras and scanners use about ten steps, and some dozens of parts.
MOST_STEPS = 20
MOST_PARTS = 2000
_STEP, _END, _ALONE = 0xDA, 0xD9, (0x01, 0xD8)
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")


def has_too_many_steps(content: bytes) -> bool:
    """Whether the picture is drawn in more steps than any honest one. What lies behind its end is not drawn."""
    place = steps = 0
    for _part in range(MOST_PARTS):
        found = _MARKER.search(content, place)
        if found is None or found[1][0] == _END:
            return False
        marker, place = found[1][0], found.end()
        steps += marker == _STEP
        if steps > MOST_STEPS:
            return True
        if marker not in _ALONE:
            # A preview inside such a part is no step of the picture.
            place += int.from_bytes(content[place : place + 2])
    return True
