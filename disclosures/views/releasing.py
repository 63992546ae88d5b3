"""The holder's pages on which items are chosen, checked once more and released."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import PortalRequest
from agencies.doors import member_required
from agencies.facts import state_pack
from audit.record import record
from disclosures import actions, content, permissions
from disclosures.facts import grants_for
from disclosures.forms import ItemsForm
from disclosures.models import DisclosureRequest
from disclosures.standing import urgent
from disclosures.states import Answer, State
from disclosures.views.deciding import held_request, law_on
from sharing_portal.errors import NoLegalBasis, RefusedInput, require
from youth.models import RecordItem


@require_http_methods(["GET", "POST"])
@member_required
def release(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Choose exactly the items that go out, check them, and only then release them.

    `step` says which button was pressed: none leads on to the check, "choose" back to the choice, "release" does it.
    """
    found = held_request(request, pk)
    require(permissions.can_release(request.user, found))
    if found.state != State.APPROVED:
        return redirect("disclosures:decide", found.pk)
    items = content.releasable_items(found)
    form = ItemsForm(request.POST or None, items=items)
    step = request.POST.get("step", "check") if form.is_valid() else "choose"
    if step == "release":
        try:
            made = actions.release(found, by=request.user, items=form.chosen())
            messages.success(request, _("Released. The agency that asked has been told."))
            return redirect("disclosures:open", made.pk)
        except (RefusedInput, NoLegalBasis) as error:
            form.add_error(None, error.message)
    page = _check_page if step == "check" else _choice_page
    return page(request, found, form, items)


def _choice_page(
    request: PortalRequest, found: DisclosureRequest, form: ItemsForm, items: list[RecordItem]
) -> HttpResponse:
    match = found.match
    record("disclosure.items_viewed", by=request.user, on=found, youth_id=match.youth_id, shown=len(items))
    notices = content.notice_texts(law_on(found)["decision"], _approved(found))
    context = {"disclosure": found, "form": form, "items": items, "match": match, "notices": notices}
    return render(request, "disclosures/release.html", context)


def _check_page(
    request: PortalRequest, found: DisclosureRequest, form: ItemsForm, items: list[RecordItem]
) -> HttpResponse:
    """What goes to whom until when, what they are told, and what the holder still has to do herself."""
    match, chosen, law, approved = found.match, form.chosen(), law_on(found), _approved(found)
    relied = content.relied_on_grants(law["decision"], approved, grants_for(found, match))
    until = content.access_end(relied, state_pack(found.holding_agency))
    duties = {
        duty: None for answer in law["answers"] if answer["code"] in approved for duty in answer["conditions"]
    }
    record(
        "disclosure.release_checked", by=request.user, on=found, youth_id=match.youth_id, items=len(chosen)
    )
    context = {
        "disclosure": found,
        "form": form,
        "chosen": chosen,
        "left": len(items) - len(chosen),
        "until": until,
        "rows": _summary(found, until),
        "duties": list(duties),
        "notices": content.notice_texts(law["decision"], approved),
    }
    return render(request, "disclosures/release_check.html", context)


def _approved(found: DisclosureRequest) -> set[str]:
    return {row.category for row in found.categories.filter(answer=Answer.APPROVED)}


def _summary(found: DisclosureRequest, until: Any) -> list[dict[str, Any]]:
    youth = found.match.youth
    soon = urgent(found) or found.get_urgency_display()
    born = _("born %(day)s") % {"day": date_format(youth.birth_date)}
    return [
        {"label": _("To"), "value": f"{found.requested_by}, {found.asking_agency}"},
        {"label": _("About"), "value": f"{youth.full_name}, {born}"},
        {"label": _("Purpose"), "value": found.get_purpose_display()},
        {"label": _("Why"), "value": found.reason},
        {"label": _("How soon"), "value": soon},
        {"label": _("They can read it until"), "value": date_format(until)},
    ]
