"""A member's calendar of the dates of her agency's agreements: its secret address is made, made anew, or removed."""

import hashlib
import secrets

from django.db import transaction

from accounts.models import User
from agencies.roles import Reach, can_read
from audit.record import record
from mous.actions.hold import agency_of
from mous.models import CalendarFeed
from sharing_portal.errors import require


@transaction.atomic
def make_calendar(*, by: User) -> str:
    """Make the secret of her calendar's address, once to be shown; an earlier one stops working at once."""
    require(can_read(by, Reach.AGREEMENTS))
    CalendarFeed.objects.filter(user=by, agency_id=agency_of(by)).delete()
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user=by, agency_id=agency_of(by), token_sha256=hash_of(token))
    record("mou.calendar_made", by=by, on=feed)
    return token


@transaction.atomic
def remove_calendar(*, by: User) -> None:
    """Let the address of her calendar stop working."""
    require(can_read(by, Reach.AGREEMENTS))
    feed = CalendarFeed.objects.filter(user=by, agency_id=agency_of(by)).first()
    if feed is not None:
        record("mou.calendar_removed", by=by, on=feed)
        feed.delete()


def hash_of(token: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
