"""Who works with whom: an assignment is the history, the guardian grant beside it opens the record."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.record import record as record_event
from sharing_portal.errors import RefusedInput, StaleState, require
from youth import grants, queries
from youth.models import Assignment, YouthRecord
from youth.permissions import can_assign, can_hand_over


@transaction.atomic
def assign(record: YouthRecord, to: User, *, by: User) -> Assignment:
    """Put the youth on a colleague's caseload; assigning twice changes nothing."""
    require(can_assign(by, record))
    _require_caseworker(record, to)
    return put_on_caseload(record, to, by=by)


def put_on_caseload(record: YouthRecord, to: User, *, by: User) -> Assignment:
    """Grant and assignment together, recorded. For verbs of this app that have asked for permission."""
    assignment, created = Assignment.objects.get_or_create(
        youth=record,
        user=to,
        until=None,
        defaults={"agency_id": record.agency_id, "assigned_by": by},
    )
    grants.give(record, to)
    if created:
        record_event("youth.assigned", by=by, on=record, youth_id=record.pk, to=str(to.pk))
    return assignment


@transaction.atomic
def end_assignment(assignment: Assignment, *, by: User) -> None:
    """Take the youth off a person's caseload, and from her sight unless her role shows her the whole agency."""
    record = assignment.youth
    require(can_assign(by, record))
    now = timezone.now()
    if Assignment.objects.filter(pk=assignment.pk, until=None).update(until=now) != 1:
        raise StaleState(_("This assignment has already ended."))
    grants.take(record, assignment.user)
    record_event("youth.unassigned", by=by, on=record, youth_id=record.pk, to=str(assignment.user_id))


@transaction.atomic
def hand_over(records: Sequence[YouthRecord], *, giver: User, receiver: User, by: User) -> int:
    """Move these youth from one person's caseload to another's; answers how many. All of them or none."""
    require(can_hand_over(by))
    if giver == receiver:
        raise RefusedInput(_("Choose a different person to take over."), field="receiver")
    if not records:
        raise RefusedInput(_("Choose at least one youth to hand over."), field="records")
    for record in records:
        require(can_assign(by, record))
    _require_caseworker(records[0], receiver)
    ids = [record.pk for record in records]
    ended = Assignment.objects.filter(youth__in=ids, user=giver, until=None).update(until=timezone.now())
    if ended != len(set(ids)):
        raise StaleState(_("The caseload has changed in the meantime. Look at it again before you go on."))
    _open_assignments(records, receiver, by=by)
    grants.move_all(records, giver=giver, receiver=receiver)
    for record in records:
        record_event(
            "youth.handed_over",
            by=by,
            on=record,
            youth_id=record.pk,
            giver=str(giver.pk),
            to=str(receiver.pk),
        )
    return ended


def _open_assignments(records: Sequence[YouthRecord], to: User, *, by: User) -> None:
    """A youth whom the receiver already works with keeps that assignment."""
    already = set(
        Assignment.objects.filter(youth__in=records, user=to, until=None).values_list("youth_id", flat=True)
    )
    Assignment.objects.bulk_create(
        Assignment(agency_id=record.agency_id, youth=record, user=to, assigned_by=by)
        for record in records
        if record.pk not in already
    )


def _require_caseworker(record: YouthRecord, person: User) -> None:
    if not queries.caseworkers(record.agency_id).filter(pk=person.pk).exists():
        raise RefusedInput(_("This person is not an active member who works with youth."), field="receiver")
