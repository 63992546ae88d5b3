"""The road of a family from who asks to the signature, and the frame in which each of its pages is shown."""

from collections.abc import Callable
from functools import wraps
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from audit.record import record
from consents.actions import actor
from consents.choices import answered
from consents.drafting import in_language
from consents.models import Consent, ConsentDraft, ConsentForm, FamilyLink
from family.doors import FamilyRequest, closed, for_family, is_kiosk

View = Callable[..., HttpResponse]
TITLES = {
    "who": _("You are asked to decide"),
    "records": _("What may be shared?"),
    "how": _("For what, and until when?"),
    "summary": _("Who will see what"),
    "read": _("Read the whole form"),
    "sign": _("Sign"),
}


def for_signer(view: View) -> View:
    """Let in a family that still has something to sign, with its draft on the form of the language it reads."""

    @for_family
    @wraps(view)
    def guarded(request: FamilyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = request.link.draft
        if request.link.used_at is not None:
            return redirect("family:start")
        if draft is None or not draft.answers.get("offer") or not draft.answers.get("signer"):
            return closed(request)
        language = (get_language() or "en")[:2]
        return view(request, in_language(draft, language), *args, **kwargs)

    return guarded


def language_of(draft: ConsentDraft) -> str:
    """The language of the form that is signed."""
    return ConsentForm.objects.get(pk=draft.answers["signer"]["form"]).language


def next_page(draft: ConsentDraft) -> str:
    """The address of the first flow that is not answered yet; of the summary when all are."""
    for number in range(len(draft.answers["offer"])):
        if answered(draft, number) is None:
            return reverse("family:records", args=[number])
    return reverse("family:summary")


def show(
    request: FamilyRequest, name: str, draft: ConsentDraft, number: int = 0, **context: Any
) -> HttpResponse:
    """One page of the road: its place in it, the way back, and the way to say no."""
    offers = len(draft.answers["offer"])
    place = {
        "who": 1,
        "records": 2 + number,
        "how": 2 + number,
        "summary": 2 + offers,
        "read": 3 + offers,
        "sign": 4 + offers,
    }[name]
    step = {"number": place, "all": 4 + offers, "title": TITLES[name]}
    title = gettext("Step %(number)d of %(all)d: %(title)s") % step
    return frame(request, f"family/{name}.html", title, back=_back(name, number, offers), **context)


def frame(request: FamilyRequest, template: str, title: str, **context: Any) -> HttpResponse:
    """A page of the family's, with the agency to call. That it was looked at is in the log."""
    _record_viewed(request.link, page=PurePath(template).stem)
    found = {
        "page_title": title,
        "link": request.link,
        "kiosk": is_kiosk(request),
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
    }
    return render(request, template, {**found, **context})


def _record_viewed(link: FamilyLink, *, page: str) -> None:
    """Write into the history of every young person whom the page may name that the family looked at it."""
    asked = link.kind != FamilyLink.Kind.PAGE and link.used_at is None
    for youth_id in sorted(_young_people(link)):
        record(
            "consent.family_read" if asked else "consent.family_page",
            **actor(link),
            on=link,
            youth_id=youth_id,
            page=page,
        )


def _young_people(link: FamilyLink) -> set[UUID]:
    """One, or brothers and sisters of one sitting; the database shows a family its own consents alone."""
    siblings = link.draft.siblings if link.draft else []
    return {link.youth_id, *siblings, *Consent.objects.values_list("youth_id", flat=True)}


def _back(name: str, number: int, offers: int) -> str:
    if name == "who":
        return ""
    if name == "how":
        return reverse("family:records", args=[number])
    if name == "records":
        return reverse("family:records", args=[number - 1]) if number else reverse("family:who")
    before = {
        "summary": ("family:records", [offers - 1]),
        "read": ("family:summary", []),
        "sign": ("family:read", []),
    }
    address, args = before[name]
    return reverse(address, args=args)
