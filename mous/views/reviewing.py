"""Counsel's review, what changed since the last one, and asking for signatures when every party's counsel approved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest, posted
from agencies.doors import member_required
from mous import actions, pages, queries
from mous.changes import changes_since, earlier_text
from mous.document import document_of
from mous.forms.agreement import ReviewForm
from mous.forms.signing import SendForm, UntilForm
from mous.models import Mou
from mous.pages.signing import send_rows
from mous.permissions import can_edit, can_review
from mous.states import State
from mous.views.drafting import done, page_or_post
from sharing_portal.errors import InvalidTransition, require


@member_required
@page_or_post
def review(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Read what it opens and the whole text, then approve it as counsel or send it back."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    require(can_review(request.user, mou))
    if mou.state != State.REVIEW:
        raise InvalidTransition(_("This agreement is not under review."))
    form = ReviewForm(request.POST or None, initial={"text_sha256": mou.text_sha256})
    if form.is_valid() and done(form, actions.approve_text, mou, by=request.user, **form.cleaned_data):
        messages.success(request, _("You approved the text for your agency."))
        return redirect("mous:detail", mou.pk)
    earlier = earlier_text(mou)
    context = {
        "page_title": _("Review for %(agency)s") % {"agency": request.user.acting_agency.name},
        "breadcrumbs": pages.crumbs(mou, _("Review")),
        "mou": mou,
        "facts": pages.facts(mou),
        "flows": pages.flows(mou),
        "document": document_of(mou),
        "changed_since": earlier.version if earlier else None,
        "form": form,
    }
    return render(request, "mous/review.html", context)


@member_required
@require_safe
def changes(request: PortalRequest, pk: UUID) -> HttpResponse:
    """What this version changes against the one that was last sent to counsel."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    earlier = earlier_text(mou)
    if earlier is None:
        raise Http404
    context = {
        "page_title": _("What changed since version %(version)s") % {"version": earlier.version},
        "breadcrumbs": pages.crumbs(mou, _("What changed")),
        "mou": mou,
        "changes": changes_since(earlier.document, mou),
    }
    return render(request, "mous/changes.html", context)


@member_required
@page_or_post
def send(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Ask every party's signatories to sign what counsel approved: until when, in which order; then check."""
    mou = _my_own(request, pk, State.REVIEW)
    if waiting := queries.awaiting_review_by(mou):
        raise InvalidTransition(
            _("Counsel has not approved the text yet at %(agencies)s.")
            % {"agencies": ", ".join(agency.name for agency in waiting)}
        )
    form = SendForm(posted(request), mou=mou)
    checked = form.is_valid() and "change" not in request.POST
    if checked and "confirm" in request.POST:
        if done(form, actions.send, mou, by=request.user, **form.cleaned_data):
            messages.success(request, _said_who_was_told(bool(form.cleaned_data["in_order"])))
            return redirect("mous:detail", mou.pk)
        checked = False
    rows = send_rows(mou, **form.cleaned_data) if checked else []
    title = _("Check, then ask for signatures") if checked else _("Ask for signatures")
    context = _context(mou, title) | {"form": form, "rows": rows}
    return render(request, "mous/send.html", context)


def _said_who_was_told(in_order: bool) -> str:
    if in_order:
        return _("The agreement is out for signature. The first party’s signatories were told.")
    return _("The agreement is out for signature. Every party’s signatories were told.")


@member_required
@page_or_post
def ask_again(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Give the parties that have not signed more time."""
    mou = _my_own(request, pk, State.SENT)
    form = UntilForm(posted(request), mou=mou)
    if form.is_valid() and done(form, actions.ask_again, mou, by=request.user, **form.cleaned_data):
        messages.success(request, _("The parties that have not signed were asked again."))
        return redirect("mous:detail", mou.pk)
    consequences = [
        _("Every party that has not signed gets until the end of the day you choose."),
        _("Signatures given so far stand, and the text stays as it is."),
    ]
    context = _context(mou, _("Ask again for signatures")) | {
        "text": mou.title,
        "form": form,
        "consequences": consequences,
        "confirm_label": _("Ask again"),
    }
    return render(request, "components/confirm_page.html", context)


def _my_own(request: PortalRequest, pk: UUID, state: State) -> Mou:
    mou = get_object_or_404(queries.visible_to(request.user).select_related("agency"), pk=pk)
    require(can_edit(request.user, mou))
    if mou.state != state:
        raise InvalidTransition(_("This is not possible any more: the agreement has gone on."))
    return mou


def _context(mou: Mou, title: str) -> dict[str, Any]:
    return {
        "page_title": title,
        "breadcrumbs": pages.crumbs(mou, title),
        "mou": mou,
        "cancel_url": reverse("mous:detail", args=[mou.pk]),
    }
