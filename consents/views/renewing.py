"""Ask a family again before, or after, a consent has ended; from the 18th birthday on, the young person herself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import PortalRequest
from agencies.doors import member_required
from audit.record import record
from consents import actions, queries
from consents.expiry import is_adult
from consents.models import Consent
from consents.permissions import can_record
from sharing_portal.errors import InvalidTransition, RefusedInput, require


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def renew(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Begin a draft that proposes the old lines, and go to its first step."""
    consent = get_object_or_404(queries.recorded_by_us(request.user), pk=pk)
    if request.method != "POST":
        return _before_it_begins(request, consent)
    try:
        draft = actions.renew(consent, by=request.user)
    except (RefusedInput, InvalidTransition) as error:
        messages.error(request, error.message)
        return redirect("consents:for_youth", consent.youth_id)
    return redirect("consents:step", draft.youth_id, "signer")


def _before_it_begins(request: PortalRequest, consent: Consent) -> HttpResponse:
    require(can_record(request.user, consent.youth))
    record("youth.form_opened", by=request.user, on=consent.youth, youth_id=consent.youth_id, form="renewal")
    grown_up = is_adult(consent.youth.birth_date, consent.youth.agency.today())
    context = {
        "page_title": _("Ask the young person") if grown_up else _("Ask the family again"),
        "text": consent.youth.full_name,
        "consequences": [
            *(
                [_("The young person is 18: only she or he decides now (34 CFR 99.5(a)).")]
                if grown_up
                else []
            ),
            _(
                "A new consent begins with the lines of this one as a question. Nothing is agreed until somebody signs it anew."
            ),
        ],
        "confirm_label": _("Begin"),
        "cancel_url": reverse("consents:detail", args=[consent.pk]),
    }
    return render(request, "components/confirm_page.html", context)
