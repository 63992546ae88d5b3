"""The acts that bind or free an agency: sign, decline, send back, cancel. Each asks before it acts."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PortalRequest
from agencies.doors import member_required
from agencies.roles import Duty, may
from mous import actions, pages, queries
from mous.actions.signing import check_turn
from mous.document import document_of
from mous.forms.agreement import ReasonForm, SignForm
from mous.models import Mou
from mous.permissions import can_edit, can_send_back, can_sign, deputy_today
from mous.proofs import recent_proofs
from mous.states import State
from mous.turns import Turn, TurnState, turn_of
from mous.views.drafting import done, page_or_post
from sharing_portal.errors import InvalidTransition, require


@member_required
@page_or_post
def sign(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Read what it opens and the whole text, then sign."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    require(can_sign(request.user, mou))
    if settings.REQUIRE_SECOND_FACTOR and not request.user.has_second_factor:
        messages.info(request, _("Whoever signs for an agency needs a second factor. Set one up, then sign."))
        return redirect("mfa_index")
    turn = turn_of(mou, request.user.acting_agency_id)
    if mou.state == State.SENT and turn is not None and turn.state == TurnState.LATE:
        return render(request, "mous/late.html", _late_context(mou, turn))
    if turn is not None and turn.state == TurnState.WAITS:
        check_turn(mou, turn)
    return _sign(request, mou)


def _late_context(mou: Mou, turn: Turn) -> dict[str, Any]:
    return {
        "page_title": _("The time to sign is over"),
        "breadcrumbs": pages.crumbs(mou, _("Sign")),
        "mou": mou,
        "last_day": turn.last_day,
    }


@member_required
@require_POST
def ask_for_time(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Tell the drafters that one's agency still wants to sign."""
    mou = get_object_or_404(queries.visible_to(request.user).select_related("agency"), pk=pk)
    actions.ask_for_time(mou, by=request.user)
    messages.success(
        request, _("%(agency)s was told. You are told when you can sign.") % {"agency": mou.agency}
    )
    return redirect("mous:detail", mou.pk)


@member_required
@page_or_post
def decline(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Say for one's agency that it does not sign this."""
    mou = get_object_or_404(queries.visible_to(request.user).select_related("agency"), pk=pk)
    require(can_sign(request.user, mou))
    _must_be(mou, State.SENT)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and done(form, actions.decline, mou, by=request.user, **form.cleaned_data):
        messages.success(request, _("Your agency declined to sign. Every party was told why."))
        return redirect("mous:list")
    consequences = [
        _("Your agency says no. If it would sign with a change, send it back for a change instead."),
        _(
            "The agreement becomes a draft again. %(agency)s can change it, ask anew, or go on without your agency."
        )
        % {"agency": mou.agency},
        _("Signatures given so far do not count for the next version: every party signs anew."),
    ]
    context = {
        "page_title": _("Decline to sign"),
        "confirm_label": _("Decline to sign"),
        "consequences": consequences,
        "danger": True,
    }
    return _ask(request, mou, form, context)


@reauthentication_required(allow_get=True)
def _sign(request: PortalRequest, mou: Mou) -> HttpResponse:
    """Signing needs a proof of identity within the last five minutes; what was typed is kept meanwhile."""
    form = SignForm(request.POST or None, user=request.user, mou=mou)
    if form.is_valid() and done(
        form,
        actions.sign,
        mou,
        by=request.user,
        proofs=recent_proofs(request, request.user),
        **form.cleaned_data,
    ):
        messages.success(request, _signed_words(mou))
        return redirect("mous:detail", mou.pk)
    if mou.state != State.SENT:
        raise InvalidTransition(_("This agreement is not out for signature."))
    return render(request, "mous/sign.html", _sign_context(request, mou, form))


def _sign_context(request: PortalRequest, mou: Mou, form: SignForm) -> dict[str, Any]:
    mine = request.user.acting_agency.name
    flows = pages.flows(mou)
    return {
        "page_title": _("Sign for %(agency)s") % {"agency": mine},
        "breadcrumbs": pages.crumbs(mou, _("Sign")),
        "mou": mou,
        "facts": pages.facts(mou),
        "asked_of_us": [flow for flow in flows if flow["holder"] == mine],
        "asked_by_us": [flow for flow in flows if flow["asker"] == mine],
        "not_covered": pages.not_covered(mou),
        "document": document_of(mou),
        "paper": None if may(request.user, Duty.SIGN_AGREEMENT) else deputy_today(request.user),
        "form": form,
    }


def _signed_words(mou: Mou) -> str:
    if mou.state == State.SIGNED:
        return _("You signed. All parties have signed, so the agreement takes effect on its first day.")
    return _("You signed. The agreement takes effect when every party has signed.")


@member_required
@page_or_post
def send_back(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Ask for a change instead of signing."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    require(can_send_back(request.user, mou))
    _must_be(mou, State.REVIEW, State.SENT)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and done(form, actions.send_back, mou, by=request.user, **form.cleaned_data):
        messages.success(request, _("It was sent back. The agency that drafted it was told why."))
        return redirect("mous:list")
    consequences = [
        _("The agreement becomes a draft again, and %(agency)s can change it.") % {"agency": mou.agency},
        _("Signatures given so far do not count for the next version: every party signs anew."),
    ]
    context = {
        "page_title": _("Send back for a change"),
        "confirm_label": _("Send back"),
        "consequences": consequences,
    }
    return _ask(request, mou, form, context)


@member_required
@page_or_post
def cancel(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Give up a draft, or call back what is out for signature."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    require(can_edit(request.user, mou))
    _must_be(mou, State.DRAFT, State.REVIEW, State.SENT)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and done(form, actions.cancel, mou, by=request.user, **form.cleaned_data):
        messages.success(request, _("The agreement was cancelled."))
        return redirect("mous:detail", mou.pk)
    consequences = [_("Nobody can sign or change it any more. It stays in the list as cancelled.")]
    context = {
        "page_title": _("Cancel this agreement"),
        "confirm_label": _("Cancel the agreement"),
        "danger": True,
    }
    return _ask(request, mou, form, {**context, "consequences": consequences})


def _must_be(mou: Mou, *states: State) -> None:
    if mou.state not in states:
        raise InvalidTransition(_("This is not possible any more: the agreement has gone on."))


def _ask(request: PortalRequest, mou: Mou, form: ReasonForm, context: dict[str, Any]) -> HttpResponse:
    page = {
        "text": mou.title,
        "form": form,
        "cancel_url": reverse("mous:detail", args=[mou.pk]),
        "breadcrumbs": pages.crumbs(mou, context["page_title"]),
    }
    return render(request, "components/confirm_page.html", {**page, **context})
