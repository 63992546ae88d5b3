"""The page after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from audit.record import record
from desk.first_steps import first_steps
from desk.work import work_list
from notices import kinds
from notices import queries as notice_queries

NOTICES = 6


@require_safe
@login_required
def work(request: PortalRequest) -> HttpResponse:
    """What waits for her, what is due, what has changed. Operators and people of no agency go elsewhere first."""
    if request.user.is_operator:
        return redirect("agencies:list")
    if request.user.acting_agency_id is None:
        return redirect("agencies:choose")
    found = work_list(request.user)
    if found.names:
        record("desk.viewed", by=request.user, lines_with_youth=found.names)
    notices = notice_queries.visible_to(request.user).order_by("-created_at")[:NOTICES]
    context = {
        "page_title": _("Work list"),
        "work": found,
        "steps": [] if found.waiting else first_steps(request.user),
        "notices": [(notice, kinds.sentence(notice)) for notice in notices],
    }
    return render(request, "desk/work.html", context)
