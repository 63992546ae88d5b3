"""A consent signed on paper: its scan, and the second person who holds it against what was typed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import PortalRequest, posted
from agencies.doors import member_required
from audit.record import record
from consents import actions, queries
from consents.forms import CompareForm, SendBackForm
from consents.models import Consent, ConsentScan
from consents.permissions import can_confirm
from consents.scans import kind_of, page_picture, pictured_pages
from consents.views.reading import crumbs, facts, shown
from sharing_portal.errors import DamagedFile, InvalidTransition, RefusedInput, require
from youth import files


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def compare(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Scan and record side by side; a second person confirms that they agree."""
    consent = _waiting(request, pk)
    form = CompareForm(posted(request))
    if form.is_valid():
        actions.confirm(consent, by=request.user)
        messages.success(
            request, _("The consent is confirmed. It is in force from the first day of each line.")
        )
        return redirect("consents:detail", pk)
    scan = _kept(consent)
    record("consent.compared", by=request.user, on=consent, youth_id=consent.youth_id)
    context = {
        "page_title": _("Compare the paper with the record"),
        "consent": consent,
        "row": shown(consent),
        "facts": facts(consent),
        "form": form,
        "scan": scan,
        "pages": pictured_pages(_intact(scan), kind_of(scan)),
        "breadcrumbs": crumbs(consent, _("Compare")),
    }
    return render(request, "consents/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def send_back(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Say what differs: the record ends, and is typed anew."""
    consent = _waiting(request, pk)
    form = SendBackForm(posted(request))
    if form.is_valid():
        actions.send_back(consent, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("It was sent back. The person who typed it was told."))
        return redirect("consents:detail", pk)
    context = {
        "page_title": _("Send it back"),
        "text": consent.reference,
        "consequences": [
            _("This record never comes into force. It stays on file as recorded wrongly, with your reason."),
            _("It is typed anew from the same scan and compared anew by a second person."),
        ],
        "form": form,
        "confirm_label": _("Send it back"),
        "cancel_url": reverse("consents:compare", args=[pk]),
        "danger": True,
        "breadcrumbs": crumbs(consent, _("Send it back")),
    }
    return render(request, "components/confirm_page.html", context)


@require_POST
@member_required
def retype(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Begin anew with what was recorded wrongly and its scan."""
    consent = get_object_or_404(queries.visible_to(request.user), pk=pk)
    try:
        draft = actions.retype(consent, by=request.user)
    except (RefusedInput, InvalidTransition) as error:
        messages.error(request, error.message)
        return redirect("consents:for_youth", consent.youth_id)
    return redirect("consents:step", draft.youth_id, "sharing")


@require_safe
@member_required
def scan(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The scan, byte for byte as it was put in."""
    found, content = _scan(request, pk)
    response = HttpResponse(content, content_type=kind_of(found))
    response["Content-Disposition"] = content_disposition_header(True, found.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@member_required
def scan_page(request: PortalRequest, pk: UUID, number: int) -> HttpResponse:
    """One page of the scan as a picture, from 1."""
    found, content = _scan(request, pk)
    picture = page_picture(content, kind_of(found), number - 1)
    if picture is None:
        raise Http404
    response = HttpResponse(picture[0], content_type=picture[1])
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _waiting(request: PortalRequest, pk: UUID) -> Consent:
    """A consent that waits for a second person: 404 for one not seen, 403 for the first person."""
    consent = get_object_or_404(queries.recorded_by_us(request.user), pk=pk)
    require(can_confirm(request.user, consent))
    if consent.confirmed_at is not None:
        raise InvalidTransition(_("This consent does not wait for a second person."))
    return consent


def _scan(request: PortalRequest, pk: UUID) -> tuple[ConsentScan, bytes]:
    """The scan and its content, which the log says was opened."""
    consent = get_object_or_404(queries.recorded_by_us(request.user), pk=pk)
    found = _kept(consent)
    record("consent.scan_viewed", by=request.user, on=consent, youth_id=consent.youth_id)
    return found, _intact(found)


def _kept(consent: Consent) -> ConsentScan:
    """The scan of a consent, or 404."""
    found = queries.scan_of(consent)
    if found is None:
        raise Http404
    return found


def _intact(found: ConsentScan) -> bytes:
    content = files.read_intact(str(found.file), found.file_sha256)
    if content is None:
        raise DamagedFile(_("The file kept here is not the one that was put in. Tell the portal’s operator."))
    return content
