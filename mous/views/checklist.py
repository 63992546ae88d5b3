"""The checklist of an agreement: what is settled, what is missing, and where one completes it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from mous import actions, pages, queries
from mous.actions.hold import need_draft
from mous.checklist import Finding, Status, findings
from mous.forms.agreement import AttestForm
from mous.models import Mou
from mous.pages import text as text_pages
from mous.permissions import can_edit, can_word
from mous.states import State
from mous.views.drafting import done, page_or_post
from sharing_portal.errors import require


@member_required
@require_safe
def checklist(request: PortalRequest, pk: UUID) -> HttpResponse:
    """All items: what is needed and missing first. A step of the draft for its drafters, to read for the others."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    found = findings(mou)
    drafting = mou.state == State.DRAFT and can_edit(request.user, mou)
    context = (
        pages.step_context(mou, "checklist", _("Is everything settled?"))
        if drafting
        else {"page_title": _("Checklist"), "mou": mou, "breadcrumbs": pages.crumbs(mou, _("Checklist"))}
    )
    context |= {
        "drafting": drafting,
        "may_attest": mou.state == State.DRAFT and can_word(request.user, mou),
        "progress": _progress(found),
        "groups": _groups(found),
        "threads": text_pages.open_threads(mou).count(),
    }
    return render(request, "mous/checklist.html", context)


@member_required
@page_or_post
def attest(request: PortalRequest, pk: UUID, item: int) -> HttpResponse:
    """Say with a note that one item is settled, or does not apply, where the portal cannot see it."""
    mou = _open_to_words(request, pk)
    found = next((found for found in findings(mou) if found.item.number == item), None)
    if found is None:
        raise Http404
    initial = {"answer": found.note.answer, "note": found.note.note} if found.note else {}
    form = AttestForm(request.POST or None, needed=found.item.needed, initial=initial)
    if form.is_valid() and done(form, actions.attest, mou, by=request.user, item=item, **form.cleaned_data):
        messages.success(request, _("Your note was saved."))
        return redirect(reverse("mous:checklist", args=[mou.pk]) + f"#item-{item}")
    context = {
        "page_title": f"{item}. {found.item.title}",
        "breadcrumbs": pages.crumbs(mou, str(found.item.title)),
        "mou": mou,
        "found": found,
        "form": form,
    }
    return render(request, "mous/attest.html", context)


@member_required
@require_POST
def take_back_attestation(request: PortalRequest, pk: UUID, item: int) -> HttpResponse:
    """Take the note on an item back."""
    mou = _open_to_words(request, pk)
    actions.take_back_attestation(mou, by=request.user, item=item)
    messages.success(request, _("The note was taken back."))
    return redirect("mous:checklist", mou.pk)


def _open_to_words(request: PortalRequest, pk: UUID) -> Mou:
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    require(can_word(request.user, mou))
    need_draft(mou)
    return mou


def _progress(found: list[Finding]) -> dict[str, Any]:
    settled = sum(1 for one in found if one.status != Status.INCOMPLETE)
    blocking = sum(1 for one in found if one.item.needed and one.status == Status.INCOMPLETE)
    return {"settled": settled, "all": len(found), "blocking": blocking}


def _groups(found: list[Finding]) -> list[dict[str, Any]]:
    missing = [one for one in found if one.status == Status.INCOMPLETE]
    groups = [
        (_("Needed before it can go to review"), [one for one in missing if one.item.needed]),
        (_("Not needed, but better settled"), [one for one in missing if not one.item.needed]),
        (_("Complete"), [one for one in found if one.status == Status.COMPLETE]),
        (_("Does not apply here"), [one for one in found if one.status == Status.NOT_APPLICABLE]),
    ]
    return [
        {"heading": heading, "findings": part, "missing": part[0] in missing}
        for heading, part in groups
        if part
    ]
