"""Visiting an address of the world as one person; whatever the visit does is undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sharing_portal.rls.context import set_identity
from tests.conftest import PortalClient
from tests.security.world import World

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(world: World, name: str, client_class: type[Client] = PortalClient, **options: Any) -> Client:
    """A client signed in as this person of the world, or not at all for `anonymous`; password just given."""
    client = client_class(**options)
    if name != "anonymous":
        client.force_login(world.people[name], backend=BACKEND)
    return client


@contextmanager
def undone() -> Iterator[None]:
    """Take back what the block does to the database."""
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
