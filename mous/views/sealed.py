"""The sealed files of a signed agreement and of its exhibits, and its evidence."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from audit.record import record
from mous import pages, queries
from mous.models import Mou, MouJoinder
from mous.pdf import agreement_pdf, evidence_pdf, exhibit_pdf
from mous.states import SIGNED_STATES
from sharing_portal.errors import InvalidTransition
from sharing_portal.sealing.keeping import kept_bytes


@member_required
@require_safe
def download(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The agreement as a PDF: the sealed file once all have signed, a paper to read before."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if mou.state not in SIGNED_STATES:
        record("mou.downloaded", by=request.user, on=mou, version=mou.version)
        return _as_file(agreement_pdf(mou), mou, "")
    made = queries.seal_of(mou)
    if made is None:
        return _waiting(request, mou)
    record("mou.downloaded", by=request.user, on=mou, version=mou.version, file_sha256=made.file_sha256)
    return _as_file(kept_bytes(made.file, made.file_sha256), mou, "-sealed")


@member_required
@require_safe
def evidence(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Who signed, when and how, as a PDF."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if mou.state not in SIGNED_STATES:
        raise InvalidTransition(_("There is evidence of the signatures when every party has signed."))
    made = queries.seal_of(mou)
    if made is None:
        return _waiting(request, mou)
    record("mou.evidence_downloaded", by=request.user, on=mou, version=mou.version)
    return _as_file(evidence_pdf(made), mou, "-evidence")


@member_required
@require_safe
def exhibit(request: PortalRequest, pk: UUID, offer_pk: UUID) -> HttpResponse:
    """The exhibit as a PDF: the sealed file once the agency has joined, a paper to read before."""
    offers = MouJoinder.objects.filter(mou__in=queries.visible_to(request.user))
    found = get_object_or_404(offers.select_related("mou", "agency"), pk=offer_pk, mou_id=pk)
    mou, what = found.mou, f"-exhibit-{slugify(found.agency.name)}"
    if found.state != MouJoinder.State.JOINED:
        record("mou.downloaded", by=request.user, on=mou, exhibit_sha256=found.exhibit_sha256)
        return _as_file(exhibit_pdf(found), mou, what)
    made = queries.seal_of(mou, found)
    if made is None:
        return _waiting(request, mou)
    record("mou.downloaded", by=request.user, on=mou, file_sha256=made.file_sha256)
    return _as_file(kept_bytes(made.file, made.file_sha256), mou, f"{what}-sealed")


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
