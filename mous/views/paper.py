"""An agreement signed on paper: its scan, the request to confirm it, and the confirmation."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from audit.record import record
from mous import actions, pages
from mous.checklist import missing_from
from mous.forms.agreement import SignForm
from mous.forms.text import ScanForm
from mous.models import Mou, MouScan
from mous.permissions import can_confirm
from mous.proofs import recent_proofs
from mous.states import State
from mous.views.drafting import done, draft_of, page_or_post
from mous.views.wording import visible
from sharing_portal.errors import DamagedFile, InvalidTransition, require
from youth import files


@member_required
@page_or_post
def paper(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Put in the scan and the day of the last signature."""
    mou = _paper_of(request, pk)
    found = MouScan.objects.filter(mou=mou).first()
    form = ScanForm(request.POST or None, request.FILES or None)
    if form.is_valid() and done(form, actions.put_in_scan, mou, by=request.user, **form.cleaned_data):
        messages.success(request, _("The scan is kept as the original. Now name the parties."))
        return redirect("mous:parties", mou.pk)
    context = {
        "page_title": _("The agreement on paper"),
        "breadcrumbs": pages.crumbs(mou, _("Paper original")),
        "mou": mou,
        "form": form,
        "scan": found,
    }
    return render(request, "mous/paper.html", context)


@member_required
@page_or_post
def paper_send(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Ask the parties to confirm it."""
    mou = _paper_of(request, pk)
    missing = [lack.text for lack in missing_from(mou)]
    if not MouScan.objects.filter(mou=mou).exists():
        missing.insert(0, _("Put in the scan of the signed agreement first."))
    if request.method == "POST" and not missing:
        actions.ask_to_confirm(mou, by=request.user)
        messages.success(request, _("Every party was asked to compare the scan with what you entered."))
        return redirect("mous:detail", mou.pk)
    context = {
        "page_title": _("Ask the parties to confirm"),
        "text": mou.title,
        "confirm_label": _("Ask the parties to confirm"),
        "cancel_url": reverse("mous:detail", args=[mou.pk]),
        "breadcrumbs": pages.crumbs(mou, _("Ask the parties to confirm")),
        "missing": missing,
        "rows": pages.answers(mou),
        "mou": mou,
    }
    return render(request, "mous/paper_send.html", context)


@member_required
@require_safe
def scan(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The paper original, byte for byte as it was put in."""
    mou = visible(request, pk)
    found = MouScan.objects.filter(mou=mou).first()
    if found is None:
        raise Http404
    content = files.read_intact(str(found.file), found.file_sha256)
    if content is None:
        raise DamagedFile(_("The file kept here is not the one that was put in. Tell the portal’s operator."))
    record("mou.scan_downloaded", by=request.user, on=mou, file_sha256=found.file_sha256)
    ending = found.file_name.rsplit(".", 1)[-1].lower()
    kind = {"pdf": "application/pdf", "png": "image/png"}.get(ending, "image/jpeg")
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, found.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@member_required
@page_or_post
def confirm(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Compare the scan with what was entered, and confirm that they agree."""
    mou = visible(request, pk)
    require(can_confirm(request.user, mou))
    return _confirm(request, mou)


@reauthentication_required(allow_get=True)
def _confirm(request: PortalRequest, mou: Mou) -> HttpResponse:
    form = SignForm(request.POST or None, user=request.user, mou=mou)
    if form.is_valid() and done(
        form,
        actions.sign,
        mou,
        by=request.user,
        proofs=recent_proofs(request, request.user),
        **form.cleaned_data,
    ):
        messages.success(request, _("You confirmed it for your agency."))
        return redirect("mous:detail", mou.pk)
    if mou.state != State.SENT:
        raise InvalidTransition(_("This agreement does not wait for confirmation."))
    context = {
        "page_title": _("Confirm for %(agency)s") % {"agency": request.user.acting_agency.name},
        "breadcrumbs": pages.crumbs(mou, _("Confirm")),
        "mou": mou,
        "scan": MouScan.objects.get(mou=mou),
        "facts": pages.facts(mou),
        "flows": pages.flows(mou),
        "form": form,
    }
    return render(request, "mous/confirm.html", context)


def _paper_of(request: PortalRequest, pk: UUID) -> Mou:
    mou = draft_of(request, pk)
    if not mou.on_paper:
        raise InvalidTransition(_("This agreement was not signed on paper."))
    return mou
