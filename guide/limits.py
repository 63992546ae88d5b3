"""How often one address may ask the guide: people never notice, and a script does not load the portal."""

from collections.abc import Callable
from functools import wraps

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError

View = Callable[..., HttpResponse]


def limited(view: View) -> View:
    """The view; for more than PUBLIC_LIMIT from one address a page that asks to wait.

    Where nothing can be counted the view answers all the same: the guide needs no cache for its work.
    """

    @wraps(view)
    def counted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            refusal = consume_or_429(request, action="guide", limit_get=True)
        except RedisError:
            refusal = None
        return refusal or view(request, *args, **kwargs)

    return counted
