"""The disclosure log: reading it, one entry of it, and taking a copy."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from audit.queries import head_of, link_of
from audit.record import record
from desk.entry import entry_sections, log_columns
from desk.export import Manifest, covered, csv_lines
from desk.forms import LogFilter
from desk.permissions import can_export_log, can_read_log
from disclosures.actions import export_log
from disclosures.queries import log_visible_to
from sharing_portal.errors import require

PAGE_SIZE = 50


@require_safe
@member_required
def log(request: PortalRequest) -> HttpResponse:
    """Every request, decision, release and opening of the agency, newest first."""
    require(can_read_log(request.user))
    form = LogFilter(request.GET, user=request.user)
    page = Paginator(form.narrow(log_visible_to(request.user)), PAGE_SIZE).get_page(request.GET.get("page"))
    record("log.viewed", by=request.user, shown=len(page.object_list), narrowed=sorted(form.chosen()))
    context = {
        "page_title": _("Disclosure log"),
        "form": form,
        "page": page,
        "columns": log_columns(),
        "narrowed": bool(form.chosen()),
        "can_export": can_export_log(request.user),
    }
    return render(request, "desk/log.html", context)


@require_safe
@member_required
def log_entry(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One entry with every field, and its place in the chain."""
    require(can_read_log(request.user))
    entry = get_object_or_404(log_visible_to(request.user), pk=pk)
    record("log.entry_viewed", by=request.user, on=entry, youth_id=entry.youth_id)
    context = {
        "page_title": _("Log entry"),
        "breadcrumbs": [{"label": _("Log"), "url": reverse("desk:log")}, {"label": _("Log entry")}],
        "entry": entry,
        "sections": entry_sections(entry),
        "link": link_of(entry.pk),
    }
    return render(request, "desk/log_entry.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def log_export(request: PortalRequest) -> HttpResponseBase:
    """Take a copy of the entries chosen: asked first, then logged, then streamed."""
    require(can_export_log(request.user))
    return _export(request)


@reauthentication_required(allow_get=False)
def _export(request: PortalRequest) -> HttpResponseBase:
    """A copy leaves the portal's protection, so it wants a proof of identity within the last five minutes."""
    form = LogFilter(request.GET, user=request.user)
    if request.method == "POST" and form.is_valid():
        return _download(request, form)
    entries = form.narrow(log_visible_to(request.user))
    context = {
        "page_title": _("Export the log"),
        "breadcrumbs": [{"label": _("Log"), "url": reverse("desk:log")}, {"label": _("Export")}],
        "form": form,
        "rows": [
            {"label": _("Entries chosen"), "value": form.criteria() if form.is_valid() else ""},
            {"label": _("Number of entries"), "value": entries.count()},
        ],
        "back_url": f"{reverse('desk:log')}?{request.GET.urlencode()}",
    }
    return render(request, "desk/log_export.html", context)


def _download(request: PortalRequest, form: LogFilter) -> StreamingHttpResponse:
    agency = request.user.acting_agency
    entries = form.narrow(log_visible_to(request.user))
    head = head_of(agency.pk)
    chosen = covered(entries, agency.pk, head.position)
    count, *_rest = export_log(chosen, by=request.user, criteria=form.criteria())
    manifest = Manifest(
        agency, str(request.user), form.criteria(), count, head.position, head.hash, timezone.localtime()
    )
    response = StreamingHttpResponse(csv_lines(manifest, entries, request.user), content_type="text/csv")
    response["Content-Disposition"] = (
        f'attachment; filename="disclosure-log-{timezone.localdate():%Y-%m-%d}.csv"'
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
