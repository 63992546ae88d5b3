"""The consent forms for staff: which there are, who adopted them, and blank ones to print."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from consents.blank import blank_form
from consents.models import ConsentForm
from desk.forms import BlankForm
from mous import queries as mou_queries
from mous.models import Mou
from mous.states import Standing


@require_safe
@member_required
def consent_forms(request: PortalRequest) -> HttpResponse:
    """Every form with its languages, the uniform one first."""
    forms = list(ConsentForm.objects.order_by("-published_on", "language"))
    rows = [form for kind in ConsentForm.Kind for form in forms if form.kind == kind]
    context = {
        "page_title": _("Consent forms"),
        "uniform": [form for form in rows if form.kind == ConsentForm.Kind.UNIFORM],
        "separate": [form for form in rows if form.kind != ConsentForm.Kind.UNIFORM],
        "columns": [{"label": label} for label in (_("Form"), _("Language"), _("Version"))],
        "breadcrumbs": _crumbs(),
    }
    return render(request, "desk/consent_forms.html", context)


@require_safe
@member_required
def consent_form(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The wording of one form, what to fill in before it is printed, and the agreements in force that adopted it."""
    return _show(request, get_object_or_404(ConsentForm, pk=pk), BlankForm())


@require_safe
@member_required
def blank_consent_form(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The blank form as a PDF, with the agencies and kinds of record that were chosen."""
    form = get_object_or_404(ConsentForm, pk=pk)
    chosen = BlankForm(request.GET)
    if not chosen.is_valid():
        return _show(request, form, chosen)
    content = blank_form(form, issued_by=request.user.acting_agency, **chosen.cleaned_data)
    name = f"{form.kind}-{form.version}-{form.language}.pdf".replace("_", "-")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _show(request: PortalRequest, consent_form: ConsentForm, form: BlankForm) -> HttpResponse:
    is_uniform = consent_form.kind == ConsentForm.Kind.UNIFORM
    context = {
        "page_title": _("Consent form %(version)s") % {"version": consent_form.version},
        "consent_form": consent_form,
        "form": form if is_uniform else None,
        "pdf_url": reverse("desk:blank_consent_form", args=[consent_form.pk]),
        "adopted": _adopted(request, consent_form) if is_uniform else [],
        "is_uniform": is_uniform,
        "breadcrumbs": [
            *_crumbs(),
            {"label": _("Forms"), "url": reverse("desk:consent_forms")},
            {"label": consent_form.title},
        ],
    }
    return render(request, "desk/consent_form.html", context)


def _adopted(request: PortalRequest, form: ConsentForm) -> QuerySet[Mou]:
    """The agreements in force that the person may see and whose parties adopted this version."""
    seen = mou_queries.visible_to(request.user).filter(consent_form=form.version)
    today = request.user.acting_agency.today()
    return mou_queries.standing_in(seen, [Standing.IN_FORCE], today).order_by("title")


def _crumbs() -> list[dict[str, Any]]:
    return [{"label": _("Consents"), "url": reverse("consents:list")}]
