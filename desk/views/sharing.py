"""What was asked, allowed and shared about one youth."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from audit.record import record
from desk import queries
from desk.entry import log_columns
from desk.permissions import can_read_log
from disclosures.permissions import can_compose
from youth.queries import visible_to


@require_safe
@member_required
def youth_sharing(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The consents, requests, releases and log entries of a youth, as far as the reader may see each."""
    youth = get_object_or_404(visible_to(request.user), pk=pk)
    record("youth.sharing_viewed", by=request.user, on=youth, youth_id=youth.pk)
    context = {
        "page_title": _("Requests and releases"),
        "breadcrumbs": [
            {"label": pgettext("several", "Youth"), "url": reverse("youth:list")},
            {"label": str(youth), "url": reverse("youth:record", args=[youth.pk])},
            {"label": _("Requests and releases")},
        ],
        "youth": youth,
        "log_columns": log_columns(),
        "sharing": queries.sharing_of(youth, request.user),
        "can_compose": can_compose(request.user),
        "can_read_log": can_read_log(request.user),
    }
    return render(request, "desk/youth.html", context)
