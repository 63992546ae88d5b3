"""Importing an existing agreement: a document is taken apart, shown, and taken over when the drafter says so."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import PortalRequest
from agencies.doors import member_required
from agencies.forms import show_refusal
from mous import actions, pages
from mous.forms.text import LEAVE, NEW, ImportForm, PartFormSet
from mous.importing import Part, read
from mous.models import Mou
from mous.views.drafting import draft_of, page_or_post
from sharing_portal.errors import RefusedInput


@member_required
@page_or_post
def import_text(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Choose a document; look at its parts; take them over."""
    mou = draft_of(request, pk)
    if "form-TOTAL_FORMS" in request.POST:
        return _take_over(request, mou)
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return _preview(request, mou, read(form.cleaned_data["file"]))
        except RefusedInput as error:
            show_refusal(form, error)
    context = pages.step_context(mou, "text", _("Import a document"))
    return render(request, "mous/import.html", {**context, "form": form})


def _preview(request: PortalRequest, mou: Mou, parts: list[Part]) -> HttpResponse:
    initial = [{"heading": part.heading, "text": part.text, "code": part.code or NEW} for part in parts]
    return _show(request, mou, PartFormSet(initial=initial[:100]), lost=len(parts) - 100)


def _take_over(request: PortalRequest, mou: Mou) -> HttpResponse:
    formset = PartFormSet(request.POST)
    if not formset.is_valid():
        return _show(request, mou, formset)
    chosen = [form.cleaned_data for form in formset if form.cleaned_data["code"] != LEAVE]
    parts = [
        Part(data["heading"], data["text"], "" if data["code"] == NEW else data["code"]) for data in chosen
    ]
    try:
        actions.take_over(mou, parts, by=request.user)
    except RefusedInput as error:
        return _show(request, mou, formset, refusal=error.message)
    messages.success(
        request,
        _("%(count)s sections were taken over. Earlier words stay among the versions.")
        % {"count": len(parts)},
    )
    return redirect("mous:text", mou.pk)


def _show(request: PortalRequest, mou: Mou, formset: Any, **more: Any) -> HttpResponse:
    context = pages.step_context(mou, "text", _("Look at what was found"))
    return render(request, "mous/import_preview.html", {**context, "formset": formset, **more})
