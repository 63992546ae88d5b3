"""Staff's side of the family's links: send one, see how it stands, close it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import PortalRequest, posted
from agencies.doors import member_required
from agencies.forms import show_refusal
from audit.record import record
from consents import actions, drafting, permissions, queries
from consents.doors import draft_for
from consents.expiry import OWN_NAME
from consents.forms import LinkForm
from consents.links import is_own_page, whose_page
from consents.models import FamilyLink
from sharing_portal.errors import RefusedInput, require
from youth.models import Guardian


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def send_link(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Send the family a link to choose and sign at home."""
    draft = draft_for(request.user, pk)
    if drafting.first_open(draft) != "ways":
        return redirect("consents:step", pk, drafting.first_open(draft))
    record("consent.drafted", by=request.user, on=draft.youth, youth_id=pk, step="link")
    signer = draft.answers["signer"]
    guardian = drafting.chosen(draft.youth, signer["who"]).guardian
    asked = {"person_name": signer["signer_name"], "guardian": guardian, "kind": FamilyLink.Kind.SIGN}
    language = queries.newest_forms().filter(pk=signer["form"]).values_list("language", flat=True).first()
    form = _form(request, guardian, language, is_own=signer["who"] in OWN_NAME)
    send = partial(actions.make_link, draft, by=request.user, **asked)
    context = {"youth": draft.youth, "person": signer["signer_name"], "signs": True}
    back = reverse("consents:step", args=[pk, drafting.first_open(draft)])
    return _send(request, form, send, {**context, "back": back})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def page_link(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Send the family a link to its page: what it agreed to, what was shared, and how to stop."""
    consent = get_object_or_404(queries.recorded_by_us(request.user), pk=pk)
    require(permissions.can_record(request.user, consent.youth))
    record("consent.viewed", by=request.user, on=consent, youth_id=consent.youth_id)
    person, guardian = whose_page(consent)
    form = _form(request, guardian, consent.form.language, is_own=is_own_page(consent))
    send = partial(actions.make_page_link, consent, by=request.user)
    context = {"youth": consent.youth, "person": person, "signs": False}
    return _send(request, form, send, {**context, "back": reverse("consents:detail", args=[pk])})


@require_POST
@member_required
def close_link(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Let a link open nothing from now on."""
    link = get_object_or_404(queries.links_visible_to(request.user), pk=pk)
    actions.close_link(link, by=request.user)
    messages.success(request, _("The link is closed: nobody can come in through it any more."))
    if link.consent_id:
        return redirect("consents:detail", link.consent_id)
    return redirect("consents:for_youth", link.youth_id)


def _form(
    request: PortalRequest, guardian: Guardian | None, language: str | None, *, is_own: bool
) -> LinkForm:
    initial = {"email": guardian.email if guardian else "", "language": language or "en"}
    return LinkForm(posted(request), initial=initial, is_own=is_own)


def _send(
    request: PortalRequest,
    form: LinkForm,
    send: Callable[..., tuple[FamilyLink, str]],
    context: dict[str, Any],
) -> HttpResponse:
    """The form, or what was sent; the code is shown once, on the answer to the button."""
    context |= {"page_title": _("Send a link"), "form": form}
    if form.is_valid():
        given = form.cleaned_data
        check = FamilyLink.Check(given["check"])
        try:
            link, code = send(check=check, email=given["email"], language=given["language"])
        except RefusedInput as error:
            show_refusal(form, error)
        else:
            context |= {"page_title": _("The link is on its way"), "link": link, "code": code}
            return render(request, "consents/link_sent.html", context)
    return render(request, "consents/send_link.html", context)
