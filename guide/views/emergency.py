"""The emergency entrance: facts, not labels. What is typed is answered, and kept nowhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from agencies.models import AgencyContact
from agencies.queries import contacts_visible_to
from disclosures import explain
from guide.emergency import EmergencyForm, afterwards, facts_of
from guide.state_law import state_law
from law import decide
from law.packs import for_state


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """Whom to call, then what may be told to whom. The answer to a form is shown at once and not kept."""
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "page_title": _("Somebody is in danger: what may we tell?"),
        "form": form,
        "chain": _own_chain(request),
    }
    if form.is_valid():
        today = timezone.localdate()
        pack = for_state(form.cleaned_data.get("where", ""), today)
        decision = decide(facts_of(form.cleaned_data, today), pack)
        context |= {
            "answers": explain.answers(decision),
            "state": state_law(decision, pack),
            "afterwards": afterwards(decision),
            "said": form.said(),
            "now": timezone.localtime(),
        }
    return render(request, "guide/tree/emergency.html", context)


def _own_chain(request: HttpRequest) -> list[AgencyContact]:
    """The chain of contact of the agency that a signed-in person acts for."""
    user = request.user
    if not user.is_authenticated or not user.acting_agency_id:  # type: ignore[union-attr]
        return []
    contacts = contacts_visible_to(user).filter(  # type: ignore[arg-type]
        agency=user.acting_agency_id,  # type: ignore[union-attr]
        purpose=AgencyContact.Purpose.CHAIN,
    )
    return list(contacts.order_by("position"))
