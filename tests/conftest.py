"""The database as production has it, and a small fixed cast.

Tests connect as `portal_app`, which cannot step over row-level security; only the owner creates, migrates and
copies databases. `db` wraps a test in a transaction; `committed_db` gives a copy of its own for tests that need real
commits or other processes.

The cast: North is a school district, South a community mental health center, West a stranger to both.
alice asks (staff of South), bob decides (records custodian of North), carol is West's records custodian.
"""

import os
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.utils import translation

from accounts.models import User
from agencies.models import Agency
from sharing_portal.rls.context import set_identity
from tests import factories, sealing


def _owner_sql(*statements: str) -> None:
    owner = settings.DATABASES["owner"]
    link = psycopg2.connect(
        host=owner["HOST"],
        port=owner["PORT"] or None,
        user=owner["USER"],
        password=owner["PASSWORD"],
        dbname="postgres",
    )
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            for statement in statements:
                _until_free(cursor, statement)
    finally:
        link.close()


def _until_free(cursor: Any, statement: str) -> None:
    """PostgreSQL waits five seconds for the last backend to leave; on a busy machine it may take longer."""
    for attempt in range(6):
        try:
            return cursor.execute(statement)
        except psycopg2.errors.ObjectInUse:
            if attempt == 5:
                raise
    return None


def _recreate(name: str, template: str) -> None:
    # Without FORCE: the owner may not end the application's backends, but waits some seconds while they leave.
    connections.close_all()
    _owner_sql(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureDef, tmp_path_factory) -> Iterator[None]:
    """One migrated template a test process, and a copy of it to work in."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"test_portal_{worker}_{os.getpid()}"
    template = f"{name}_template"
    settings.PORTAL_DATA_DIR = tmp_path_factory.mktemp("portal-data")
    with django_db_blocker.unblock():
        for alias in ("default", "owner"):
            connections[alias].settings_dict["NAME"] = template
            settings.DATABASES[alias]["NAME"] = template
        _owner_sql(f'DROP DATABASE IF EXISTS "{template}" WITH (FORCE)', f'CREATE DATABASE "{template}"')
        call_command("migrate", database="owner", verbosity=0)
        connections.close_all()
        for alias in ("default", "owner"):
            connections[alias].settings_dict["NAME"] = name
            settings.DATABASES[alias]["NAME"] = name
        _recreate(name, template)
        yield
        connections.close_all()
        _owner_sql(
            f'DROP DATABASE IF EXISTS "{name}"',
            f'DROP DATABASE IF EXISTS "{template}"',
        )


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A database whose commits are real; a fresh copy of the template replaces it afterwards. Gives its name."""
    name = settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock():
        yield name
        _recreate(name, f"{name}_template")


@pytest.fixture(autouse=True)
def _data_dir(tmp_path, settings) -> None:
    """Files written by a test go to a folder of its own."""
    settings.PORTAL_DATA_DIR = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files"), "base_url": None},
        },
    }


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The language that one test's last request left behind is not the next test's."""
    yield
    translation.deactivate()


@pytest.fixture
def operator(db) -> User:
    return factories.operator()


@pytest.fixture
def north(operator) -> Agency:
    return factories.agency("North School District", "school_district", ["ferpa_bound"], by=operator)


@pytest.fixture
def south(operator) -> Agency:
    return factories.agency("South Community Mental Health", "hipaa_provider", ["hipaa_covered"], by=operator)


@pytest.fixture
def west(operator) -> Agency:
    return factories.agency("West After-School", "after_school_provider", ["community"], by=operator)


@pytest.fixture
def alice(south, operator) -> User:
    return factories.member("alice", south, ["staff"], by=operator)


@pytest.fixture
def bob(north, operator) -> User:
    return factories.member("bob", north, ["records_custodian"], by=operator)


@pytest.fixture
def carol(west, operator) -> User:
    return factories.member("carol", west, ["records_custodian"], by=operator)


class PortalClient(Client):
    """A test client whose requests leave no identity behind in the test's own transaction."""

    def request(self, **environ):  # type: ignore[no-untyped-def]
        response = super().request(**environ)
        if connection.in_atomic_block:
            set_identity()
        return response


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """`sign_in(user)` or `sign_in(user, agency)`: a client signed in and acting for that agency."""

    def _sign_in(user: User, agency: Agency | None = None) -> Client:
        client = PortalClient()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        if agency is not None:
            session = client.session
            session["agency_id"] = str(agency.pk)
            session.save()
        return client

    return _sign_in


@pytest.fixture(scope="session")
def _seal_key(tmp_path_factory) -> SimpleNamespace:
    return sealing.make_key(tmp_path_factory.mktemp("seal"))


@pytest.fixture
def seal_key(_seal_key, settings) -> SimpleNamespace:
    """The portal's key in this test; gives the paths of its files."""
    settings.SEAL_KEY_FILE, settings.SEAL_ROOTS_FILE = _seal_key.key, _seal_key.roots
    return _seal_key
