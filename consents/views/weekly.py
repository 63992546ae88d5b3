"""The page behind the weekly notice to records custodians."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from agencies.roles import Reach, can_read
from audit.record import record
from consents import queries
from consents.models import Consent
from consents.reminders.digest import overview
from consents.views.reading import columns, shown
from sharing_portal.errors import require

MOST = 50


@require_safe
@member_required
def week(request: PortalRequest) -> HttpResponse:
    """What ends soon, what waits for a second person, and what was revoked in the last seven days."""
    require(can_read(request.user, Reach.CONSENTS))
    assert request.user.acting_agency is not None
    found = overview(request.user.acting_agency)
    parts = [
        _part(request, _("Ends within 30 days"), found.ending),
        _part(request, _("Waits for a second person"), found.waiting),
        _part(request, _("Revoked in the last 7 days"), found.revoked),
    ]
    record("consent.week_viewed", by=request.user, shown=sum(len(part["rows"]) for part in parts))
    crumbs = [{"label": _("Consents"), "url": reverse("consents:list")}, {"label": _("This week")}]
    context = {
        "page_title": _("Consents this week"),
        "breadcrumbs": crumbs,
        "parts": parts,
        "columns": columns(_("Youth")),
    }
    return render(request, "consents/week.html", context)


def _part(request: PortalRequest, heading: str, wanted: QuerySet[Consent]) -> dict[str, Any]:
    """One table of the page, with the first so many lines, and how many there are in all."""
    first = list(wanted.values_list("pk", flat=True)[:MOST])
    seen = queries.recorded_by_us(request.user).in_bulk(first)
    rows = [shown(seen[pk]) for pk in first if pk in seen]
    return {"heading": heading, "count": wanted.count(), "rows": rows}
