"""Items of a record: reading, adding, correcting, and the one door to their files."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.http import PortalRequest
from agencies.doors import member_required
from agencies.forms import show_refusal
from audit.record import record as record_event
from sharing_portal.errors import RefusedInput, require
from youth import actions, files, permissions
from youth.forms import CorrectionForm, ItemForm
from youth.models import RecordItem
from youth.views.records import crumbs, form_page, visible_record


def _item(request: PortalRequest, pk: UUID, item_pk: UUID) -> RecordItem:
    youth = visible_record(request, pk)
    rows = RecordItem.objects.filter(youth=youth).select_related("youth", "corrects", "corrected_by")
    return get_object_or_404(rows.select_related("entered_by"), pk=item_pk)


@member_required
def item_page(request: PortalRequest, pk: UUID, item_pk: UUID) -> HttpResponse:
    """One item, whole, with what corrected it or what it corrects."""
    item = _item(request, pk, item_pk)
    record_event(
        "youth.item_viewed", by=request.user, on=item, youth_id=item.youth_id, category=item.category
    )
    context = {
        "page_title": _("Record item"),
        "breadcrumbs": crumbs(item.youth, item.title),
        "item": item,
        "youth": item.youth,
        "correction": getattr(item, "corrected_by", None),
        "can_edit": permissions.can_add_item(request.user, item.youth),
    }
    return render(request, "youth/item.html", context)


@member_required
def item_new(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Add an item to a record."""
    youth = visible_record(request, pk)
    require(permissions.can_add_item(request.user, youth))
    form = ItemForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            item = actions.add_item(youth, form.content(), by=request.user, once=form.cleaned_data["once"])
            return redirect("youth:item", pk=youth.pk, item_pk=item.pk)
        except RefusedInput as error:
            show_refusal(form, error)
    context = {
        "page_title": _("Add an item"),
        "breadcrumbs": crumbs(youth, _("Add an item")),
        "form": form,
        "submit_label": _("Add"),
        "cancel_url": reverse("youth:record", args=[youth.pk]),
    }
    return form_page(request, youth, context)


@member_required
def item_correct(request: PortalRequest, pk: UUID, item_pk: UUID) -> HttpResponse:
    """Enter a corrected version of an item."""
    item = _item(request, pk, item_pk)
    require(permissions.can_add_item(request.user, item.youth))
    form = CorrectionForm(request.POST or None, request.FILES or None, initial=CorrectionForm.start(item))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            correction = actions.correct_item(
                item, form.content(), reason=given["correction_reason"], by=request.user, once=given["once"]
            )
            return redirect("youth:item", pk=item.youth_id, item_pk=correction.pk)
        except RefusedInput as error:
            show_refusal(form, error)
    context = {
        "page_title": _("Correct an item"),
        "breadcrumbs": crumbs(item.youth, _("Correct an item")),
        "form": form,
        "submit_label": _("Save the correction"),
        "cancel_url": reverse("youth:item", args=[item.youth_id, item.pk]),
        "note": _("The file stays as it is unless you choose another one.") if item.file else "",
    }
    return form_page(request, item.youth, context)


@member_required
def item_file(request: PortalRequest, pk: UUID, item_pk: UUID) -> HttpResponse:
    """The item's file, always as a download, and only when it is byte for byte what was stored."""
    item = _item(request, pk, item_pk)
    if not item.file:
        raise Http404
    content = files.read_intact(str(item.file), item.file_sha256)
    event = "youth.file_refused" if content is None else "youth.file_opened"
    record_event(event, by=request.user, on=item, youth_id=item.youth_id, category=item.category)
    if content is None:
        message = _("This file is not what was stored, so it is not shown. Tell your records custodian.")
        return render(request, "errors/409.html", {"message": message}, status=409)
    kind = f"{item.file_type}; charset=utf-8" if item.file_type == "text/plain" else item.file_type
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, item.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
