"""What a version of an agreement changes against the one that counsel read before: facts, wording and Annex A."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mous.differences import Piece, inline
from mous.document import Document, document_of
from mous.models import Mou, MouFrozenText


@dataclass(frozen=True)
class Change:
    """A part of the agreement that is new, gone or reworded, with its words marked."""

    heading: str
    pieces: list[Piece]


def earlier_text(mou: Mou) -> MouFrozenText | None:
    """The latest text before this version that counsel or signatories were given to read, be it of the one it replaces."""
    read = MouFrozenText.objects.filter(mou__in=[mou.pk, mou.replaces_id], version__lt=mou.version)
    return read.order_by("-version").first()


def changes_since(earlier: Document, mou: Mou) -> list[Change]:
    """Every part that differs from an earlier text, in the order of the text as it is now; what is gone comes last."""
    before, after = _parts(earlier), _parts(document_of(mou))
    headings = [*after, *(heading for heading in before if heading not in after)]
    return [
        Change(heading, inline(before.get(heading, ""), after.get(heading, "")))
        for heading in headings
        if before.get(heading, "") != after.get(heading, "")
    ]


def _parts(document: Document) -> dict[str, str]:
    """The text under each heading, as people read it."""
    parts = {_("Title, dates and parties"): "\n".join(_facts(document))}
    for section in document["sections"]:
        _put(parts, section["heading"], section["text"])
    for term in document["terms"]:
        heading = _("%(asker)s may ask %(holder)s") % {"asker": term["asker"], "holder": term["holder"]}
        lines = [
            _("Records") + ": " + ", ".join(term["categories"]),
            _("Purposes") + ": " + ", ".join(term["purposes"]),
            _("Roles that may ask") + ": " + ", ".join(term["roles"]),
            *(term[name] for name in ("authority", "need", "conditions") if term[name]),
        ]
        _put(parts, heading, "\n".join(lines))
    return parts


def _put(parts: dict[str, str], heading: str, text: str) -> None:
    """Two parts may have one heading, such as two flows between the same parties."""
    parts[heading] = f"{parts[heading]}\n\n{text}" if heading in parts else text


def _facts(document: Document) -> list[str]:
    days = [
        (_("First day"), document["starts_on"]),
        (_("Last day"), document["ends_on"]),
        (_("Review together on"), document["review_on"]),
    ]
    lines = [document["title"]]
    lines += [f"{label}: {date_format(date.fromisoformat(day), 'DATE_FORMAT')}" for label, day in days if day]
    if document["open_to_joinder"]:
        lines.append(_("Other agencies may join."))
    if document["consent_form"]:
        lines.append(f"{_('Consent form adopted')}: {document['consent_form']}")
    for party in document["parties"]:
        lines.append(", ".join([party["name"], party["kind"], party["address"], *party["legal_statuses"]]))
    return [line for line in lines if line]
