"""One youth's record: its page, its history, and the forms that make and change it."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.http import PortalRequest
from agencies.doors import member_required
from agencies.forms import show_refusal
from audit.record import record as record_event
from audit.words import in_words
from sharing_portal.errors import RefusedInput, require
from youth import actions, permissions, queries
from youth.forms import RecordForm
from youth.models import YouthRecord

LATEST = 5


def visible_record(request: PortalRequest, pk: UUID) -> YouthRecord:
    """The record, or 404: an unknown record and a hidden one look the same."""
    return get_object_or_404(queries.visible_to(request.user), pk=pk)


def crumbs(record: YouthRecord | None = None, here: str = "") -> list[dict[str, str]]:
    """The trail: youth, this record, this page."""
    trail = [{"label": pgettext("several", "Youth"), "url": reverse("youth:list")}]
    if record:
        trail.append({"label": str(record), "url": reverse("youth:record", args=[record.pk])})
    return [*trail, {"label": here}] if here else trail


def form_page(request: PortalRequest, youth: YouthRecord, context: dict[str, Any]) -> HttpResponse:
    """A form about the youth. It names her and holds what is known, so that it is recorded like any page about her."""
    record_event("youth.form_opened", by=request.user, on=youth, youth_id=youth.pk, form=_name_of(request))
    return render(request, "youth/form.html", context)


def _name_of(request: PortalRequest) -> str:
    return request.resolver_match.url_name or "" if request.resolver_match else ""


@member_required
def record_page(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Everything the agency holds about the youth, by category."""
    youth = visible_record(request, pk)
    record_event("youth.viewed", by=request.user, on=youth, youth_id=youth.pk)
    context = {
        "page_title": _("Youth record"),
        "breadcrumbs": [*crumbs(), {"label": str(youth)}],
        "youth": youth,
        "groups": queries.items_by_category(youth),
        "guardians": youth.guardians.all(),
        "assignments": queries.current_assignments(youth),
        "history": _timeline(queries.history(youth)[:LATEST]),
        "can_edit": permissions.can_edit(request.user, youth),
        "can_assign": permissions.can_assign(request.user, youth),
    }
    return render(request, "youth/record.html", context)


@member_required
def record_history(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Who did what with the record, as far as the reader may know."""
    youth = visible_record(request, pk)
    record_event("youth.history_viewed", by=request.user, on=youth, youth_id=youth.pk)
    page = Paginator(queries.history(youth), 25).get_page(request.GET.get("page"))
    context = {
        "page_title": _("History"),
        "breadcrumbs": crumbs(youth, _("History")),
        "youth": youth,
        "page": page,
        "history": _timeline(page.object_list),
    }
    return render(request, "youth/history.html", context)


@member_required
def record_new(request: PortalRequest) -> HttpResponse:
    """Make a record by hand."""
    require(permissions.can_create(request.user))
    form = RecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            youth = actions.create_record(form.cleaned_data, by=request.user, once=form.cleaned_data["once"])
            return redirect("youth:record", pk=youth.pk)
        except RefusedInput as error:
            show_refusal(form, error)
    context = {
        "page_title": _("Add a youth"),
        "breadcrumbs": crumbs(here=_("Add a youth")),
        "form": form,
        "submit_label": _("Add"),
        "cancel_url": reverse("youth:list"),
    }
    return render(request, "youth/form.html", context)


@member_required
def record_edit(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Change who the youth is said to be."""
    youth = visible_record(request, pk)
    require(permissions.can_edit(request.user, youth))
    trail = crumbs(youth, _("Change details"))
    form = RecordForm(request.POST or None, instance=youth)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_record(youth, form.cleaned_data, by=request.user)
            return redirect("youth:record", pk=youth.pk)
        except RefusedInput as error:
            show_refusal(form, error)
    context = {
        "page_title": _("Change details"),
        "breadcrumbs": trail,
        "form": form,
        "submit_label": _("Save"),
        "cancel_url": reverse("youth:record", args=[youth.pk]),
        "note": _("A roster import may change name, number, school and grade again.")
        if youth.external_id
        else "",
    }
    return form_page(request, youth, context)


def _timeline(events: object) -> list[dict[str, object]]:
    return [
        {"title": in_words(event), "when": event.at, "who": event.actor_name}
        for event in events  # type: ignore[attr-defined]  # a queryset or a page of one
    ]
