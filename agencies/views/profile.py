"""Looking agencies up, and keeping one's own profile and contacts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import PortalRequest, posted
from agencies import actions, queries
from agencies.doors import member_or_operator_required, member_required
from agencies.facts import state_pack
from agencies.forms import ContactForm, OperatorsProfileForm, ProfileForm, carried_out
from agencies.models import Agency, AgencyContact
from agencies.permissions import can_edit_agency, can_edit_contacts
from law.vocabulary import LegalStatus
from sharing_portal.errors import require


def _trail(agency: Agency, label: str = "") -> list[dict[str, str]]:
    trail = [{"label": _("Agencies"), "url": reverse("agencies:list")}]
    if not label:
        return [*trail, {"label": agency.name}]
    return [*trail, {"label": agency.name, "url": _profile_url(agency)}, {"label": label}]


def _profile_url(agency: Agency) -> str:
    return reverse("agencies:profile", args=[agency.pk])


@member_or_operator_required
@require_GET
def agency_list(request: PortalRequest) -> HttpResponse:
    """The partner agencies; operators see those not yet active too."""
    agencies = queries.visible_to(request.user)
    if request.user.is_operator:
        agencies = queries.with_administrator(agencies)
    columns = [{"label": _("Agency")}, {"label": _("Kind")}, {"label": _("Phone")}, {"label": _("Status")}]
    if not request.user.is_operator:
        del columns[-1]
    context = {"agencies": agencies, "columns": columns, "page_title": _("Agencies")}
    return render(request, "agencies/list.html", context)


@member_or_operator_required
@require_GET
def profile(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Whom to call, which law binds the agency, where it is."""
    agency = get_object_or_404(queries.visible_to(request.user), pk=pk)
    contacts = list(agency.contacts.all())
    chain = [contact for contact in contacts if contact.purpose == AgencyContact.Purpose.CHAIN]
    context = {
        "agency": agency,
        "facts": _facts(agency),
        "chain": sorted(chain, key=lambda contact: contact.position or 0),
        "others": [contact for contact in contacts if contact not in chain],
        "can_edit": can_edit_agency(request.user, agency),
        "can_edit_contacts": can_edit_contacts(request.user, agency),
        "page_title": agency.name,
        "breadcrumbs": _trail(agency),
    }
    return render(request, "agencies/profile.html", context)


def _facts(agency: Agency) -> list[dict[str, Any]]:
    statuses = [_(LegalStatus(code).label) for code in agency.legal_statuses]
    place = ", ".join(part for part in (agency.county, agency.us_state) if part)
    return [
        {"label": _("Legal status"), "lines": statuses or [_("Not known yet")]},
        {"label": _("Phone"), "value": agency.phone},
        {"label": _("Address"), "value": agency.address},
        {"label": _("County and state"), "value": place},
        {"label": _("State rules"), "value": _state_rules(agency)},
    ]


def _state_rules(agency: Agency) -> str:
    pack = state_pack(agency)
    if pack is None:
        return _("None are loaded for %(state)s. What state law decides stays open.") % {
            "state": agency.us_state
        }
    return _("%(name)s, version %(version)s, in force until %(day)s") % {
        "name": pack.name,
        "version": pack.version,
        "day": date_format(pack.effective_to),
    }


@member_or_operator_required
@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Change the profile."""
    agency = get_object_or_404(queries.visible_to(request.user), pk=pk)
    require(can_edit_agency(request.user, agency))
    kind = OperatorsProfileForm if request.user.is_operator else ProfileForm
    form = kind(posted(request), instance=get_object_or_404(queries.visible_to(request.user), pk=pk))
    if form.is_valid():
        data = form.cleaned_data
        if carried_out(form, lambda: actions.edit_profile(agency, by=request.user, **data)):
            messages.success(request, _("The profile is saved."))
            return redirect("agencies:profile", pk=pk)
    return _form_page(request, form, agency, _("Edit the profile"))


def _form_page(request: PortalRequest, form: Any, agency: Agency, title: str) -> HttpResponse:
    context = {
        "form": form,
        "page_title": title,
        "breadcrumbs": _trail(agency, title),
        "cancel_url": _profile_url(agency),
    }
    return render(request, "agencies/form.html", context)


@member_required
@require_http_methods(["GET", "POST"])
def add_contact(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Add a contact to one's own agency."""
    agency = get_object_or_404(queries.visible_to(request.user), pk=pk)
    require(can_edit_contacts(request.user, agency))
    form = ContactForm(posted(request), initial={"purpose": request.GET.get("purpose")})
    if form.is_valid():
        actions.add_contact(agency, by=request.user, **form.cleaned_data)
        messages.success(request, _("The contact is added."))
        return redirect("agencies:profile", pk=pk)
    return _form_page(request, form, agency, _("Add a contact"))


@member_required
@require_http_methods(["GET", "POST"])
def edit_contact(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Change a contact of one's own agency."""
    contact = get_object_or_404(queries.contacts_visible_to(request.user), pk=pk)
    require(can_edit_contacts(request.user, contact.agency))
    form = ContactForm(posted(request), instance=contact)
    if form.is_valid():
        actions.edit_contact(contact, by=request.user, **form.cleaned_data)
        messages.success(request, _("The contact is saved."))
        return redirect("agencies:profile", pk=contact.agency_id)
    return _form_page(request, form, contact.agency, _("Edit a contact"))


@member_required
@require_http_methods(["GET", "POST"])
def remove_contact(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Ask, then take a contact away."""
    contact = get_object_or_404(queries.contacts_visible_to(request.user), pk=pk)
    require(can_edit_contacts(request.user, contact.agency))
    if request.method == "POST":
        actions.remove_contact(contact, by=request.user)
        messages.success(request, _("The contact is removed."))
        return redirect("agencies:profile", pk=contact.agency_id)
    context = {
        "page_title": _("Remove this contact?"),
        "text": contact.name,
        "confirm_label": _("Remove"),
        "cancel_url": _profile_url(contact.agency),
        "danger": True,
    }
    return render(request, "components/confirm_page.html", context)


@member_required
@require_POST
def move_contact(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Move a contact one place in the chain."""
    contact = get_object_or_404(queries.contacts_visible_to(request.user), pk=pk)
    actions.move_contact(contact, by=request.user, earlier=request.POST.get("direction") != "later")
    return redirect("agencies:profile", pk=contact.agency_id)


@member_required
@require_POST
def verify_contact(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Say that a contact was checked today."""
    contact = get_object_or_404(queries.contacts_visible_to(request.user), pk=pk)
    actions.verify_contact(contact, by=request.user)
    messages.success(request, _("The contact is marked as verified today."))
    return redirect("agencies:profile", pk=contact.agency_id)
