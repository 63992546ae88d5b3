"""The sealed file of a signed agreement, its evidence, and the public page that verifies a file."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest, posted
from agencies.doors import member_required
from audit.record import record
from mous import pages, queries
from mous.forms.agreement import VerifyForm
from mous.models import Mou
from mous.pdf import agreement_pdf, evidence_pdf, sealed_bytes
from mous.states import SIGNED_STATES
from mous.verify import verify as verify_file
from mous.views.drafting import page_or_post
from sharing_portal.errors import InvalidTransition
from sharing_portal.limits import limited


@member_required
@require_safe
def download(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The agreement as a PDF: the sealed file once all have signed, a paper to read before."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if mou.state not in SIGNED_STATES:
        record("mou.downloaded", by=request.user, on=mou, version=mou.version)
        return _as_file(agreement_pdf(mou), mou, "")
    made = mou.seals.first()
    if made is None:
        return _waiting(request, mou)
    record("mou.downloaded", by=request.user, on=mou, version=mou.version, file_sha256=made.file_sha256)
    return _as_file(sealed_bytes(made), mou, "-sealed")


@member_required
@require_safe
def evidence(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Who signed, when and how, as a PDF."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if mou.state not in SIGNED_STATES:
        raise InvalidTransition(_("There is evidence of the signatures when every party has signed."))
    made = mou.seals.select_related("mou__agency").first()
    if made is None:
        return _waiting(request, mou)
    record("mou.evidence_downloaded", by=request.user, on=mou, version=mou.version)
    return _as_file(evidence_pdf(made), mou, "-evidence")


def _waiting(request: PortalRequest, mou: Mou) -> HttpResponse:
    context = {
        "page_title": _("The sealed file is being prepared"),
        "breadcrumbs": pages.crumbs(mou, _("Sealed file")),
        "mou": mou,
    }
    return render(request, "mous/sealing.html", context)


def _as_file(content: bytes, mou: Mou, what: str) -> HttpResponse:
    name = f"{slugify(mou.title) or 'agreement'}-v{mou.version}{what}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@page_or_post
def verify(request: HttpRequest) -> HttpResponse:
    """Anybody: is this file sealed by the portal and unchanged? Nothing is kept of what is sent."""
    return _verify(request) if request.method == "POST" else _show(request, VerifyForm())


@limited("verify_agreement")
def _verify(request: HttpRequest) -> HttpResponse:
    form = VerifyForm(posted(request), request.FILES)
    found = verify_file(form.cleaned_data["file"].read()) if form.is_valid() else None
    return _show(request, form, pages.verification(found) if found else None)


def _show(request: HttpRequest, form: VerifyForm, found: dict[str, Any] | None = None) -> HttpResponse:
    context = {"page_title": _("Verify a signed agreement"), "form": form, "found": found}
    return render(request, "mous/verify.html", context)
