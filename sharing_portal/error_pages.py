"""Error pages that need no session, no person and no database: one of them may be what failed."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from redis.exceptions import RedisError

from sharing_portal.request_id import request_id

# The database or the broker restarts, or is too busy: the same request may succeed in a moment.
FOR_THE_MOMENT = (OperationalError, InterfaceError, RedisError)


def error_page(status: int, message: str = "") -> HttpResponse:
    """The portal's page for this status, with the request's id for the help desk."""
    context = {"message": message, "request_id": request_id.get()}
    return HttpResponse(render_to_string(f"errors/{status}.html", context), status=status)


def unavailable() -> HttpResponse:
    """503, and when to come back."""
    response = error_page(503)
    response["Retry-After"] = "30"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw (Django's `handler500`), from whichever layer it comes; 503 when it will pass."""
    return unavailable() if isinstance(sys.exc_info()[1], FOR_THE_MOMENT) else error_page(500)
