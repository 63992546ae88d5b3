"""What a checked roster would change in an agency's records. Nothing is written here.

The roster owns a youth's names, birth date, number, school, grade and phone where it states them; what it leaves
empty it never erases. Adults are related to the youth with an authority that is not known: a roster says who
belongs to whom, never who may consent.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from agencies.models import Membership
from youth.models import Guardian, YouthRecord
from youth.oneroster import Guardian as RosterAdult
from youth.oneroster import Roster, Staff, Student

RELATIONS = {
    "parent": Guardian.Relation.PARENT,
    "guardian": Guardian.Relation.GUARDIAN,
    "relative": Guardian.Relation.RELATIVE,
    "unspecified": Guardian.Relation.OTHER,
}
YOUTH_FIELDS = (
    "number", "first_name", "middle_name", "last_name", "birth_date", "sex", "grade", "site", "phone",
)  # fmt: skip
ADULT_FIELDS = ("first_name", "last_name", "phone", "email")
Fields = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One existing row and the fields that would change, each with the value before and after."""

    row: Any
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Relation:
    """An adult to be added to a youth; `student_id` is the roster's id of the youth."""

    student_id: str
    adult_id: str
    fields: Fields


@dataclass(frozen=True)
class Unusable:
    """A student the portal cannot hold, and why: a code of `UNUSABLE` in youth/words.py."""

    student_id: str
    name: str
    reason: str


