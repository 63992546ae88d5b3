"""Leaving an agreement and ending it: the acts on an agreement that end access to what was released under it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import PortalRequest
from agencies.doors import member_required
from disclosures import actions
from mous import pages, queries
from mous.bound import bound_by, not_agreed_to_end
from mous.forms.agreement import ReasonForm
from mous.models import Mou
from mous.permissions import can_sign
from mous.states import LIVING
from sharing_portal.errors import InvalidTransition, RefusedInput, require

_page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@member_required
@_page_or_post
def withdraw_from(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Take one's agency out of an agreement."""
    mou = _living(request, pk)
    asked = _("From this moment nobody can ask your agency, or be asked by it, under this agreement.")
    lines = [asked, _what_stops(), _("This cannot be undone. Coming back takes a new agreement.")]
    if len(bound_by(mou)) == 2:
        lines.insert(1, _("Only one party would remain, so the whole agreement ends."))
    told = _("Your agency has withdrawn. Every party was told. Releases closed: %(count)d.")
    context = {
        "page_title": _("Withdraw from this agreement"),
        "confirm_label": _("Withdraw now"),
        "consequences": lines,
    }
    return _ask(request, mou, actions.withdraw_from, context, told)


@member_required
@_page_or_post
def end_agreement(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Agree for one's agency that an agreement ends for everybody."""
    mou = _living(request, pk)
    others = [agency.name for agency in not_agreed_to_end(mou) if agency.pk != request.user.acting_agency_id]
    if others:
        when = _("It ends when these have agreed too: %(names)s. Until then you can take it back.") % {
            "names": ", ".join(others)
        }
        lines = [when, _("If only your agency wants to leave, withdraw instead: that needs nobody’s word.")]
    else:
        lines = [_("Every other party has agreed, so it ends now. This cannot be undone."), _what_stops()]
    context = {
        "page_title": _("End this agreement for everybody"),
        "confirm_label": _("Agree to end it"),
        "consequences": lines,
    }
    return _ask(
        request,
        mou,
        actions.agree_to_end,
        context,
        _("Your agency agreed to end it. Releases closed: %(count)d."),
    )


def _living(request: PortalRequest, pk: UUID) -> Mou:
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    require(can_sign(request.user, mou))
    if mou.standing(request.user.acting_agency.today()) not in LIVING:
        raise InvalidTransition(_("This is not possible any more: the agreement has gone on."))
    return mou


def _what_stops() -> str:
    return _(
        "Records that were released under it can no longer be opened, unless another agreement covers them. "
        "Requests still open under it cannot be approved."
    )


def _ask(
    request: PortalRequest, mou: Mou, verb: Callable[..., list[UUID]], context: dict[str, Any], told: str
) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            closed = verb(mou, by=request.user, **form.cleaned_data)
            messages.success(request, told % {"count": len(closed)})
            return redirect("mous:detail", mou.pk)
        except RefusedInput as error:
            form.add_error(None, error.message)
    page = {
        "text": mou.title,
        "form": form,
        "cancel_url": reverse("mous:detail", args=[mou.pk]),
        "breadcrumbs": pages.crumbs(mou, context["page_title"]),
        "danger": True,
    }
    return render(request, "components/confirm_page.html", {**page, **context})
