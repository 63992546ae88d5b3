"""How a family is let in without an account: its session carries one link, and nothing of staff.

A device that staff hand over stays the family's until somebody signs in on it: every other address leads back here.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consents.models import FamilyLink
from sharing_portal.rls.context import set_identity

SESSION_KEY = "family"
PAGES = "/family/"
# What answers on a device in a family's hands besides its pages: to sign in afresh, and the other language.
BESIDE = ("/accounts/login/", "/accounts/2fa/authenticate/", "/accounts/2fa/webauthn/login/", "/i18n/")
View = Callable[..., HttpResponse]


class FamilyRequest(HttpRequest):
    """A request of a family that came through its link and was verified."""

    link: FamilyLink


def let_in(request: HttpRequest, *, link_id: UUID, agency_id: UUID, kiosk: bool) -> None:
    """Begin the family's session; whatever session there was, of staff too, is gone from browser and server."""
    auth.logout(request)
    rotate_token(request)
    seconds = settings.SESSION_ABSOLUTE_SECONDS if kiosk else settings.SESSION_IDLE_SECONDS
    request.session.set_expiry(seconds)
    request.session[SESSION_KEY] = {
        "link": str(link_id),
        "agency": str(agency_id),
        "kiosk": kiosk,
        "began": time.time(),
        "seen": time.time(),
    }


def let_out(request: HttpRequest) -> None:
    """End what the family sees. A device in its hands stays closed to everything else."""
    door = request.session.get(SESSION_KEY)
    if door and door["kiosk"]:
        request.session[SESSION_KEY] = {"kiosk": True}
    else:
        request.session.flush()


def is_kiosk(request: HttpRequest) -> bool:
    """Whether this is a device that staff handed over."""
    return bool((request.session.get(SESSION_KEY) or {}).get("kiosk"))


def identify(request: HttpRequest) -> None:
    """Give the request's transaction the family's identity; nobody's without a link, after 15 idle minutes or 12 hours."""
    door = request.session.get(SESSION_KEY)
    if not door or "link" not in door or not request.path.startswith(PAGES):
        return
    idle, old = time.time() - door["seen"], time.time() - door["began"]
    if idle > settings.SESSION_IDLE_SECONDS or old > settings.SESSION_ABSOLUTE_SECONDS:
        let_out(request)
        return
    request.session[SESSION_KEY] = {**door, "seen": time.time()}
    set_identity(principal="family", agency_id=UUID(door["agency"]), family_link=UUID(door["link"]))


class OneDoor:
    """Keeps families and staff apart: who signs in is no family any more, and a handed-over device shows its pages alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            if request.user.is_authenticated:
                return self._staff_again(request)
            if is_kiosk(request) and not request.path.startswith((PAGES, *BESIDE)):
                return redirect("family:start")
        return self.get_response(request)

    def _staff_again(self, request: HttpRequest) -> HttpResponse:
        """Somebody has signed in: the family's link and language stay behind."""
        request.session.set_expiry(None)
        del request.session[SESSION_KEY]
        response = self.get_response(request)
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response


def for_family(view: View) -> View:
    """Let a verified family in; anybody else is told that the page is closed, whatever the reason."""

    @wraps(view)
    def guarded(request: FamilyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        link = _link(request)
        if link is None:
            return closed(request)
        request.link = link
        # Days begin and end where the agency is; the request's end puts it back (sharing_portal/middleware.py).
        timezone.activate(link.agency.zone)
        return view(request, *args, **kwargs)

    return guarded


def closed(request: HttpRequest) -> HttpResponse:
    """Nothing is open here: on a device that was handed over, the words to hand it back."""
    kiosk = is_kiosk(request)
    title = _("Please hand the device back") if kiosk else _("This page is closed")
    return render(request, "family/closed.html", {"page_title": title, "kiosk": kiosk})


def _link(request: HttpRequest) -> FamilyLink | None:
    door = request.session.get(SESSION_KEY) or {}
    if "link" not in door or request.user.is_authenticated:
        return None
    found = FamilyLink.objects.filter(pk=door["link"])
    return found.select_related("agency", "draft__agency", "draft__youth", "draft__author").first()


def speak(language: str) -> None:
    """Show this page in the language, when it is one of ours."""
    if language in dict(settings.LANGUAGES):
        translation.activate(language)


def keep_speaking(response: HttpResponse, language: str) -> HttpResponse:
    """Show what follows in the language, when it is one of ours."""
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )
    return response
