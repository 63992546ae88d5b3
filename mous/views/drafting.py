"""The five steps of a draft. Each saves at once; a link back from the last step returns there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import PortalRequest, posted
from agencies.doors import member_required
from agencies.forms import show_refusal
from mous import actions, pages, queries
from mous.actions.hold import need_draft
from mous.checklist import missing_from
from mous.document import document_of
from mous.forms.agreement import EditForm, PartiesForm
from mous.forms.text import DraftForm, InviteForm
from mous.models import Mou
from mous.pages import text as text_pages
from mous.permissions import can_draft, can_edit
from sharing_portal.errors import RefusedInput, require

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


def done(form: Any, verb: Callable[..., Any], *args: Any, **values: Any) -> Any:
    """What the verb gives (True for nothing), or False with its refusal shown on the form."""
    try:
        return verb(*args, **values) or True
    except RefusedInput as error:
        show_refusal(form, error)
        return False


def draft_of(request: PortalRequest, pk: UUID) -> Mou:
    """A draft the person may edit; 404, 403 or 409 where she may not see it, not edit it, or it is no draft."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    require(can_edit(request.user, mou))
    need_draft(mou)
    return mou


def _go_on(request: PortalRequest, mou: Mou, step: str) -> HttpResponse:
    return redirect("mous:check" if request.GET.get("return") == "check" else f"mous:{step}", mou.pk)


@member_required
@page_or_post
def draft(request: PortalRequest) -> HttpResponse:
    """Step 1 of a new agreement: from which wording, what it is called, how long it lasts."""
    require(can_draft(request.user))
    form = DraftForm(posted(request), user=request.user)
    if form.is_valid() and (mou := done(form, actions.draft, by=request.user, **form.cleaned_data)):
        first = {actions.Start.FILE: "mous:import", actions.Start.PAPER: "mous:paper"}
        return redirect(first.get(form.cleaned_data["start"], "mous:parties"), mou.pk)
    context = pages.step_context(None, "edit", _("Title and dates"))
    return render(request, "mous/step.html", {**context, "form": form})


@member_required
@page_or_post
def invitations(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Which parties draft together."""
    mou = draft_of(request, pk)
    present = list(mou.invitations.values_list("agency_id", flat=True))
    form = InviteForm(posted(request), mou=mou, initial={"agencies": present})
    if form.is_valid() and done(form, actions.invite_to_draft, mou, by=request.user, **form.cleaned_data):
        messages.success(request, _("Saved. Whoever was let in or left was told."))
        return redirect("mous:text", mou.pk)
    context = pages.step_context(mou, "text", _("Draft together"))
    return render(request, "mous/invitations.html", {**context, "form": form})


@member_required
@page_or_post
def edit(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Step 1 again."""
    mou = draft_of(request, pk)
    context = pages.step_context(mou, "edit", _("Title and dates"))
    form = EditForm(request.POST or None, instance=Mou.objects.get(pk=pk))
    if form.is_valid() and done(form, actions.edit, mou, by=request.user, **form.cleaned_data):
        return _go_on(request, mou, "parties")
    return render(request, "mous/step.html", {**context, "form": form})


@member_required
@page_or_post
def parties(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Step 2."""
    mou = draft_of(request, pk)
    chosen = mou.parties.exclude(agency=mou.agency_id).values_list("agency_id", flat=True)
    form = PartiesForm(request.POST or None, mou=mou, initial={"agencies": list(chosen)})
    if form.is_valid() and done(form, actions.set_parties, mou, by=request.user, **form.cleaned_data):
        return _go_on(request, mou, "terms")
    context = pages.step_context(mou, "parties", _("Who agrees?"))
    return render(request, "mous/step.html", {**context, "form": form})


@member_required
@page_or_post
def check(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The last step: everything on one page, what is missing, and the button that sends it."""
    mou = draft_of(request, pk)
    missing = missing_from(mou)
    if request.method == "POST" and not missing:
        actions.send_for_review(mou, by=request.user)
        messages.success(
            request, _("The agreement is with counsel for review. Every party’s counsel was told.")
        )
        return redirect("mous:detail", mou.pk)
    context = pages.step_context(mou, "check", _("Check and send"))
    context |= {
        "missing": missing,
        "flows": pages.flows(mou),
        "document": document_of(mou),
        "answers": pages.answers(mou),
        "threads": text_pages.open_threads(mou).count(),
    }
    return render(request, "mous/check.html", context)
