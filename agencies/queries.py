"""Reads of agencies and their members."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from accounts.models import User


def members_to_tell(agency_id: UUID, roles: Sequence[str]) -> list[User]:
    """The active members of any agency who hold one of these roles: the people a notice goes to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.member_ids(%s, %s)", [agency_id, list(roles)])
        ids = cursor.fetchone()[0] or []
    return list(User.objects.filter(pk__in=ids).order_by("name"))
