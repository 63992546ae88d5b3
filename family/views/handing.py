"""Handing over the agency's device: the staff session ends, and the device shows the family's pages alone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.http import PortalRequest
from agencies.doors import member_required
from audit.record import record
from consents import actions, drafting
from consents.doors import draft_for
from consents.models import ConsentForm
from family.doors import keep_speaking, let_in


@require_POST
@member_required
def hand_over(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Sign the member of staff out and open the draft to the person before the device."""
    draft = draft_for(request.user, pk)
    if drafting.first_open(draft) != "ways":
        return redirect("consents:step", pk, drafting.first_open(draft))
    signer = draft.answers["signer"]
    language = ConsentForm.objects.get(pk=signer["form"]).language
    link = actions.hand_over(
        draft,
        by=request.user,
        person_name=signer["signer_name"],
        guardian=drafting.chosen(draft.youth, signer["who"]).guardian,
        language=language,
    )
    record("consent.handed_over", by=request.user, on=link, youth_id=pk)
    let_in(request, link_id=link.pk, agency_id=link.agency_id, kiosk=True)
    response = keep_speaking(redirect("family:start"), language)
    # What the browser kept of the pages of staff goes with their session.
    response["Clear-Site-Data"] = '"cache"'
    return response
