"""Public pages: help, accessibility, privacy. They say nothing about anybody and need no sign-in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


def _help_desk() -> dict[str, Any]:
    """Whom to call, and the limits that the pages state, as they are set here."""
    return {
        "operator_name": settings.PORTAL_OPERATOR,
        "help_email": settings.HELP_EMAIL,
        "help_phone": settings.HELP_PHONE,
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "session_hours": settings.SESSION_ABSOLUTE_SECONDS // 3600,
    }


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to begin, what to do when something goes wrong, and whom to call."""
    return render(request, "guide/help.html", {"page_title": _("Help"), **_help_desk()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the portal is built to, what is known to fall short, and how to report a barrier."""
    return render(
        request, "guide/accessibility.html", {"page_title": _("Accessibility statement"), **_help_desk()}
    )


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal keeps about people, who can see it, and how long."""
    return render(request, "guide/privacy.html", {"page_title": _("Privacy"), **_help_desk()})
