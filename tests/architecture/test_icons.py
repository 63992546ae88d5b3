"""Every icon that a template names is a symbol of the sprite: one that is missing draws nothing, and no browser complains."""

import re

from tests.architecture.test_sizes import ROOT, TEMPLATES

SPRITE = ROOT / "node_modules" / "@uswds" / "uswds" / "dist" / "img" / "sprite.svg"
NAMED = re.compile(r'icon\.html" with name="(\w+)"|icon(?:=|\|default:)"(\w+)"')


def test_every_icon_is_drawn():
    drawn = set(re.findall(r'<symbol[^>]* id="(\w+)"', SPRITE.read_text()))
    named = {
        next(filter(None, groups)) for template in TEMPLATES for groups in NAMED.findall(template.read_text())
    }
    assert len(named) > 20
    assert named - drawn == set()
