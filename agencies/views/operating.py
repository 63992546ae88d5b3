"""The operators' pages: bringing agencies into the portal, and closing it to them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import PortalRequest, posted
from agencies import actions, queries
from agencies.doors import operator_required
from agencies.forms import InviteAdministratorForm, OnboardForm, carried_out
from agencies.models import Agency
from sharing_portal.errors import RefusedInput


def _agency(request: PortalRequest, pk: UUID) -> Agency:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


@operator_required
@require_http_methods(["GET", "POST"])
def onboard(request: PortalRequest) -> HttpResponse:
    """Add an agency and invite its first administrator."""
    form = OnboardForm(posted(request))
    if form.is_valid():
        data = form.cleaned_data
        if carried_out(form, lambda: actions.onboard(by=request.user, **data)):
            messages.success(request, _("The agency is added and its administrator is invited."))
            return redirect("agencies:list")
    title = _("Add an agency")
    trail = [{"label": _("Agencies"), "url": reverse("agencies:list")}, {"label": title}]
    context = {
        "form": form,
        "page_title": title,
        "breadcrumbs": trail,
        "cancel_url": reverse("agencies:list"),
    }
    return render(request, "agencies/form.html", context)


@operator_required
@require_http_methods(["GET", "POST"])
def invite_administrator(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Invite an administrator to an agency that has none."""
    agency = _agency(request, pk)
    form = InviteAdministratorForm(posted(request))
    if form.is_valid():
        data = {
            "email": form.cleaned_data["administrator_email"],
            "name": form.cleaned_data["administrator_name"],
            "roles": ["agency_admin"],
        }
        if carried_out(form, lambda: actions.invite(agency, by=request.user, **data)):
            messages.success(request, _("The invitation is on its way to %(email)s.") % data)
            return redirect("agencies:profile", pk=pk)
    profile_url = reverse("agencies:profile", args=[pk])
    title = _("Invite an administrator")
    trail = [{"label": agency.name, "url": profile_url}, {"label": title}]
    context = {"form": form, "page_title": title, "breadcrumbs": trail, "cancel_url": profile_url}
    return render(request, "agencies/form.html", context)


@operator_required
@require_POST
def activate(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Let an onboarded agency's members act."""
    return _carry_out(request, pk, actions.activate, _("The agency is active."))


@operator_required
@require_http_methods(["GET", "POST"])
def suspend_agency(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Ask, then close the portal to an agency."""
    if request.method == "POST":
        return _carry_out(request, pk, actions.suspend_agency, _("The agency is suspended."))
    context = {
        "page_title": _("Suspend this agency?"),
        "text": _agency(request, pk).name,
        "consequences": [
            _("From the next page they open, none of its members can act for it."),
            _("Nobody can send it a request. Its records and its log stay."),
        ],
        "confirm_label": _("Suspend"),
        "cancel_url": reverse("agencies:profile", args=[pk]),
        "danger": True,
    }
    return render(request, "components/confirm_page.html", context)


@operator_required
@require_POST
def resume_agency(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Open the portal to a suspended agency again."""
    return _carry_out(request, pk, actions.resume_agency, _("The agency is active again."))


def _carry_out(request: PortalRequest, pk: UUID, verb: Callable[..., None], done: str) -> HttpResponse:
    try:
        verb(_agency(request, pk), by=request.user)
    except RefusedInput as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("agencies:profile", pk=pk)
