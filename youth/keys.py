"""The keys a youth is found by: name parts and the local number for search, sounds and dates for matching."""

from collections.abc import Iterable, Sequence

from youth.matching import Candidate, record_keys
from youth.models import YouthKey, YouthRecord
from youth.names import LONGEST_KEY, joined, name_keys

# What the keys are made of: a change of any of these makes them anew.
KEYED_FIELDS = frozenset(
    {"first_name", "middle_name", "last_name", "preferred_name", "birth_date", "address", "number"}
)


def as_candidate(record: YouthRecord, guardian_names: Iterable[str] = ()) -> Candidate:
    """The record as matching compares it. A local number is no state ID and is not compared as one."""
    return Candidate(
        key=str(record.pk),
        first_name=record.first_name,
        middle_name=record.middle_name,
        last_name=record.last_name,
        preferred_name=record.preferred_name,
        birth_date=record.birth_date,
        sex=record.sex,
        address=record.address,
        school=record.site,
        guardian_names=tuple(guardian_names),
    )


def keys_of(record: YouthRecord) -> list[YouthKey]:
    """The keys the record should have, unsaved."""
    names = name_keys(record.first_name, record.middle_name, record.last_name, record.preferred_name)
    names |= {joined(record.number)[:LONGEST_KEY]} if joined(record.number) else set()
    wanted = [(YouthKey.Kind.NAME, key) for key in sorted(names)]
    wanted += [(YouthKey.Kind.MATCH, key) for key in sorted(record_keys(as_candidate(record)))]
    return [YouthKey(youth=record, agency_id=record.agency_id, kind=kind, key=key) for kind, key in wanted]


def refresh_keys(records: Sequence[YouthRecord]) -> None:
    """Write the keys of these records anew, in the caller's transaction."""
    YouthKey.objects.filter(youth__in=[record.pk for record in records]).delete()
    YouthKey.objects.bulk_create([key for record in records for key in keys_of(record)], batch_size=2000)
