"""A line of the disclosure log in words: the columns of the list, and every field of one entry."""

from typing import Any

from django.utils.translation import gettext as _

from disclosures.models import LogEntry


def log_columns() -> list[dict[str, str]]:
    """The headings over `desk/_log_row.html`."""
    labels = [_("When"), _("What happened"), _("Youth"), _("Agencies"), _("Basis"), _("By")]
    return [{"label": label} for label in labels]


def entry_sections(entry: LogEntry) -> list[tuple[str, list[dict[str, Any]]]]:
    """Every field of the entry, in the order in which 34 CFR 99.32 and 45 CFR 164.528 ask for them.

    An empty field is shown as not given: that it is empty is part of the record.
    """
    return [
        (_("About whom"), _rows(_about(entry))),
        (_("Who asked or received"), _rows(_party(entry))),
        (_("What and why"), _rows(_what(entry))),
        (_("How it was done"), _rows(_how(entry))),
    ]


def _rows(fields: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    return [{"label": label, "value": str(value) if value is not None else ""} for label, value in fields]


def _about(entry: LogEntry) -> list[tuple[str, Any]]:
    return [
        (_("Youth, as named in the request"), entry.youth_name),
        (_("Local number"), entry.youth_number),
        (_("Id of our record"), entry.youth_id),
        (_("Reference"), entry.reference),
        (_("Id of the request"), entry.disclosure_request_id),
        (_("Id of the release"), entry.release_id),
    ]


def _party(entry: LogEntry) -> list[tuple[str, Any]]:
    return [
        (_("Agency that holds the records"), entry.holder_name),
        (_("Agency that asked or received"), entry.party_name),
        (_("Person"), entry.party_person),
        (_("Address"), entry.party_address),
        (_("Further recipients"), _further(entry)),
    ]


def _further(entry: LogEntry) -> str:
    return "\n".join(
        f"{line.get('party', '')}: {line.get('interest', '')}" for line in entry.further_disclosures
    )


def _what(entry: LogEntry) -> list[tuple[str, Any]]:
    return [
        (_("Legitimate interest or purpose"), entry.interest),
        (_("Legal basis"), entry.basis),
        (_("Consents relied on"), "\n".join(str(consent) for consent in entry.consent_ids)),
        (_("Records"), entry.records),
        (_("Number of items"), entry.item_count),
        (_("Notices given"), entry.notices),
        (_("Danger that was stated"), entry.threat),
        (_("Reason"), entry.reason),
    ]


def _how(entry: LogEntry) -> list[tuple[str, Any]]:
    return [
        (_("Delivered by"), entry.delivery),
        (_("Approved by"), entry.approved_by),
        (_("Done by"), entry.actor_name),
        (_("Id of that person"), entry.actor_id),
        (_("Id of this entry"), entry.pk),
    ]
