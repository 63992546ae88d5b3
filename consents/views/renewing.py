"""Ask a family again before, or after, a consent has ended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.http import PortalRequest
from agencies.doors import member_required
from consents import actions, queries
from sharing_portal.errors import InvalidTransition, RefusedInput


@require_POST
@member_required
def renew(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Begin a draft that proposes the old lines, and go to its first step."""
    consent = get_object_or_404(queries.recorded_by_us(request.user), pk=pk)
    try:
        draft = actions.renew(consent, by=request.user)
    except (RefusedInput, InvalidTransition) as error:
        messages.error(request, error.message)
        return redirect("consents:for_youth", consent.youth_id)
    return redirect("consents:step", draft.youth_id, "signer")
