"""Joinder: offer an agency to become a party, read and sign the exhibit, decline, take back."""

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
from mous import actions, pages, queries
from mous.document import document_of
from mous.forms.agreement import ReasonForm
from mous.forms.joining import JoinForm, OfferForm
from mous.models import Mou, MouJoinder
from mous.pages.life import exhibit_context
from mous.permissions import can_join, can_sign
from mous.proofs import recent_proofs
from mous.views.drafting import done, page_or_post
from sharing_portal.errors import InvalidTransition, require


@member_required
@page_or_post
def offer(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Offer an agency to join on a party's terms; the exhibit is written and frozen now."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    require(can_sign(request.user, mou))
    form = OfferForm(request.POST or None, mou=mou)
    if form.is_valid() and (
        made := done(form, actions.offer_to_join, mou, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The offer was made. %(agency)s was told.") % {"agency": made.agency})
        return redirect("mous:detail", mou.pk)
    context = {
        "page_title": _("Invite an agency to join"),
        "breadcrumbs": pages.crumbs(mou, _("Invite an agency to join")),
        "mou": mou,
        "form": form,
    }
    return render(request, "mous/offer.html", context)


def _offer(request: PortalRequest, pk: UUID, offer_pk: UUID) -> MouJoinder:
    offers = MouJoinder.objects.filter(mou__in=queries.visible_to(request.user))
    return get_object_or_404(offers.select_related("mou", "agency", "like"), pk=offer_pk, mou_id=pk)


@member_required
@page_or_post
def join(request: PortalRequest, pk: UUID, offer_pk: UUID) -> HttpResponse:
    """Read what one joins, then sign the exhibit."""
    found = _offer(request, pk, offer_pk)
    require(can_join(request.user, found))
    if settings.REQUIRE_SECOND_FACTOR and not request.user.has_second_factor:
        messages.info(request, _("Whoever signs for an agency needs a second factor. Set one up, then sign."))
        return redirect("mfa_index")
    if found.state != MouJoinder.State.OFFERED:
        raise InvalidTransition(_("This offer is closed."))
    return _join(request, found)


@reauthentication_required(allow_get=True)
def _join(request: PortalRequest, found: MouJoinder) -> HttpResponse:
    form = JoinForm(request.POST or None, user=request.user, offer=found)
    proofs = recent_proofs(request, request.user)
    if form.is_valid() and done(
        form, actions.join, found, by=request.user, proofs=proofs, **form.cleaned_data
    ):
        messages.success(request, _("You signed. Your agency is a party from now on."))
        return redirect("mous:detail", found.mou_id)
    context = {
        "page_title": _("Join for %(agency)s") % {"agency": request.user.acting_agency.name},
        "breadcrumbs": pages.crumbs(found.mou, _("Join")),
        "facts": pages.facts(found.mou),
        "document": document_of(found.mou),
        "form": form,
        **exhibit_context(found),
    }
    return render(request, "mous/join.html", context)


@member_required
@page_or_post
def decline_to_join(request: PortalRequest, pk: UUID, offer_pk: UUID) -> HttpResponse:
    """Say that one's agency does not join."""
    found = _offer(request, pk, offer_pk)
    require(can_join(request.user, found))
    form = ReasonForm(request.POST or None)
    if form.is_valid() and done(form, actions.decline_to_join, found, by=request.user, **form.cleaned_data):
        messages.success(request, _("Your agency does not join. Every party was told why."))
        return redirect("mous:list")
    consequences = [
        _("Your agency does not become a party, and no longer sees this agreement."),
        _("Its parties may make a new offer later."),
    ]
    return _ask(request, found.mou, form, _("Decline to join"), consequences)


def _ask(
    request: PortalRequest, mou: Mou, form: ReasonForm, title: str, consequences: list[str]
) -> HttpResponse:
    context: dict[str, Any] = {
        "page_title": title,
        "confirm_label": title,
        "text": mou.title,
        "form": form,
        "consequences": consequences,
        "cancel_url": reverse("mous:detail", args=[mou.pk]),
        "breadcrumbs": pages.crumbs(mou, title),
        "danger": True,
    }
    return render(request, "components/confirm_page.html", context)


@member_required
@require_POST
def take_back_offer(request: PortalRequest, pk: UUID, offer_pk: UUID) -> HttpResponse:
    """Take back an offer that nobody has answered."""
    found = _offer(request, pk, offer_pk)
    actions.take_back_offer(found, by=request.user)
    messages.success(request, _("The offer was taken back. %(agency)s was told.") % {"agency": found.agency})
    return redirect("mous:detail", found.mou_id)