@dataclass
class RosterDiff:
    """The whole difference. `digest` is equal exactly when two differences are."""

    source_system: str
    new: list[tuple[str, Fields]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    left: list[YouthRecord] = field(default_factory=list)
    unchanged: int = 0
    unusable: list[Unusable] = field(default_factory=list)
    adults_new: list[Relation] = field(default_factory=list)
    adults_changed: list[Change] = field(default_factory=list)
    adults_gone: list[Guardian] = field(default_factory=list)
    adults_unchanged: int = 0
    staff: list[Staff] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many of each kind; what the page, the command and the audit event tell."""
        lists = ("new", "changed", "left", "unusable", "adults_new", "adults_changed", "adults_gone", "staff")
        numbers = {name: len(getattr(self, name)) for name in lists}
        return {**numbers, "unchanged": self.unchanged, "adults_unchanged": self.adults_unchanged}

    @property
    def changes_anything(self) -> bool:
        """Whether applying it would write a row."""
        return bool(self.new or self.changed or self.left or self.adults_new or self.adults_changed)

    @property
    def loses_many(self) -> bool:
        """More than one youth in five would be marked as having left: perhaps the bundle is only a part."""
        known = len(self.left) + len(self.changed) + self.unchanged
        return len(self.left) > known / 5

    def digest(self) -> str:
        """A fingerprint of everything that would be written."""
        content = [
            self.new,
            [[str(change.row.pk), change.fields] for change in (*self.changed, *self.adults_changed)],
            [str(record.pk) for record in self.left],
            [[relation.student_id, relation.adult_id, relation.fields] for relation in self.adults_new],
        ]
        return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()


def diff(roster: Roster, agency_id: UUID) -> RosterDiff:
    """Compare a checked roster with the agency's records, as the acting person sees them."""
    found = RosterDiff(source_system=f"oneroster:{roster.source_code or roster.source_name}"[:60])
    known = _known_records(agency_id, found.source_system)
    by_number = {record.number: record for record in known if record.number and not record.external_id}
    by_external_id = {record.external_id: record for record in known if record.external_id}
    schools = {org.sourced_id: org.name for org in roster.orgs}
    usable: set[str] = set()
    for student in roster.students:
        wanted = _wanted(student, schools)
        if reason := _reason_against(wanted):
            name = f"{student.given_name} {student.family_name}"
            found.unusable.append(Unusable(student.sourced_id, name, reason))
            continue
        usable.add(student.sourced_id)
        record = by_external_id.get(student.sourced_id) or _by_hand(by_number, wanted)
        _compare_youth(found, student.sourced_id, wanted, record)
    listed = {student.sourced_id for student in roster.students}
    found.left = [
        record
        for key, record in by_external_id.items()
        if key not in listed and record.state == YouthRecord.State.ACTIVE
    ]
    _compare_adults(found, roster, by_external_id, usable)
    found.staff = _not_yet_members(roster.staff, agency_id)
    return found


def _known_records(agency_id: UUID, source_system: str) -> list[YouthRecord]:
    """Records of this source, and those entered by hand that a roster may turn out to know."""
    mine = Q(source_system=source_system) | Q(external_id="")
    return list(YouthRecord.objects.filter(mine, agency_id=agency_id))


def _by_hand(by_number: Mapping[str, YouthRecord], wanted: Fields) -> YouthRecord | None:
    """A record entered before the roster came: the same local number and the same day of birth."""
    record = by_number.get(wanted["number"])
    return record if record and record.birth_date == wanted["birth_date"] else None


def _wanted(student: Student, schools: Mapping[str, str]) -> Fields:
    enrolled = YouthRecord.State.ACTIVE if student.enabled else YouthRecord.State.LEFT
    return {
        "number": student.identifier or student.sourced_id,
        "first_name": student.given_name,
        "middle_name": student.middle_name,
        "last_name": student.family_name,
        "birth_date": student.demographics.birth_date,
        "sex": student.demographics.sex,
        "grade": ", ".join(student.grades),
        "site": ", ".join(schools[org] for org in student.org_ids if org in schools)[:150],
        "phone": student.phone,
        "state": enrolled.value,
    }


def _reason_against(wanted: Fields) -> str:
    if wanted["birth_date"] is None:
        return "no_birth_date"
    return "too_long" if _too_long(YouthRecord, wanted) else ""


def _too_long(model: type[YouthRecord] | type[Guardian], wanted: Fields) -> bool:
    texts = ((name, value) for name, value in wanted.items() if isinstance(value, str))
    return any(len(value) > _longest(model, name) for name, value in texts)


def _longest(model: type[YouthRecord] | type[Guardian], name: str) -> int:
    return getattr(model._meta.get_field(name), "max_length", None) or 0


def _changes(row: YouthRecord | Guardian, wanted: Fields) -> dict[str, tuple[Any, Any]]:
    """What the roster states and the row has otherwise; an empty value states nothing."""
    return {
        name: (getattr(row, name), value)
        for name, value in wanted.items()
        if value not in ("", None) and getattr(row, name) != value
    }


def _compare_youth(found: RosterDiff, key: str, wanted: Fields, record: YouthRecord | None) -> None:
    if record is None:
        found.new.append((key, wanted))
        return
    link = {"source_system": found.source_system, "external_id": key}
    changes = _changes(record, {**wanted, **link})
    if changes:
        found.changed.append(Change(record, changes))
    else:
        found.unchanged += 1


def _compare_adults(
    found: RosterDiff, roster: Roster, records: Mapping[str, YouthRecord], usable: set[str]
) -> None:
    """Each link of the roster against the adults from the same roster that the youth has."""
    known = {
        (adult.youth_id, adult.external_id): adult
        for adult in Guardian.objects.filter(youth__in=records.values()).exclude(external_id="")
    }
    people = {adult.sourced_id: adult for adult in roster.guardians}
    listed = set()
    for link in roster.links:
        record = records.get(link.student_id)
        if link.student_id not in usable:
            continue
        wanted = _wanted_adult(people[link.guardian_id])
        kept = known.get((record.pk, link.guardian_id)) if record else None
        if kept is None:
            fields = {**wanted, "relation": RELATIONS[link.relation].value}
            found.adults_new.append(Relation(link.student_id, link.guardian_id, fields))
            continue
        listed.add(kept.pk)
        if changes := _changes(kept, wanted):
            found.adults_changed.append(Change(kept, changes))
        else:
            found.adults_unchanged += 1
    found.adults_gone = _gone(known.values(), listed, usable, records)


def _wanted_adult(adult: RosterAdult) -> Fields:
    """Cut to what the portal holds: a phone list of 255 characters must not keep a whole district out."""
    wanted = {
        "first_name": adult.given_name,
        "last_name": adult.family_name,
        "phone": adult.phone or adult.sms,
        "email": adult.email,
    }
    return {name: value[: _longest(Guardian, name)] for name, value in wanted.items()}


def _gone(
    known: Iterable[Guardian], listed: set[UUID], usable: set[str], records: Mapping[str, YouthRecord]
) -> list[Guardian]:
    """Adults of listed youth whom the roster no longer names. They are kept: a person decides what that means."""
    present = {records[key].pk for key in usable if key in records}
    return [adult for adult in known if adult.pk not in listed and adult.youth_id in present]


def _not_yet_members(staff: Iterable[Staff], agency_id: UUID) -> list[Staff]:
    """Staff with an e-mail address who do not belong to the agency yet: whom an administrator may invite."""
    emails = Membership.objects.filter(agency_id=agency_id).values_list("user__email", flat=True)
    members = {email.lower() for email in emails}
    return [person for person in staff if person.email and person.email.lower() not in members]
