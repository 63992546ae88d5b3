"""The weekly overview for records custodians: what ends, what waits, what was revoked."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from agencies.models import Agency
from agencies.queries import members_to_tell
from consents import queries
from consents.models import Consent, ConsentGrant, Digest
from notices.actions import tell
from notices.outbox import once

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Overview:
    """The consents of one agency that its custodians look at once a week, each part in the order in which one does.

    What ends first and what was revoked last stand first, and of what waits the oldest signature.
    """

    ending: QuerySet[Consent]
    waiting: QuerySet[Consent]
    revoked: QuerySet[Consent]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look at."""
        return not any(part.exists() for part in (self.ending, self.waiting, self.revoked))


def overview(agency: Agency) -> Overview:
    """What ends within 30 days, what waits for a second person, and what was revoked in the last seven days."""
    today = agency.today()
    own = Consent.objects.filter(agency=agency)
    grants = ConsentGrant.objects.filter(agency=agency)
    standing = grants.filter(revoked_at=None, ended_at=None, expires_on__gte=today)
    unconfirmed = own.filter(method=Consent.Method.PAPER, confirmed_at=None)
    revoked = grants.filter(revoked_at__gte=timezone.now() - WEEK)
    last = revoked.filter(consent=OuterRef("pk")).order_by("-revoked_at").values("revoked_at")[:1]
    return Overview(
        ending=queries.ending_soon(own, today),
        waiting=unconfirmed.filter(pk__in=standing.values("consent")).order_by("signed_at", "pk"),
        revoked=own.filter(pk__in=revoked.values("consent"))
        .annotate(last_revoked=Subquery(last))
        .order_by("-last_revoked", "pk"),
    )


def send_digest(entry_id: str) -> None:
    """Tell each records custodian once that the week's overview is there, unless there is nothing in it."""
    with once(entry_id) as entry:
        if entry is None or entry.reference is None:
            return
        digest = Digest.objects.select_related("agency").get(pk=entry.reference)
        if not overview(digest.agency).is_empty:
            custodians = members_to_tell(digest.agency_id, ["records_custodian"])
            tell(custodians, "consent.digest", agency_id=digest.agency_id, on=digest, key=str(digest.week))
