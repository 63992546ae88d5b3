"""The agreement as one document: what page and PDF show, and the exact bytes that are signed."""

import hashlib
import json
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

from agencies.roles import ROLES
from law.vocabulary import AgencyKind, Category, LegalStatus, Purpose
from mous.markdown import literal
from mous.models import Mou, MouParty, MouScan, MouTerm

Document = dict[str, Any]


def document_of(mou: Mou) -> Document:
    """The text as it was sent, or, while it is a draft, as it would be sent now. In English, without codes."""
    return json.loads(mou.frozen_text) if mou.frozen_text else compose(mou)


def compose(mou: Mou) -> Document:
    """Title, dates, parties, sections and terms of the draft, in a fixed order, with the blanks filled."""
    with translation.override("en"):
        return _compose(mou)


def _compose(mou: Mou) -> Document:
    parties = mou.parties.select_related("agency").order_by("agency__name")
    sections = [part for part in filled_sections(mou) if part["text"]]
    document: Document = {
        "title": mou.title,
        "version": mou.version,
        "starts_on": mou.starts_on.isoformat(),
        "ends_on": mou.ends_on.isoformat(),
        "review_on": mou.review_on.isoformat() if mou.review_on else "",
        "open_to_joinder": mou.open_to_joinder,
        "consent_form": mou.consent_form,
        "parties": [_party(party) for party in parties],
        "sections": [{"heading": part["heading"], "text": part["text"]} for part in sections],
        "terms": [term_words(term) for term in mou.terms.select_related("from_agency", "to_agency")],
    }
    if scan := MouScan.objects.filter(mou=mou).first():
        # Whoever confirms the agreement on paper confirms this scan of it.
        document["paper"] = {
            "file_name": scan.file_name,
            "file_sha256": scan.file_sha256,
            "signed_on": scan.signed_on.isoformat(),
        }
    return document


def says_its_flows(mou: Mou) -> bool:
    """Whether the text that is out lists exactly the flows that people could ask under once it is signed."""
    with translation.override("en"):
        entered = [term_words(term) for term in mou.terms.select_related("from_agency", "to_agency")]
    return sorted(map(canonical, entered)) == sorted(map(canonical, document_of(mou)["terms"]))


def filled_sections(mou: Mou) -> list[dict[str, str]]:
    """Every section of the draft with names and dates in their places; those left out have no text."""
    names = mou.parties.order_by("agency__name").values_list("agency__name", flat=True)
    blanks = {
        "{parties}": literal(_listed(list(names))),
        "{starts_on}": written(mou.starts_on),
        "{ends_on}": written(mou.ends_on),
    }
    return [
        {"code": part.code, "heading": part.heading, "text": _filled(part.text.strip(), blanks)}
        for part in mou.sections.all()
    ]


def annex(document: Document) -> list[dict[str, Any]]:
    """The terms of a document by pairs of parties, in its order: {"holder", "asker", "terms"}."""
    pairs: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for term in document["terms"]:
        pairs.setdefault((term["holder"], term["asker"]), []).append(term)
    return [{"holder": holder, "asker": asker, "terms": terms} for (holder, asker), terms in pairs.items()]


def canonical(document: Document) -> str:
    """The one way a document is written down: JSON with sorted keys and no spare space. This is what is signed."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def written(day: date) -> str:
    """A date as the agreement writes it: November 21, 2026."""
    with translation.override("en"):
        return date_format(day, "F j, Y")


def _party(party: MouParty) -> dict[str, Any]:
    agency = party.agency
    return {
        "name": agency.name,
        "kind": AgencyKind(agency.kind).label,
        "address": ", ".join(line.strip() for line in agency.address.splitlines() if line.strip()),
        "legal_statuses": sorted(LegalStatus(status).label for status in agency.legal_statuses),
    }


def term_words(term: MouTerm) -> dict[str, Any]:
    """One flow in words, as the annex and an exhibit write it."""
    return {
        "holder": term.from_agency.name,
        "asker": term.to_agency.name,
        "categories": sorted(Category(code).label for code in term.categories),
        "purposes": sorted(Purpose(code).label for code in term.purposes),
        "roles": sorted(str(ROLES[code].name) for code in term.roles),
        "authority": term.authority,
        "need": term.need,
        "conditions": term.conditions,
    }


def _filled(text: str, blanks: dict[str, str]) -> str:
    for blank, words in blanks.items():
        text = text.replace(blank, words)
    return text


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
