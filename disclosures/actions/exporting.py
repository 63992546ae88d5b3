"""Take a copy of the log: itself a logged disclosure."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from agencies.roles import Duty, may
from audit.record import record
from audit.verify import current_heads
from disclosures.log import log_export
from disclosures.models import LogEntry
from sharing_portal.errors import require


@transaction.atomic
def export_log(entries: QuerySet[LogEntry], *, by: User, criteria: str) -> tuple[int, int, str]:
    """Log that `by` exports these entries, and return (count, chain position, chain hash) for the manifest.

    The rows are streamed after this commits, in a snapshot of their own.
    """
    require(may(by, Duty.EXPORT_LOG))
    count = entries.count()
    log_export(by.acting_agency, by=by, criteria=criteria, count=count)
    record("log.exported", by=by, on=by.acting_agency, count=count)
    position, digest = current_heads().get(by.acting_agency.pk, (0, ""))
    return count, position, digest
