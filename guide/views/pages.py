"""Public pages: help, accessibility, privacy. They say nothing about anybody and need no sign-in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


def _limits() -> dict[str, Any]:
    """The limits that the pages state, as they are set here."""
    return {
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "session_hours": settings.SESSION_ABSOLUTE_SECONDS // 3600,
    }


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to begin, what to do when something goes wrong, and whom to call."""
    return render(request, "guide/help.html", {"page_title": _("Help"), **_limits()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the portal is built to, what is known to fall short, and how to report a barrier."""
    return render(
        request, "guide/accessibility.html", {"page_title": _("Accessibility statement"), **_limits()}
    )


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal keeps about people, who can see it, and how long."""
    return render(request, "guide/privacy.html", {"page_title": _("Privacy"), **_limits()})
