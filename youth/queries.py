"""Reads of youth records. Each keeps an indexed filter of its own besides the database's policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.lookups import IsNull

from accounts.models import User
from agencies.models import Membership
from agencies.roles import ROLES, Reach, can_read
from agencies.states import MembershipState
from audit.models import AuditEvent
from law.vocabulary import Category
from youth.keys import as_candidate
from youth.matching import Description, Match, blocking_keys, rank
from youth.models import Assignment, Guardian, RecordItem, RosterImport, YouthKey, YouthRecord
from youth.names import search_terms
from youth.permissions import acting_agency

# More than this many records that share a key with a description say that it is too vague to rank.
MOST_CANDIDATES = 2000
# Up to so many matches are looked up by id; beyond, the list is walked in its order.
MOST_IDS = 2000
_AFTER_EVERYTHING = "\U0010ffff"


def visible_to(user: User) -> QuerySet[YouthRecord]:
    """The agency's youth this person may see: all of them, her caseload, or none, as her roles say."""
    agency_id = user.acting_agency_id
    if agency_id and can_read(user, Reach.YOUTH):
        return YouthRecord.objects.filter(agency_id=agency_id)
    if agency_id and can_read(user, Reach.CASELOAD):
        return YouthRecord.objects.filter(agency_id=agency_id, grants__user=user, grants__agency_id=agency_id)
    return YouthRecord.objects.none()


@dataclass(frozen=True)
class Search:
    """The records found, and how many: exactly, or more than `MOST_IDS` for a broad one; None when all were asked for."""

    records: QuerySet[YouthRecord]
    count: int | None


def search(user: User, text: str) -> QuerySet[YouthRecord]:
    """The visible youth for whom every word of `text` starts a name part or the local number."""
    return count_and_search(user, text).records


def count_and_search(user: User, text: str) -> Search:
    """The same with their number, which costs nothing more.

    Ranges of keys instead of LIKE: LIKE is not leakproof, so under a policy its index would not be used.
    Text without a letter or digit finds everybody, as an empty search does.
    """
    records = visible_to(user)
    terms = search_terms(text)
    if not terms:
        return Search(records, None)
    keys = [_keys_from(term, acting_agency(user)) for term in terms]
    first, *others = [found.values_list("youth", flat=True) for found in keys]
    # A key is visible where its record is, so that counting keys' records counts visible ones.
    found_ids = list((first.intersection(*others) if others else first)[: MOST_IDS + 1])
    ids = set(found_ids)
    if len(found_ids) <= MOST_IDS:
        return Search(records.filter(pk__in=ids), len(ids))
    # So many that the first page is filled soon by walking the list in its order and asking each record. A scalar
    # sub-select cannot be turned into a join, which would collect all of them before sorting.
    for found in keys:
        own = found.filter(youth=OuterRef("pk")).values("pk")[:1]
        records = records.filter(IsNull(Subquery(own), False))
    return Search(records, len(ids))


def _keys_from(term: str, agency_id: UUID) -> QuerySet[YouthKey]:
    return YouthKey.objects.filter(
        agency_id=agency_id, kind=YouthKey.Kind.NAME, key__gte=term, key__lt=term + _AFTER_EVERYTHING
    )


@dataclass(frozen=True)
class FoundYouth:
    """A record that may be the youth described, and what agrees and differs."""

    record: YouthRecord
    match: Match


def candidates(agency_id: UUID, description: Description, limit: int = 10) -> list[FoundYouth]:
    """The agency's records that best fit the description, best first. Only the caller's visible rows are ranked."""
    keys = YouthKey.objects.filter(
        agency_id=agency_id, kind=YouthKey.Kind.MATCH, key__in=sorted(blocking_keys(description))
    )
    records = YouthRecord.objects.filter(agency_id=agency_id, pk__in=keys.values("youth"))
    found = {str(record.pk): record for record in records.prefetch_related("guardians")[:MOST_CANDIDATES]}
    population = YouthRecord.objects.filter(agency_id=agency_id).count()
    compared = [
        as_candidate(record, (f"{guardian.first_name} {guardian.last_name}" for guardian in _adults(record)))
        for record in found.values()
    ]
    ranked = rank(description, compared, limit, population=population)
    return [FoundYouth(found[str(match.candidate.key)], match) for match in ranked]


def _adults(record: YouthRecord) -> Sequence[Guardian]:
    return list(record.guardians.all())


def items_by_category(record: YouthRecord) -> list[tuple[str, list[RecordItem]]]:
    """The record's items, newest first, under the label of their category in the order of the vocabulary.

    Corrected items come with their correction; the text stays in the database until an item is opened.
    """
    items = record.items.select_related("corrected_by", "entered_by").defer("text", "corrected_by__text")
    labels = dict(RecordItem._meta.get_field("category").flatchoices)
    groups: dict[str, list[RecordItem]] = {category.value: [] for category in Category}
    for item in items:
        groups[item.category].append(item)
    return [(labels[code], found) for code, found in groups.items() if found]


def current_assignments(record: YouthRecord) -> QuerySet[Assignment]:
    """Who works with the youth now."""
    return record.assignments.filter(until=None).select_related("user")


def caseload(user: User) -> QuerySet[YouthRecord]:
    """The youth assigned to this person in the agency she acts for, also when her role shows her more."""
    return visible_to(user).filter(assignments__user=user, assignments__until=None)


def caseload_of(person: User, agency_id: UUID) -> QuerySet[YouthRecord]:
    """The youth assigned to a colleague; for the people who assign."""
    return YouthRecord.objects.filter(agency_id=agency_id, assignments__user=person, assignments__until=None)


def caseworkers(agency_id: UUID) -> QuerySet[User]:
    """The agency's active members whose roles work with a caseload."""
    codes = [role.code for role in ROLES.values() if Reach.CASELOAD in role.reaches]
    members = Membership.objects.filter(
        agency_id=agency_id, state=MembershipState.ACTIVE, roles__overlap=codes
    )
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name")


def caseload_holders(agency_id: UUID) -> QuerySet[User]:
    """Everybody who has a youth of the agency on her caseload, members who left included."""
    open_ones = Assignment.objects.filter(agency_id=agency_id, until=None)
    return User.objects.filter(pk__in=open_ones.values("user")).order_by("name")


def history(record: YouthRecord) -> QuerySet[AuditEvent]:
    """What was done with this record, newest first, as far as the caller may read the trail."""
    return AuditEvent.objects.filter(agency_id=record.agency_id, youth_id=record.pk).order_by("-at")


def roster_imports(user: User) -> QuerySet[RosterImport]:
    """The rosters uploaded for the agency the person acts for."""
    return RosterImport.objects.filter(agency_id=acting_agency(user)).select_related("uploaded_by")
