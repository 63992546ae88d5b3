"""The request as our views know it."""

from django.http import HttpRequest

from accounts.models import User


class PortalRequest(HttpRequest):
    """A request of a signed-in person; `user` carries the agency and the roles she acts for."""

    user: User  # type: ignore[assignment]
    htmx: bool
