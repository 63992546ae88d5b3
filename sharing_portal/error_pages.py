"""Error pages that need no session, no person and no database: one of them may be what failed."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from sharing_portal.request_id import request_id


def error_page(status: int, message: str = "") -> HttpResponse:
    """The portal's page for this status, with the request's id for the help desk."""
    context = {"message": message, "request_id": request_id.get()}
    return HttpResponse(render_to_string(f"errors/{status}.html", context), status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw (Django's `handler500`)."""
    return error_page(500)
