"""Visiting an address of the world as one person; whatever the visit does is undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sharing_portal.rls.context import set_identity
from tests.conftest import PortalClient
from tests.factories import PASSWORD
from tests.security.bodies import body_of
from tests.security.world import World

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(world: World, name: str) -> Client:
    """Signed in as this person of the world, her password given a moment ago; not at all for `anonymous`."""
    client = PortalClient()
    if name != "anonymous":
        client.force_login(world.people[name], backend=BACKEND)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


class Visitor:
    """Somebody who visits addresses of the world, each time as if for the first time."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.client = world, client_of(world, name)
        self.cookies = self.client.cookies.copy()

    def visit(self, method: str, address: str, things: list[Any], query: str = "") -> HttpResponse:
        """The answer, read to its end; what it did to the database is undone."""
        url = reverse(address, args=[self.world.id_of(thing) for thing in things]) + query
        with undone():
            return self.send(method, url, body_of(address, self.world))

    def send(self, method: str, url: str, body: dict[str, Any]) -> HttpResponse:
        """The answer, read to its end."""
        self.client.cookies = self.cookies.copy()
        kind = {"content_type": "application/json"} if url.startswith("/api/") else {}
        data = {} if method in ("GET", "HEAD") else {"data": body, **kind}
        response = getattr(self.client, method.lower())(url, **data)
        if response.streaming:
            response.whole = b"".join(response.streaming_content)
        return response


@contextmanager
def undone() -> Iterator[None]:
    """Take back what the block does to the database; tries that count against a limit are forgotten."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    set_identity()


def routes() -> list[tuple[str, URLPattern]]:
    """Every address pattern of the portal with its full name."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            yield from _walk(found, f"{prefix}{found.namespace}:" if found.namespace else prefix)
        else:
            yield f"{prefix}{found.name}", found
