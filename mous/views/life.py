"""The next version of an agreement, and taking back that it shall end. What ends access is in disclosures/views."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PortalRequest
from agencies.doors import member_required
from mous import actions, queries
from mous.models import Mou


@member_required
@require_POST
def amend(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Begin a draft with other terms or words; the agreement stays as it is until all have signed that draft."""
    return _begin(request, pk, actions.amend)


@member_required
@require_POST
def renew(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Begin a draft that goes on where the agreement ends."""
    return _begin(request, pk, actions.renew)


def _begin(request: PortalRequest, pk: UUID, verb: Callable[..., Mou]) -> HttpResponse:
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    new = verb(mou, by=request.user)
    messages.success(
        request,
        _(
            "This is the draft of version %(version)s. The agreement stays as it is until every party has signed this."
        )
        % {"version": new.version},
    )
    return redirect("mous:edit", new.pk)


@member_required
@require_POST
def retract_end(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Take back for one's agency that the agreement shall end."""
    mou = get_object_or_404(queries.visible_to(request.user), pk=pk)
    actions.retract_end(mou, by=request.user)
    messages.success(request, _("Your agency no longer agrees to end it. Every party was told."))
    return redirect("mous:detail", mou.pk)
