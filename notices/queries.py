"""Reads of notices: one's own, for the agency one acts for."""

from typing import Any

from django.db.models import F, QuerySet

from notices.models import Notice


def visible_to(user: Any) -> QuerySet[Notice]:
    """The user's own notices at the agency she acts for, unread first, then the newest first."""
    own = Notice.objects.filter(user=user, agency_id=user.acting_agency_id)
    return own.order_by(F("read_at").desc(nulls_first=True), "-created_at")


def unread_count(user: Any) -> int:
    """How many of them she has not read, for the header of every page."""
    if user.acting_agency_id is None:
        return 0
    return Notice.objects.filter(user=user, agency_id=user.acting_agency_id, read_at=None).count()
