"""What changed in an agreement since the text that went to counsel before: text, parties, dates and Annex A."""

from __future__ import annotations

import json
from dataclasses import dataclass

from mous.differences import Row, side_by_side
from mous.document import Document, document_of
from mous.models import Mou, MouFrozenText


@dataclass(frozen=True)
class Change:
    """A part of the agreement that is new, gone or reworded."""

    heading: str
    rows: list[Row]


def earlier_text(mou: Mou) -> MouFrozenText | None:
    """The text that went out last, before the one that is out now."""
    return mou.frozen_texts.exclude(text_sha256=mou.text_sha256).order_by("-version").first()


def changes_since(earlier: MouFrozenText, mou: Mou) -> list[Change]:
    """Every part that differs, in the order of the text as it is now; parts that are gone come last."""
    before, after = flattened(json.loads(earlier.text)), flattened(document_of(mou))
    headings = [*after, *(heading for heading in before if heading not in after)]
    return [
        Change(heading, side_by_side(before.get(heading, ""), after.get(heading, "")))
        for heading in headings
        if before.get(heading, "") != after.get(heading, "")
    ]


def flattened(document: Document) -> dict[str, str]:
    """The agreement as headings and texts, so that two can be compared."""
    parts = {
        "Title and dates": "\n".join(
            f"{name.replace('_', ' ')}: {document[name]}"
            for name in ("title", "starts_on", "ends_on", "review_on", "open_to_joinder")
        ),
        "Parties": "\n".join(
            f"{party['name']}, {party['kind']}. {party['address']} {'; '.join(party['legal_statuses'])}"
            for party in document["parties"]
        ),
    }
    for section in document["sections"]:
        _put(parts, section["heading"], section["text"])
    for term in document["terms"]:
        heading = f"Annex A: {term['asker']} may ask {term['holder']}"
        lines = [f"{name}: {_said(term[name])}" for name in sorted(term) if name not in ("asker", "holder")]
        _put(parts, heading, "\n".join(lines))
    return parts


def _put(parts: dict[str, str], heading: str, text: str) -> None:
    parts[heading] = f"{parts[heading]}\n\n{text}" if heading in parts else text


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
