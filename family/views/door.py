"""The door: the page that every link leads to, and the way out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import posted
from audit.record import record
from consents.actions import actor
from consents.actions.links import opened_by, verify
from consents.links import code_hash
from consents.models import FamilyLink
from family.doors import (
    SESSION_KEY,
    FamilyRequest,
    closed,
    for_family,
    is_kiosk,
    keep_speaking,
    let_in,
    let_out,
    speak,
)
from family.forms import DoorForm
from sharing_portal.limits import limited
from sharing_portal.rls.context import acting_for, set_identity


@require_http_methods(["GET", "HEAD", "POST"])
@limited("family_door")
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Ask who comes. The page is the same for every token, also for one that was never given out."""
    language = request.GET.get("language", "")
    speak(language)
    form = DoorForm(posted(request))
    if form.is_valid():
        found = _opened(token, form)
        if found is not None:
            link_id, agency_id = found
            # A link opened on a device that staff handed over does not give the device away.
            let_in(request, link_id=link_id, agency_id=agency_id, kiosk=is_kiosk(request))
            set_identity(principal="family", agency_id=agency_id, family_link=link_id)
            link = FamilyLink.objects.get(pk=link_id)
            record("consent.link_opened", **actor(link), on=link, youth_id=link.youth_id)
            return redirect("family:start")
        form.add_error(
            None,
            _(
                "That did not work. After five wrong tries a link stops working. "
                "Then ask the person who sent it for a new one."
            ),
        )
    return keep_speaking(_asked(request, form), language)


def _asked(request: HttpRequest, form: DoorForm) -> HttpResponse:
    """The questions of the door."""
    context = {
        "page_title": _("Who are you?"),
        "form": form,
        "referrer_policy": "strict-origin",
        # Without the link's language: who asks for the other one must not be led back to it.
        "next_path": request.path,
    }
    response = render(request, "family/door.html", context)
    # The address is a secret: it is told to nobody, not to our own pages either.
    response["Referrer-Policy"] = "strict-origin"
    return response


def _opened(token: str, form: DoorForm) -> tuple[UUID, UUID] | None:
    """Id and agency of the link, when the answer is right."""
    found = opened_by(token)
    if found is None:
        return None
    link_id, agency_id, check = found
    born = form.cleaned_data["born"]
    answer = code_hash(link_id, form.code_typed) if check == FamilyLink.Check.CODE else str(born or "")
    if not verify(token, answer):
        # In the trail of the agency that sent the link, whose people can close it.
        with acting_for(principal="door", agency_id=agency_id):
            record("consent.link_refused", by=None, agency_id=agency_id, link=str(link_id))
        return None
    return link_id, agency_id


@require_safe
@for_family
def start(request: FamilyRequest) -> HttpResponse:
    """Where this link goes on."""
    link = request.link
    if link.kind == FamilyLink.Kind.PAGE:
        return redirect("family:page")
    if link.used_at is not None:
        return redirect("family:done")
    return redirect("family:who") if link.draft else closed(request)


@require_safe
@for_family
def stay(request: FamilyRequest) -> HttpResponse:
    """Keep the session alive; every request does, this one does nothing else."""
    return HttpResponse(status=204)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close what the family sees on this device."""
    if SESSION_KEY in request.session:
        let_out(request)
    return redirect("family:start")
