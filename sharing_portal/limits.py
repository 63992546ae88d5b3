"""How often one address may ask for what anybody may read: people never notice, and a script does not load the portal."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError

View = Callable[..., HttpResponse]


def limited(action: str) -> Callable[[View], View]:
    """The view; for more than the limit of `action` (ACCOUNT_RATE_LIMITS) from one address, a page that asks to wait.

    Reading counts, too. Where nothing can be counted the view answers all the same.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                refusal = consume_or_429(request, action=action, limit_get=True)
            except RedisError:
                refusal = None
            return refusal or view(request, *args, **kwargs)

        return counted

    return decorate
