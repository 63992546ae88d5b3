"""After the family asked to stop, or signed: what staff write down, and the letter they send."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from audit.record import record
from consents import actions, queries
from consents.forms import CopyForm
from consents.models import Consent
from consents.pdf import stop_letter
from consents.permissions import can_record, can_revoke
from consents.views.reading import crumbs, pdf_response
from sharing_portal.errors import InvalidTransition, require


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def confirm_in_writing(request: PortalRequest, pk: UUID) -> HttpResponse:
    """What was stopped by word of mouth, the letter that confirms it, and that it was sent."""
    consent = _own(request, pk)
    lines = queries.to_confirm_in_writing(consent)
    if not lines:
        return redirect("consents:detail", pk)
    if request.method == "POST":
        actions.record_letter(consent, by=request.user)
        messages.success(request, _("Saved: the letter was sent."))
        return redirect("consents:detail", pk)
    record("consent.viewed", by=request.user, on=consent, youth_id=consent.youth_id)
    context = {
        "page_title": _("Confirm in writing"),
        "consent": consent,
        "lines": lines,
        "breadcrumbs": crumbs(consent, _("Confirm in writing")),
    }
    return render(request, "consents/confirm_in_writing.html", context)


@require_safe
@member_required
def letter(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The letter, in the language of the form."""
    consent = _own(request, pk)
    lines = queries.to_confirm_in_writing(consent)
    if not lines:
        raise InvalidTransition(_("Nothing of this consent waits for a letter."))
    record("consent.letter_printed", by=request.user, on=consent, youth_id=consent.youth_id)
    return pdf_response(stop_letter(consent, lines), f"{consent.reference}-letter.pdf")


@require_POST
@member_required
def copy_given(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Write down that the signer was given a copy."""
    consent = get_object_or_404(queries.recorded_by_us(request.user), pk=pk)
    require(can_record(request.user, consent.youth))
    form = CopyForm(request.POST)
    if form.is_valid():
        actions.record_copy(consent, by=request.user, method=form.cleaned_data["method"])
        messages.success(request, _("Saved: a copy was given."))
    else:
        messages.error(request, _("Say how the copy was given."))
    return redirect("consents:detail", pk)


def _own(request: PortalRequest, pk: UUID) -> Consent:
    """A consent of the person's agency: 404 for one not seen, 403 without the duty."""
    consent = get_object_or_404(queries.recorded_by_us(request.user), pk=pk)
    require(can_revoke(request.user, consent))
    return consent
