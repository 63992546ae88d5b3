"""Scans of the county's papers: what was signed, drawn as a page, with a signature by hand."""

import io
import math
import random
from textwrap import wrap

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from consents.models import Consent

PAGE = (1240, 1754)
PAPER, INK, PEN = "#f6f3ea", "#23282c", "#1d3f8a"
MARGIN, LINE, LETTERS = 110, 34, 82


def scan_of(consent: Consent) -> SimpleUploadedFile:
    """The paper as a scanner would have taken it; the same consent gives the same picture."""
    page = Image.new("RGB", PAGE, PAPER)
    draw = ImageDraw.Draw(page)
    draw.text((MARGIN, MARGIN), consent.form.title, INK, ImageFont.load_default(44))
    top = MARGIN + 3 * LINE
    for part in consent.particulars.splitlines():
        for words in wrap(part, LETTERS) or [""]:
            draw.text((MARGIN, top), words, INK, ImageFont.load_default(24))
            top += LINE
    draw.line((MARGIN, top + 4 * LINE, MARGIN + 560, top + 4 * LINE), INK, 2)
    draw.text((MARGIN, top + 4 * LINE + 8), consent.signer_name, INK, ImageFont.load_default(20))
    draw.line(_by_hand(consent.signer_name, top + 3 * LINE), PEN, 4, "curve")
    content = io.BytesIO()
    page.rotate(0.6, fillcolor=PAPER).save(content, "PNG", optimize=True)
    return SimpleUploadedFile("signed-form.png", content.getvalue(), "image/png")


def _by_hand(name: str, height: int) -> list[tuple[float, float]]:
    """A stroke of the pen, in waves as long as the name."""
    hand = random.Random(name)
    steps = 14 * len(name)
    swing = [hand.uniform(12, 34) for _step in range(steps + 1)]
    return [
        (MARGIN + 30 + 480 * step / steps, height + swing[step] * math.sin(step * 0.9))
        for step in range(steps + 1)
    ]
