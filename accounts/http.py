"""The request as our views know it."""

from django.http import HttpRequest, QueryDict
from rest_framework.request import Request

from accounts.models import User


class PortalRequest(HttpRequest):
    """A request of a signed-in person; `user` carries the agency and the roles she acts for."""

    user: User  # type: ignore[assignment]
    htmx: bool


class PortalAPIRequest(Request):
    """The same for the API."""

    user: User


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the data of a POST, even an empty one; None on any other request."""
    return request.POST if request.method == "POST" else None
