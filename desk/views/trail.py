"""The audit trail of an agency, and the proof that nobody has touched it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from audit import queries
from audit.models import AuditEvent
from audit.record import record
from audit.verify import verify_chain
from audit.words import in_words
from desk.event_words import about
from desk.forms import AuditFilter
from desk.permissions import can_read_log
from sharing_portal.errors import require
from youth.permissions import acting_agency

PAGE_SIZE = 50


@require_safe
@member_required
def audit_trail(request: PortalRequest) -> HttpResponse:
    """What people did at the agency and were refused, newest first."""
    require(can_read_log(request.user))
    return _page(request, {})


@require_POST
@member_required
def audit_verify(request: PortalRequest) -> HttpResponse:
    """Check the agency's whole chain now and say what was found."""
    require(can_read_log(request.user))
    read, findings = verify_chain(acting_agency(request.user))
    record("audit.verified", by=request.user, entries=read, findings=len(findings))
    return _page(request, {"verified": True, "read": read, "findings": findings[:PAGE_SIZE]})


def _page(request: PortalRequest, result: dict[str, object]) -> HttpResponse:
    form = AuditFilter(request.GET)
    found = form.narrow(queries.visible_to(request.user))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [_row(event) for event in page.object_list]
    record("audit.viewed", by=request.user, shown=len(rows))
    context = {
        "page_title": _("Audit trail"),
        "form": form,
        "page": page,
        "rows": rows,
        "columns": [
            {"label": _("When")},
            {"label": _("Person")},
            {"label": _("What happened")},
            {"label": _("About")},
            {"label": _("Details")},
        ],
        "head": queries.head_of(acting_agency(request.user)),
        "denied_events": queries.DENIED,
        **result,
    }
    return render(request, "desk/audit.html", context)


def _row(event: AuditEvent) -> dict[str, Any]:
    # Pairs, because a detail may be called "items", which a template would take for the method.
    details = _pairs(event.details)
    return {"event": event, "words": in_words(event), "about": about(event), "details": details}


def _pairs(details: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (name.replace("_", " "), ", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for name, value in details.items()
    ]
