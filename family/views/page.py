"""The family's page: what was agreed, how each line stands, what was shared with whom and when, and how to stop."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import posted
from agencies.forms import carried_out
from consents import queries as consent_queries
from consents.actions import remind_family
from consents.models import Consent, FamilyMail
from consents.states import TONES
from consents.wording import words
from disclosures.actions import ask_agency, revoke_consent
from disclosures.models import Release
from family import queries
from family.doors import FamilyRequest, for_family, is_kiosk
from family.forms import RemindersForm, StopForm, WishForm
from family.road import frame
from law.vocabulary import Category
from sharing_portal.errors import InvalidTransition


@require_safe
@for_family
def page(request: FamilyRequest) -> HttpResponse:
    """Everything that this person agreed to here, newest first."""
    return _page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@for_family
def stop(request: FamilyRequest, pk: UUID) -> HttpResponse:
    """Stop sharing, all of it or a part: at once, and without a reason."""
    consent = get_object_or_404(queries.agreed(), pk=pk)
    if not consent_queries.left_of(consent):
        return redirect("family:page")
    others = [one for one in queries.agreed_for(consent.youth_id) if one != consent]
    form = StopForm(posted(request), consents=[consent, *others])
    if form.is_valid():
        try:
            revoke_consent(consent, by=request.link, others=others, **form.arguments())
            messages.success(request, _("Stopped. From this moment on nothing more is shared of it."))
        except InvalidTransition:
            messages.info(request, _("This was stopped already."))
        return redirect("family:page")
    return frame(request, "family/stop.html", _("Stop sharing"), form=form, consent=consent, others=others)


@require_http_methods(["GET", "HEAD", "POST"])
@for_family
def ask(request: FamilyRequest, pk: UUID, release: UUID | None = None) -> HttpResponse:
    """Ask for a copy of what was shared or say that something is wrong: of one release, or of the consent itself."""
    consent = get_object_or_404(queries.agreed(), pk=pk)
    about = _about(consent, release)
    form = WishForm(posted(request))
    of_whom = Release(pk=about.release_id, agency_id=about.holder_id) if about else None
    if form.is_valid() and carried_out(
        form, lambda: ask_agency(consent, by=request.link, release=of_whom, **form.cleaned_data)
    ):
        messages.success(request, _("The agency was told. Its answer will stand on this page."))
        return redirect("family:page")
    title = _("Ask for a copy or a correction")
    return frame(request, "family/ask.html", title, form=form, consent=consent, about=about)


def _about(consent: Consent, release: UUID | None) -> queries.Shared | None:
    """The release that the family asks about, of those that rest on this consent; 404 for any other."""
    if release is None:
        return None
    for shared in queries.shared():
        if (shared.release_id, shared.consent_id) == (release, consent.pk):
            return shared
    raise Http404


@require_POST
@for_family
def reminders(request: FamilyRequest, pk: UUID) -> HttpResponse:
    """Begin reminders by e-mail, or end them."""
    consent = get_object_or_404(queries.agreed(), pk=pk)
    form = _reminders(request, consent, request.POST)
    if "stop" in request.POST:
        remind_family(consent, by=request.link, email="")
        messages.success(request, _("You get no more reminders."))
    elif form.is_valid():
        remind_family(consent, by=request.link, email=form.cleaned_data["email"])
        messages.success(request, _("We will write to you before it ends."))
    else:
        return _page(request, wrong=form, of=consent)
    return redirect("family:page")


def _page(
    request: FamilyRequest, *, wrong: RemindersForm | None = None, of: Consent | None = None
) -> HttpResponse:
    """The page; the form of one consent, when it was filled in wrongly, as it was filled in."""
    mails = {mail.consent_id: mail for mail in FamilyMail.objects.filter(stopped_at=None)}
    known, asked = {"email": request.link.email}, queries.asked()
    consents = [
        {
            **_shown(consent),
            "mail": mails.get(consent.pk),
            "wishes": asked.get((consent.pk, None), []),
            "form": wrong if consent == of else _reminders(request, consent, initial=known),
        }
        for consent in queries.agreed()
    ]
    shared = [
        {**_in_words(release), "wishes": asked.get((release.consent_id, release.release_id), [])}
        for release in queries.shared()
    ]
    title = _("What you agreed to share")
    return frame(request, "family/page.html", title, consents=consents, shared=shared, form=wrong)


def _reminders(
    request: FamilyRequest, consent: Consent, given: QueryDict | None = None, **initial: Any
) -> RemindersForm:
    """The page has one for each consent, so that their fields need names of their own."""
    own = f"reminders-{consent.pk}-%s"
    return RemindersForm(given, auto_id=own, kiosk=is_kiosk(request), **initial)


def _shown(consent: Consent) -> dict[str, Any]:
    """A consent by recipient, each with its lines and how they stand now."""
    recipients: dict[str, dict[str, Any]] = {}
    language, found = (get_language() or "en")[:2], consent_queries.states_of(consent)
    for grant, state in found:
        entry = recipients.setdefault(
            f"{grant.discloser_id}:{grant.recipient_id}", {"first": grant, "lines": []}
        )
        what = {"what": words(Category(grant.category), language), "grant": grant}
        entry["lines"].append(
            {**what, "label": state.label, "tone": TONES[state], "may_share": state.may_share}
        )
    return {
        "consent": consent,
        "recipients": list(recipients.values()),
        "can_be_stopped": any(not state.has_ended for _grant, state in found),
        "may_share": any(state.may_share for _grant, state in found),
    }


def _in_words(release: queries.Shared) -> dict[str, Any]:
    language = (get_language() or "en")[:2]
    return {"release": release, "what": [words(Category(code), language) for code in release.categories]}
