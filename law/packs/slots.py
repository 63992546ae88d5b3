"""The closed list of what a pack may answer, and how each answer is read.

A reader takes a value as TOML gives it and returns it typed, or raises ValueError with the reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from law.evidence import ParentAccessRule
from law.packs.pack import Delegation
from law.vocabulary import RecipientKind

LONGEST_TEXT = 500

Reader = Callable[[Any], Any]


class CareDecider(StrEnum):
    """Who decides for a child in the custody of a child welfare agency."""

    AGENCY = "agency"
    PARENT = "parent"
    FOSTER_PARENT = "foster_parent"
    COURT = "court"


@dataclass(frozen=True, slots=True)
class SlotKind:
    """One question to state law. With a delegation the answer may open what federal law leaves to the state."""

    fields: Mapping[str, Reader]
    delegation: Delegation | None = None


def whole(low: int, high: int) -> Reader:
    """A whole number within limits."""

    def read(value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise ValueError(f"expected a whole number from {low} to {high}")
        return value

    return read


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError("expected true or false")
    return value


def text(value: Any) -> str:
    """Words on one line, not too many."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("expected a text that is not empty")
    if len(value) > LONGEST_TEXT or not value.isprintable():
        raise ValueError(f"expected one line of at most {LONGEST_TEXT} characters")
    return value.strip()


def day(value: Any) -> date:
    """A calendar day, without a time."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("expected a date such as 2026-01-31, without quotation marks")
    return value


def code(codes: type[StrEnum]) -> Reader:
    """One code of a closed list."""

    def read(value: Any) -> StrEnum:
        if not isinstance(value, str) or value not in list(codes):
            raise ValueError(f"{value!r} is none of: {', '.join(codes)}")
        return codes(value)

    return read


def several(read_one: Reader) -> Reader:
    """A list that is not empty, each entry once."""

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            raise ValueError("expected a list that is not empty")
        found = tuple(read_one(item) for item in value)
        if len(set(found)) != len(found):
            raise ValueError("the same entry stands in the list twice")
        return found

    return read


AGE = whole(0, 21)
DAYS = whole(1, 36_500)
HOURS = whole(1, 8_760)
SESSIONS = whole(1, 1_000)
RECIPIENTS = several(code(RecipientKind))
CARE: Mapping[str, Reader] = {"age": AGE, "sessions": SESSIONS, "note": text}
STATUTE: Mapping[str, Reader] = {"statute": text, "note": text}

SLOTS: dict[str, SlotKind] = {
    "majority": SlotKind({"age": whole(18, 21), "note": text}, Delegation.HIPAA_502G),
    "emancipation": SlotKind({"grounds": several(text), "note": text}),
    "mature_minor": SlotKind({"recognized": flag, "note": text}),
    "minor_consent_outpatient_mental_health": SlotKind(CARE),
    "minor_consent_inpatient_mental_health": SlotKind(CARE),
    "minor_consent_substance_use": SlotKind(CARE, Delegation.PART2_2_14),
    # Without an age the minor is asked at any age, so that an age opens to a parent what is closed without one.
    "minor_consent_sti_hiv": SlotKind(CARE, Delegation.HIPAA_502G),
    "minor_consent_reproductive": SlotKind(CARE, Delegation.HIPAA_502G),
    "minor_consent_general": SlotKind(CARE),
    "parent_access": SlotKind({"rule": code(ParentAccessRule), "note": text}, Delegation.HIPAA_502G),
    "mental_health_records": SlotKind({"consent_days": DAYS, "form": text, "note": text}),
    "hiv_records": SlotKind(STATUTE),
    "genetic_records": SlotKind(STATUTE),
    "sexual_assault_records": SlotKind(STATUTE),
    "mandated_reporting": SlotKind({"hotline": text, "written_report_hours": HOURS, "note": text}),
    "child_welfare_access": SlotKind({"recipients": RECIPIENTS, "note": text}, Delegation.CAPTA_VI),
    "child_protection_consent": SlotKind({"suffices": flag, "note": text}, Delegation.CAPTA_VI),
    "foster_decisions": SlotKind(
        {"education": code(CareDecider), "medical": code(CareDecider), "note": text}, Delegation.HIPAA_502G
    ),
    "juvenile_records": SlotKind(
        {"recipients": RECIPIENTS, "consent_suffices": flag, "note": text}, Delegation.NO_FEDERAL_RULE
    ),
    "juvenile_sealing": SlotKind(STATUTE),
    "school_notification": SlotKind(
        {"recipients": RECIPIENTS, "after_1974": flag, "note": text}, Delegation.FERPA_A5
    ),
    "exchange_teams": SlotKind(STATUTE),
    "threat_teams": SlotKind(STATUTE),
    "student_data_privacy": SlotKind(STATUTE),
    "breach_notice": SlotKind({"hours": HOURS, "note": text}),
    "retention": SlotKind({"years": whole(1, 100), "note": text}),
    "signature": SlotKind({"electronic": flag, "notarized": flag, "note": text}),
    "consent_duration": SlotKind({"days": DAYS, "note": text}),
    "language": SlotKind({"languages": several(text), "note": text}),
    "police_in_school": SlotKind(STATUTE),
    "telehealth": SlotKind(STATUTE),
    "tribal": SlotKind(STATUTE),
}
