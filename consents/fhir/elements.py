"""Single elements of FHIR resources in the types of this house."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

Resource = dict[str, Any]
MOST_IDENTIFIERS = 20


def code_pairs(concept: Resource | None) -> list[tuple[str, str]]:
    """List and code of every coding of a concept, or of one coding."""
    codings = (concept or {}).get("coding") or ([concept] if concept and "code" in concept else [])
    return [(each.get("system") or "", each.get("code") or "") for each in codings]


def day_of(written: str | None, zone: ZoneInfo | None) -> date | None:
    """The calendar day of a FHIR date or time in a zone; None for a mere month or year, or for nothing."""
    if not written:
        return None
    try:
        if len(written) == 10:
            return date.fromisoformat(written)
        moment = datetime.fromisoformat(written)
        return moment.astimezone(zone).date() if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def uuid_in(reference: Resource) -> UUID | None:
    """The id that a reference, or one of the first identifiers of a resource, gives as urn:uuid."""
    identifiers = reference.get("identifier") or []
    listed = identifiers if isinstance(identifiers, list) else [identifiers]
    for value in (reference.get("reference"), *(each.get("value") for each in listed[:MOST_IDENTIFIERS])):
        if value and value.startswith("urn:uuid:"):
            return as_uuid(value.removeprefix("urn:uuid:"))
    return None


def as_uuid(written: str | None) -> UUID | None:
    """A UUID, or None for anything else."""
    try:
        return UUID(written or "")
    except ValueError:
        return None


def name_of(person: Resource) -> str:
    """The first name written in the resource of a person."""
    for name in person.get("name") or []:
        parts = [*(name.get("given") or []), name.get("family") or ""]
        return name.get("text") or " ".join(part for part in parts if part)
    return ""


def words_for(reference: Resource) -> str:
    """What a person can recognize a reference by."""
    return str(reference.get("display") or reference.get("reference") or "?")[:80]
