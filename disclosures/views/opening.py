"""What an agreement would open, before it is signed, and what it opens while it is in force."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from audit.record import record
from disclosures.opening import opening as opening_of
from disclosures.opening import opens_anything
from mous import queries as mou_queries


@require_safe
@member_required
def opening(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Who of one's own people could ask, and for how many of one's own youth a consent would do. Counts only."""
    mou = get_object_or_404(mou_queries.visible_to(request.user), pk=pk)
    today = request.user.acting_agency.today()
    found = opening_of(mou, request.user)
    record("mou.opening_viewed", by=request.user, on=mou, counted=found.youth is not None)
    live = mou.is_in_force(today)
    title = _("What this agreement opens") if live else _("What would this agreement open?")
    context = {
        "page_title": title,
        "mou": mou,
        "live": live,
        "ended": not opens_anything(mou, today),
        "opening": found,
        "agency": request.user.acting_agency,
        "breadcrumbs": [
            {"label": _("Agreements"), "url": reverse("mous:list")},
            {"label": mou.title, "url": reverse("mous:detail", args=[mou.pk])},
            {"label": title},
        ],
    }
    return render(request, "disclosures/opening.html", context)
