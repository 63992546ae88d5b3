"""Error pages that need no session, no person and no database: one of them may be what failed."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from redis.exceptions import RedisError

from sharing_portal.request_id import request_id

# The database or the broker restarts, or is too busy: the same request may succeed in a moment.
FOR_THE_MOMENT = (OperationalError, InterfaceError, RedisError)
RETRY_AFTER = "30"  # seconds


def error_page(status: int, message: str = "") -> HttpResponse:
    """The portal's page for this status, with the request's id for the help desk; a 503 says when to come back."""
    context = {"message": message, "request_id": request_id.get()}
    response = HttpResponse(render_to_string(f"errors/{status}.html", context), status=status)
    if status == 503:
        response["Retry-After"] = RETRY_AFTER
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw (Django's `handler500`), from whichever layer it comes; 503 when it will pass."""
    return error_page(503 if isinstance(sys.exc_info()[1], FOR_THE_MOMENT) else 500)
