"""A browser, and portals to visit: real processes, each portal on a database of its own."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser

from county.load import load_county
from county.offices import PASSWORD
from tests import sealing
from tests.conftest import _owner_sql, _recreate
from tests.e2e import browser as browsers
from tests.e2e.browser import Person
from tests.e2e.portal import named, own_broker, running

Filled = Callable[[Callable[[], object], int], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; skips with the line that installs it, or fails where it must be there."""
    path = browsers.installed()
    if path is None and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(browsers.INSTALL)
    if path is None:
        pytest.skip(browsers.INSTALL)
    # Playwright runs an event loop in this thread. Beside one Django would refuse to ask its database, and it keeps the
    # connections it opens there apart from those it opened before: on neither side may one be left behind.
    connections.close_all()
    with pytest.MonkeyPatch.context() as patch, browsers.opened(path) as browser:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield browser
        connections.close_all()


@pytest.fixture(scope="session")
def portal_with(django_db_setup, django_db_blocker, tmp_path_factory) -> Filled:
    """`portal_with(fill, broker)`: a running portal on a new database that `fill` has filled; gives its address."""

    @contextmanager
    def started(fill: Callable[[], object], broker: int) -> Iterator[str]:
        own = settings.DATABASES["default"]["NAME"]
        name, folder = f"{own}_browser_{broker}", tmp_path_factory.mktemp("portal")
        with django_db_blocker.unblock():
            _recreate(name, f"{own}_template")
            try:
                with _pointed_at(name, folder):
                    fill()
                with running(_environment(name, folder, broker), folder / "logs") as address:
                    yield address
            finally:
                _owner_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    return started


@contextmanager
def _pointed_at(name: str, folder: Path) -> Iterator[None]:
    """Django works in this database and folder, with passwords that the real processes understand."""
    own = settings.DATABASES["default"]["NAME"]
    storages = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(folder / "files")}},
    }
    hashers = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    try:
        _use(name)
        with (
            override_settings(PORTAL_DATA_DIR=folder, STORAGES=storages, PASSWORD_HASHERS=hashers),
            pytest.MonkeyPatch.context() as patch,
        ):
            # What is queued waits for the portal's own worker.
            patch.setattr("notices.actions.relay_outbox.delay", lambda: None)
            yield
    finally:
        _use(own)


def _use(name: str) -> None:
    connections.close_all()
    for alias in ("default", "owner"):
        connections[alias].settings_dict["NAME"] = settings.DATABASES[alias]["NAME"] = name


def _environment(name: str, folder: Path, broker: int) -> dict[str, str]:
    return {
        "DATABASE_URL": named(os.environ["DATABASE_URL"], name),
        "REDIS_URL": own_broker(os.environ["REDIS_URL"], broker),
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_DEMO": "1",
        "SIGN_IN_LIMIT": "1000/m/ip",
        "SECRET_KEY": settings.SECRET_KEY,
    }


@pytest.fixture(scope="module")
def county(portal_with: Filled) -> Iterator[str]:
    """The address of a portal with a small county in it."""
    with portal_with(_small_county, 9) as address:
        yield address


def _small_county() -> None:
    load_county(records=120)
    sealing.call_off()


@pytest.fixture(scope="session")
def shots() -> Path | None:
    """Where the pictures go: PORTAL_SCREENSHOTS. Without it none are taken."""
    folder = os.environ.get("PORTAL_SCREENSHOTS")
    return Path(folder) if folder else None


@pytest.fixture(scope="module")
def looked() -> dict[str, set[str]]:
    """For each person, the pages that axe has seen in any test of the module."""
    return defaultdict(set)


@pytest.fixture
def visit(
    chromium: Browser, county: str, shots: Path | None, looked: dict[str, set[str]]
) -> Iterator[Callable[..., Person]]:
    """`visit(email)`: a person of the county signed in; `visit()`: somebody at the door. Windows close afterwards."""
    people: list[Person] = []

    def _visit(email: str = "", **context: object) -> Person:
        person = Person(chromium, county, shots, looked[email], **context)
        people.append(person)
        return person.sign_in(email, PASSWORD) if email else person

    yield _visit
    for person in people:
        person.close()
