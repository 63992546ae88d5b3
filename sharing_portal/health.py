"""Whether the process lives, and whether it can serve."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse


@transaction.non_atomic_requests
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers, whether or not the database does."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; 503 otherwise, by the error it raises."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ready", content_type="text/plain")
