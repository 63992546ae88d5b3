"""The guards before the pages on which a consent is prepared."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.models import User
from consents import queries
from consents.models import ConsentDraft
from consents.permissions import can_record
from sharing_portal.errors import require
from youth import queries as youth_queries
from youth.models import YouthRecord


def youth_to_ask_for(user: User, pk: UUID) -> YouthRecord:
    """A youth for whom the person may record a consent: 404 for one she cannot see, 403 without the duty."""
    youth = get_object_or_404(youth_queries.visible_to(user).select_related("agency"), pk=pk)
    require(can_record(user, youth))
    return youth


def draft_for(user: User, pk: UUID) -> ConsentDraft:
    """Her draft for that youth, or a blank one."""
    return queries.draft_of(user, youth_to_ask_for(user, pk))
