"""What a person may see of requests and releases. Each keeps its own indexed filter beside the policy."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from accounts.models import User
from agencies.roles import Duty, Reach, can_read, may
from consents import queries as consent_queries
from consents.models import Consent, ConsentGrant
from disclosures.models import DisclosureRequest, FamilyWish, LogEntry, Release, YouthMatch
from disclosures.states import State

WAITING_FOR_HOLDER = (State.SUBMITTED, State.APPROVED)
OPEN = (State.SUBMITTED, State.MORE_NEEDED, State.APPROVED)
# A draft is its author's own, and stays so when it is withdrawn without ever having been sent.
SENT = Q(submitted_at__isnull=False)


def visible_to(user: User) -> QuerySet[DisclosureRequest]:
    """Requests the person made, and all of her agency's and to her agency where her role sees them; no draft of others."""
    if user.acting_agency_id is None:
        return DisclosureRequest.objects.none()
    return _with_names(DisclosureRequest.objects.filter(_asked(user) | _held(user)))


def _asked(user: User) -> Q:
    asked, own = Q(asking_agency=user.acting_agency_id), Q(requested_by=user)
    return asked & (own | SENT) if can_read(user, Reach.REQUESTS) else asked & own


def _held(user: User) -> Q:
    held = Q(holding_agency=user.acting_agency_id) & SENT
    return held if can_read(user, Reach.REQUESTS) else Q(pk__in=[])


def _with_names(requests: QuerySet[DisclosureRequest]) -> QuerySet[DisclosureRequest]:
    return requests.select_related("asking_agency", "holding_agency", "requested_by")


def made_by_us(user: User) -> QuerySet[DisclosureRequest]:
    """Requests of the person's agency that she may see, newest first."""
    if user.acting_agency_id is None:
        return DisclosureRequest.objects.none()
    return _with_names(DisclosureRequest.objects.filter(_asked(user)))


def made_to_us(user: User) -> QuerySet[DisclosureRequest]:
    """Requests to the person's agency that she may see, newest first."""
    if user.acting_agency_id is None:
        return DisclosureRequest.objects.none()
    return _with_names(DisclosureRequest.objects.filter(_held(user)).order_by("-submitted_at"))


def alike(request: DisclosureRequest, user: User) -> QuerySet[DisclosureRequest]:
    """Other requests of the person's agency to the same holder about the same youth that still wait."""
    return (
        made_by_us(user)
        .filter(holding_agency=request.holding_agency_id, birth_date=request.birth_date, state__in=OPEN)
        .filter(first_name__iexact=request.first_name, last_name__iexact=request.last_name)
        .exclude(pk=request.pk)
    )


def releases_visible_to(user: User) -> QuerySet[Release]:
    """Releases made by or to the person's agency that she may see the cover of."""
    if user.acting_agency_id is None:
        return Release.objects.none()
    return Release.objects.filter(
        Q(agency=user.acting_agency_id) | Q(recipient_agency=user.acting_agency_id)
    ).select_related("request", "agency", "recipient_agency")


def released_to_us(user: User) -> QuerySet[Release]:
    """What others have released to the person's agency, newest first, open or ended."""
    received = Release.objects.filter(recipient_agency=user.acting_agency_id)
    if not can_read(user, Reach.REQUESTS):
        received = received.filter(grants__user=user, grants__agency=user.acting_agency_id)
    return received.select_related("request", "agency").order_by("-released_at")


def match_of(request: DisclosureRequest) -> YouthMatch | None:
    """The holder's own record that the custodian found to be meant, with its youth loaded; None before that."""
    return YouthMatch.objects.filter(request=request).select_related("youth").first()


def objections_to_weigh(
    match: YouthMatch | None, grants: Iterable[ConsentGrant]
) -> list[consent_queries.OpenObjection]:
    """Parents who disagree, where a consent of the young person would be relied on, whichever agency recorded it."""
    consents = {grant.consent_id for grant in grants}
    return consent_queries.objections_to_weigh(match.youth if match else None, consents) if consents else []


def count_open_releases_on(consents: Iterable[Consent]) -> int:
    """How many releases, of whichever agency, close when these are revoked whole; for the agency that recorded them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.count_releases_on_consents(%s)", [[consent.pk for consent in consents]])
        return int(cursor.fetchone()[0])


def open_among(releases: Iterable[Release]) -> set[UUID]:
    """Ids of those of these releases whose content the acting agency may read now: the policy's own answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT portal.open_releases_among(%s::uuid[])", [[str(release.pk) for release in releases]]
        )
        return set(cursor.fetchone()[0] or [])


def wishes_visible_to(user: User) -> QuerySet[FamilyWish]:
    """What families ask the person's agency, or asked by a consent that it recorded; what waits longest first."""
    if user.acting_agency_id is None or not may(user, Duty.DECIDE):
        return FamilyWish.objects.none()
    own = Q(agency_id=user.acting_agency_id) | Q(recording_agency_id=user.acting_agency_id)
    found = FamilyWish.objects.filter(own).select_related("agency", "recording_agency", "answered_by")
    return found.order_by(F("answered_at").desc(nulls_first=True), "asked_at", "pk")


def youth_of_wish(wish: FamilyWish, user: User) -> UUID | None:
    """The record of the person's own agency that a wish is about; None where none is known."""
    if wish.recording_agency_id == user.acting_agency_id:
        return Consent.objects.values_list("youth_id", flat=True).filter(pk=wish.consent_id).first()
    return (
        YouthMatch.objects.values_list("youth_id", flat=True).filter(request__release=wish.release_id).first()
    )


def log_visible_to(user: User) -> QuerySet[LogEntry]:
    """The disclosure log of the person's agency, for those who may read it, newest first."""
    if user.acting_agency_id is None or not can_read(user, Reach.LOG):
        return LogEntry.objects.none()
    return LogEntry.objects.filter(agency_id=user.acting_agency_id).order_by("-at")


def due_on(urgency: str, submitted_on: date) -> date:
    """The day an answer is due: 10 or 3 working days, or the same day; weekends do not count."""
    days = {"routine": 10, "soon": 3, "today": 0}[urgency]
    due = submitted_on
    while days or due.weekday() >= 5:
        due += timedelta(days=1)
        if due.weekday() < 5 and days:
            days -= 1
    return due
