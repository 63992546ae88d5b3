"""Counsel's review, and asking for signatures when every party's counsel approved."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import PortalRequest
from agencies.doors import member_required
from mous import actions, pages, queries
from mous.document import document_of
from mous.forms import ReviewForm
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
    context = {
        "page_title": _("Review for %(agency)s") % {"agency": request.user.acting_agency.name},
        "breadcrumbs": pages.crumbs(mou, _("Review")),
        "mou": mou,
        "facts": pages.facts(mou),
        "flows": pages.flows(mou),
        "document": document_of(mou),
        "form": form,
    }
    return render(request, "mous/review.html", context)


@member_required
@page_or_post
def send(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Ask every party's signatories to sign what counsel approved."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    require(can_edit(request.user, mou))
    if mou.state != State.REVIEW:
        raise InvalidTransition(_("This is not possible any more: the agreement has gone on."))
    if request.method == "POST":
        actions.send(mou, by=request.user)
        messages.success(
            request, _("The agreement is out for signature. Every party’s signatories were told.")
        )
        return redirect("mous:detail", mou.pk)
    context = {
        "page_title": _("Ask for signatures"),
        "text": mou.title,
        "confirm_label": _("Ask for signatures"),
        "consequences": [
            _("Every party’s signatories are asked to sign exactly the text that counsel approved.")
        ],
        "cancel_url": reverse("mous:detail", args=[mou.pk]),
        "breadcrumbs": pages.crumbs(mou, _("Ask for signatures")),
    }
    return render(request, "components/confirm_page.html", context)
