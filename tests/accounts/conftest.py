"""Real sign-ins, through the door that people use."""

from collections.abc import Callable

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.cache import cache
from django.test import Client

from accounts import actions, events
from accounts.models import User
from audit.record import record
from tests.conftest import PortalClient
from tests.factories import PASSWORD


@pytest.fixture(autouse=True)
def _no_earlier_tries():
    """Rate limits count in the cache: each test starts from none."""
    cache.clear()


@pytest.fixture(autouse=True)
def _landing(settings):
    """Sign-in leads to a page of this app, whichever pages the others have."""
    settings.LOGIN_REDIRECT_URL = "accounts:settings"


@pytest.fixture
def type_in() -> Callable[..., Client]:
    """`type_in(user)`: a client that signed in with e-mail and password."""

    def _type_in(user: User, password: str = PASSWORD) -> Client:
        client = PortalClient()
        client.post("/accounts/login/", {"login": user.email, "password": password})
        return client

    return _type_in


@pytest.fixture
def give_app() -> Callable[[User], str]:
    """`give_app(user)`: an authenticator app for the user; gives its secret."""

    def _give_app(user: User) -> str:
        secret = generate_totp_secret()
        Authenticator.objects.create(user=user, type="totp", data={"secret": get_adapter().encrypt(secret)})
        return secret

    return _give_app


@pytest.fixture
def recorded(monkeypatch) -> list[tuple[str, User | None, User | None]]:
    """What is written into the audit trail about accounts, as (event, by, on); it is written all the same.

    Events of no agency are in the platform's chain, which nobody reads through the application.
    """
    written: list[tuple[str, User | None, User | None]] = []

    def spy(event, *, by, on=None, **details):
        written.append((event, by, on))
        return record(event, by=by, on=on, **details)

    monkeypatch.setattr(events, "record", spy)
    monkeypatch.setattr(actions, "record", spy)
    return written
