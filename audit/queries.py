"""Reads of the audit trail and of the chain's places."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from audit.models import AuditEvent, ChainHead, ChainLink

# What a person was refused: the pages of others, and the verbs her role does not have.
DENIED = ("access.denied", "account.sign_in_failed", "account.second_factor_failed")


def visible_to(user: Any) -> QuerySet[AuditEvent]:
    """The trail of the agency she acts for, newest first; PostgreSQL's policy says how much of it she may read."""
    if user.acting_agency_id is None:
        return AuditEvent.objects.none()
    return AuditEvent.objects.filter(agency_id=user.acting_agency_id).order_by("-at", "-id")


def head_of(agency_id: UUID) -> ChainHead:
    """The head of the agency's chain; of an empty one, place 0."""
    return ChainHead.objects.filter(agency_id=agency_id).first() or ChainHead(agency_id=agency_id, position=0)


def link_of(entry_id: UUID) -> ChainLink | None:
    """The place of an entry in its chain, once its transaction has ended."""
    return ChainLink.objects.filter(entry_id=entry_id).first()


def up_to(agency_id: UUID, position: int) -> Exists:
    """Condition: the entry stands in the agency's chain at this place or before.

    Places are given at commit, one after the other. So this set is complete once the head stands there and never
    changes afterwards, unlike what a query without it finds.
    """
    return Exists(
        ChainLink.objects.filter(entry_id=OuterRef("pk"), agency_id=agency_id, position__lte=position)
    )
