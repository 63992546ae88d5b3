"""Releases: the lists, reading one, its files and package, ending it."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from agencies.roles import Reach, can_read
from audit.record import record
from disclosures import actions, permissions, queries
from disclosures.actions.releasing import why_ended
from disclosures.agreements import without_agreement
from disclosures.forms import ReasonForm
from disclosures.models import Release
from disclosures.views.asking import sections
from sharing_portal.errors import require
from sharing_portal.paging import LongList


@require_safe
@member_required
def received(request: PortalRequest) -> HttpResponse:
    """What others have released to us."""
    return _list(request, queries.released_to_us(request.user), "received")


@require_safe
@member_required
def sent(request: PortalRequest) -> HttpResponse:
    """What our agency has released."""
    found = queries.releases_visible_to(request.user).filter(agency=request.user.acting_agency_id)
    return _list(request, found, "sent")


def _list(request: PortalRequest, found, section: str) -> HttpResponse:  # type: ignore[no-untyped-def]
    page = LongList(found, 25).get_page(request.GET.get("page"))
    record("release.listed", by=request.user, section=section, shown=len(page.object_list))
    context = {
        "page": page,
        "section": section,
        "sections": sections(section),
        "open_ids": queries.open_among(page.object_list),
        "without_agreement": without_agreement(page.object_list),
    }
    return render(request, "disclosures/releases.html", context)


def _release(request: PortalRequest, pk: UUID) -> Release:
    return get_object_or_404(queries.releases_visible_to(request.user), pk=pk)


@require_safe
@member_required
def open_release(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Read a release: the recipient while it is open, the holder always; nobody learns more than its cover after."""
    found = _release(request, pk)
    if found.agency_id == request.user.acting_agency_id:
        return _as_holder(request, found)
    if found.pk not in queries.open_among([found]):
        record("release.closed_viewed", by=request.user, on=found)
        return render(
            request, "disclosures/release_ended.html", {"release": found, "why": why_ended(found)}, status=403
        )
    items = actions.open_release(found, by=request.user)
    found.refresh_from_db()
    return render(
        request, "disclosures/release_open.html", {"release": found, "items": items, "recipient": True}
    )


def _as_holder(request: PortalRequest, found: Release) -> HttpResponse:
    items = list(found.items.all()) if can_read(request.user, Reach.RELEASES) else []
    record("release.reviewed", by=request.user, on=found, items=len(items))
    context = {
        "release": found,
        "items": items,
        "recipient": False,
        "without_agreement": found.ended_at is None and bool(without_agreement([found])),
        "can_recall": found.ended_at is None and permissions.can_recall(request.user, found),
    }
    return render(request, "disclosures/release_open.html", context)


@require_POST
@member_required
def acknowledge(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Confirm receipt and that the notices were read."""
    found = _release(request, pk)
    actions.acknowledge(found, by=request.user)
    messages.success(request, _("Thank you. The agency that released it has been told."))
    return redirect("disclosures:open", found.pk)


@require_safe
@member_required
def package(request: PortalRequest, pk: UUID) -> HttpResponse | FileResponse:
    """Download the PDF package; logged before its first byte leaves."""
    found = _release(request, pk)
    if not found.package and not found.view_only:
        return render(request, "disclosures/package_waiting.html", {"release": found})
    actions.download(found, by=request.user)
    response = FileResponse(found.package.open("rb"), as_attachment=True, filename="release.pdf")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@member_required
def item_file(request: PortalRequest, pk: UUID, item: UUID) -> FileResponse:
    """Download the file of one released item."""
    found = _release(request, pk)
    items = actions.download(found, by=request.user, what=str(item))
    chosen = next((entry for entry in items if entry.pk == item and entry.file), None)
    if chosen is None:
        raise Http404
    response = FileResponse(
        chosen.file.open("rb"), as_attachment=True, filename=chosen.file_name, content_type=chosen.file_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
@member_required
def recall(request: PortalRequest, pk: UUID) -> HttpResponse:
    """End the recipient's access."""
    found = _release(request, pk)
    require(permissions.can_recall(request.user, found))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.recall(found, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Access has ended. The recipient has been told."))
        return redirect("disclosures:open", found.pk)
    context = {
        "page_title": _("Recall this release?"),
        "consequences": [
            _("%(agency)s can no longer open or download it, from this moment.")
            % {"agency": found.recipient_agency},
            _("What was already downloaded cannot be called back from here: speak with them."),
        ],
        "form": form,
        "confirm_label": _("End access now"),
        "cancel_url": reverse("disclosures:open", args=[found.pk]),
        "danger": True,
    }
    return render(request, "components/confirm_page.html", context)
