"""The people around a youth: parents and guardians, and the colleagues who work with her."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.http import PortalRequest
from accounts.models import User
from agencies.doors import member_required
from agencies.forms import show_refusal
from audit.record import record as record_event
from sharing_portal.errors import RefusedInput, require
from youth import actions, permissions
from youth.forms import AssignForm, GiverForm, GuardianForm, HandOverForm
from youth.models import Assignment
from youth.views.records import crumbs, form_page, visible_record


@member_required
def guardian_new(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Add a parent, guardian or other adult."""
    youth = visible_record(request, pk)
    require(permissions.can_edit(request.user, youth))
    form = GuardianForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            actions.add_guardian(youth, given, by=request.user, once=given["once"])
            return redirect("youth:record", pk=youth.pk)
        except RefusedInput as error:
            show_refusal(form, error)
    context = {
        "page_title": _("Add a parent or guardian"),
        "breadcrumbs": crumbs(youth, _("Add a parent or guardian")),
        "form": form,
        "submit_label": _("Add"),
        "cancel_url": reverse("youth:record", args=[youth.pk]),
    }
    return form_page(request, youth, context)


@member_required
def assign(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Put the youth on a colleague's caseload."""
    youth = visible_record(request, pk)
    require(permissions.can_assign(request.user, youth))
    form = AssignForm(request.POST or None, agency_id=youth.agency_id)
    if request.method == "POST" and form.is_valid():
        try:
            actions.assign(youth, form.cleaned_data["receiver"], by=request.user)
            return redirect("youth:record", pk=youth.pk)
        except RefusedInput as error:
            show_refusal(form, error)
    context = {
        "page_title": _("Assign to a colleague"),
        "breadcrumbs": crumbs(youth, _("Assign to a colleague")),
        "form": form,
        "submit_label": _("Assign"),
        "cancel_url": reverse("youth:record", args=[youth.pk]),
    }
    return form_page(request, youth, context)


@member_required
@require_POST
def assignment_end(request: PortalRequest, pk: UUID, assignment_pk: UUID) -> HttpResponse:
    """Take the youth off a person's caseload."""
    youth = visible_record(request, pk)
    assignment = get_object_or_404(
        Assignment.objects.select_related("youth", "user"), youth=youth, pk=assignment_pk
    )
    actions.end_assignment(assignment, by=request.user)
    messages.success(request, _("The assignment has ended."))
    return redirect("youth:record", pk=youth.pk)


@member_required
def hand_over(request: PortalRequest) -> HttpResponse:
    """Move several youth from one person's caseload to another's: whose first, then which and to whom."""
    require(permissions.can_hand_over(request.user))
    agency_id = permissions.acting_agency(request.user)
    chosen = GiverForm(request.GET or None, agency_id=agency_id)
    giver: User | None = chosen.cleaned_data["giver"] if chosen.is_valid() else None
    form = HandOverForm(request.POST or None, agency_id=agency_id, giver=giver) if giver else None
    if form and request.method == "POST" and form.is_valid() and giver:
        try:
            return _hand_over(request, giver, form)
        except RefusedInput as error:
            show_refusal(form, error)
    if giver:
        record_event("youth.caseload_listed", by=request.user, of=str(giver.pk))
    context = {
        "page_title": _("Hand over a caseload"),
        "breadcrumbs": crumbs(here=_("Hand over a caseload")),
        "giver_form": chosen,
        "giver": giver,
        "form": form,
    }
    return render(request, "youth/hand_over.html", context)


def _hand_over(request: PortalRequest, giver: User, form: HandOverForm) -> HttpResponse:
    receiver = form.cleaned_data["receiver"]
    count = actions.hand_over(
        list(form.cleaned_data["records"]), giver=giver, receiver=receiver, by=request.user
    )
    text = ngettext(
        "%(count)s youth now works with %(name)s.", "%(count)s youth now work with %(name)s.", count
    )
    messages.success(request, text % {"count": count, "name": receiver})
    return redirect("youth:hand_over")
