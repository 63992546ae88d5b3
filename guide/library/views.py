"""The pages of the law library. They say nothing about anybody and need no sign-in."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guide.library.pages import LAWS, law_page, shelf
from guide.library.register import RegisterFilter, chapters, counted
from guide.library.signing import SITUATIONS, columns, heading, in_words
from law import RULES
from law.layers import LAYER_LABELS
from law.register import Status
from sharing_portal.limits import limited


def _shelved(request: HttpRequest, title: object, **context: Any) -> dict[str, Any]:
    trail = [{"label": _("Law library"), "url": reverse("law:overview")}, {"label": title}]
    return {"page_title": title, "shelf": shelf(request.path), "breadcrumbs": trail, **context}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What the library holds, and how far its rules have been checked."""
    waiting = sum(rule.status is Status.COUNSEL for rule in RULES.values())
    context = _shelved(request, _("Law library"), laws=LAWS, rules=len(RULES), waiting=waiting)
    return render(request, "guide/law/overview.html", {**context, "breadcrumbs": []})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One law in plain language."""
    law = law_page(slug)
    if law is None:
        raise Http404
    parts = [{"label": _(LAYER_LABELS[layer]), "code": str(layer)} for layer in law.layers]
    return render(request, law.template, _shelved(request, law.title, law=law, parts=parts))


@limited("guide")
@require_safe
def signers(request: HttpRequest) -> HttpResponse:
    """Who may sign what, asked of the engine today."""
    found = columns(timezone.localdate())
    rows = [
        {"label": situation.label, "cells": [in_words(column.cells[number]) for column in found]}
        for number, situation in enumerate(SITUATIONS)
    ]
    heads = [{"label": _("Record")}, *({"label": heading(column)} for column in found)]
    context = _shelved(request, _("Who may sign what"), rows=rows, columns=heads)
    return render(request, "guide/law/signers.html", context)


@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """What the laws do not require."""
    return render(request, "guide/law/limits.html", _shelved(request, _("What the laws do not require")))


@limited("guide")
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every rule, by law; `?law=` and `?status=` narrow it, `#id` leads to one."""
    form = RegisterFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = chapters(chosen.get("law", ""), chosen.get("status", ""))
    labels = (_("Rule and provision"), _("In force"), _("Proof it demands"), _("Checked"))
    context = _shelved(
        request,
        _("Register of rules"),
        form=form,
        chapters=found,
        total=counted(found),
        columns=[{"label": label} for label in labels],
    )
    return render(request, "guide/law/register.html", context)
