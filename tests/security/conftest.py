"""The world of tests/security/world.py as a database to copy, and what its people see at each address."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections

from notices.tasks import relay_outbox
from tests.conftest import _owner_sql, _recreate
from tests.security import world as worlds
from tests.security.opened import Opened, Visits


def _storage(files: Path) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(files / "files"), "base_url": None},
    }


@pytest.fixture(scope="session")
def built_world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[worlds.World]:
    """The world, built once a test process, and kept as a database to copy."""
    files = tmp_path_factory.mktemp("world")
    name = django_settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(relay_outbox, "delay", lambda: None)
        patch.setitem(django_settings.STORAGES, "default", _storage(files))
        try:
            world = worlds.build(files)
            _recreate(f"{name}_world", name)
        finally:
            _recreate(name, f"{name}_template")
    yield world
    with django_db_blocker.unblock():
        connections.close_all()
        _owner_sql(f'DROP DATABASE IF EXISTS "{name}_world" WITH (FORCE)')


@pytest.fixture(scope="module")
def committed_world(built_world, django_db_blocker) -> Iterator[worlds.World]:
    """The world as the module's database; afterwards the database is empty again."""
    name = django_settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock():
        _recreate(name, f"{name}_world")
    yield built_world
    with django_db_blocker.unblock():
        _recreate(name, f"{name}_template")


@pytest.fixture
def world(committed_world, db, settings) -> worlds.World:
    """The world as it was built; what the test does to it is rolled back."""
    settings.STORAGES = {**settings.STORAGES, "default": _storage(committed_world.files)}
    settings.PORTAL_DEMO = False
    return committed_world


@pytest.fixture
def visits(world) -> Visits:
    """The world's people, ready to ask for addresses."""
    return Visits(world)


@pytest.fixture
def opened(visits) -> list[Opened]:
    """Every page of the table as its right person sees it, and as somebody does who is not signed in."""
    return visits.all_pages()
