"""Write one audit event, in the caller's transaction: if it cannot be written, nothing happens."""

from typing import Any
from uuid import UUID

from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext as _

from audit.models import PLATFORM_CHAIN, AuditEvent
from sharing_portal.errors import AuditUnavailable
from sharing_portal.request_id import request_id


def record(
    event: str,
    *,
    by: Any,
    on: models.Model | None = None,
    youth_id: UUID | None = None,
    **details: Any,
) -> AuditEvent:
    """Record that `by` (a user, or None for background work, which then needs `agency_id` in `details`) did `event`.

    Who acts without an account is named by `actor_name` in `details`.

    The event goes into the chain of the agency the person acts for, or into the platform's. `details` are ids,
    codes and counts, never names of youth or content. Raises `AuditUnavailable` when it cannot be written.
    """
    agency_id = details.pop("agency_id", None) or getattr(by, "acting_agency_id", None)
    entry = AuditEvent(
        chain_id=agency_id or PLATFORM_CHAIN,
        agency_id=agency_id,
        event=event,
        actor_id=getattr(by, "pk", None),
        actor_name=details.pop("actor_name", "") or (str(by) if by else "Sharing Portal"),
        object_type=on._meta.label_lower if on is not None else "",
        object_id=on.pk if on is not None else None,
        youth_id=youth_id,
        request_id=request_id.get(),
        details=details,
    )
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except DatabaseError as error:
        raise AuditUnavailable(
            _(
                "Every step here must be recorded, and that is not possible at the moment. Nothing was shown or done."
            )
        ) from error
    return entry
