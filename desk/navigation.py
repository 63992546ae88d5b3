"""What the header shows on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, Any]:
    """Template context: navigation by role, unread notices, demo flag."""
    return {"portal_demo": settings.PORTAL_DEMO}
