"""The public register of agreements, and the page on which a party's signatory agrees to stand in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from mous import actions, pages, queries
from mous.document import document_of
from mous.models import Mou
from mous.pages import register as register_pages
from mous.pages.register import RegisterFilter
from mous.permissions import can_sign
from mous.states import State
from mous.views.drafting import page_or_post
from sharing_portal.errors import InvalidTransition, require
from sharing_portal.limits import limited

A_PAGE = 20


@require_safe
@limited("read_register")
def register(request: HttpRequest) -> HttpResponse:
    """Anybody: the agreements in force that their parties publish; `?party=&category=&purpose=` narrow the list."""
    form = RegisterFilter(request.GET)
    found = form.narrowed(queries.published(timezone.localdate()))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Agreements between agencies"),
        "form": form,
        "page": page,
        "total": page.paginator.count,
        "cards": [register_pages.card(mou) for mou in page],
        "narrowed": form.is_narrowing(),
    }
    return render(request, "mous/register.html", context)


@require_safe
@limited("read_register")
def published(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Anybody: one of them, what it means for a family, and its text."""
    mou = get_object_or_404(queries.published(timezone.localdate()), pk=pk)
    return render(request, "mous/published.html", register_pages.published_context(mou))


@member_required
@page_or_post
def publish(request: PortalRequest, pk: UUID) -> HttpResponse:
    """A signatory agrees for her agency that everyone may read it, or takes that back."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    require(can_sign(request.user, mou))
    if mou.state != State.SIGNED:
        raise InvalidTransition(
            _("Only an agreement that all have signed, and that has not ended, is published.")
        )
    if request.method == "POST":
        _say(request, mou)
        return redirect("mous:publish", mou.pk)
    return render(request, "mous/publish.html", _publish_context(request, mou))


def _say(request: PortalRequest, mou: Mou) -> None:
    if request.POST.get("say") == "stop":
        actions.stop_publishing(mou, by=request.user)
        messages.success(
            request, _("Your agency no longer agrees. The agreement is not in the public register.")
        )
        return
    actions.agree_to_publish(mou, by=request.user)
    public = queries.is_public(mou)
    done = _("Every party agrees: the agreement is in the public register.")
    waiting = _("Your agency agrees. It is published when every other party agrees too.")
    messages.success(request, done if public else waiting)


def _publish_context(request: PortalRequest, mou: Mou) -> dict[str, Any]:
    lacking = queries.not_agreeing_to_publish(mou)
    bound = mou.parties.filter(withdrawn_at=None).select_related("agency")
    says = {True: _("Has not agreed"), False: _("Agrees")}
    return {
        "page_title": _("Publish this agreement"),
        "breadcrumbs": pages.crumbs(mou, _("Publish")),
        "mou": mou,
        "parties": [{"label": party.agency.name, "value": says[party.agency in lacking]} for party in bound],
        "agrees": request.user.acting_agency not in lacking,
        "is_public": queries.is_public(mou),
        "document": document_of(mou),
    }
