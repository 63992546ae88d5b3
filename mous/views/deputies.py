"""Who signs for the agency in an absent signatory's place."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest, posted
from agencies.doors import member_required
from agencies.roles import Reach, can_read
from mous import actions
from mous.forms.signing import DeputyForm
from mous.models import SigningDeputy
from mous.pages.signing import deputies_context, deputy_crumbs
from mous.permissions import can_name_deputies
from mous.views.drafting import done, page_or_post
from sharing_portal.errors import require


@member_required
@require_safe
def deputies(request: PortalRequest) -> HttpResponse:
    """Deputies past, present and to come."""
    require(can_read(request.user, Reach.AGREEMENTS))
    return render(request, "mous/deputies.html", deputies_context(request.user))


@member_required
@page_or_post
def deputy_add(request: PortalRequest) -> HttpResponse:
    """Name a deputy."""
    require(can_name_deputies(request.user))
    form = DeputyForm(posted(request), user=request.user)
    if form.is_valid() and done(form, actions.name_deputy, by=request.user, **form.cleaned_data):
        messages.success(request, _("The deputy is named. The deputy and the signatory were told."))
        return redirect("mous:deputies")
    title = _("Name a deputy")
    context = {"page_title": title, "breadcrumbs": deputy_crumbs(title), "form": form}
    return render(request, "mous/deputy.html", context)


@member_required
@page_or_post
def deputy_end(request: PortalRequest, pk: UUID) -> HttpResponse:
    """End a deputy's power before its last day."""
    papers = SigningDeputy.objects.filter(agency=request.user.acting_agency)
    paper = get_object_or_404(papers.select_related("deputy", "signatory"), pk=pk)
    require(can_name_deputies(request.user))
    if request.method == "POST":
        actions.revoke_deputy(paper, by=request.user)
        messages.success(request, _("The deputy’s power has ended. Both were told."))
        return redirect("mous:deputies")
    title = _("End a deputy’s power to sign")
    context = {
        "page_title": title,
        "breadcrumbs": deputy_crumbs(title),
        "text": _("%(deputy)s, in the place of %(signatory)s")
        % {"deputy": paper.deputy, "signatory": paper.signatory},
        "consequences": [_("From now on the deputy cannot sign. What the deputy has signed stands.")],
        "confirm_label": _("End it now"),
        "cancel_url": reverse("mous:deputies"),
        "danger": True,
    }
    return render(request, "components/confirm_page.html", context)
