"""Faults happen to committed data and to separate processes."""

from collections.abc import Iterator

import psycopg2
import pytest
from django.conf import settings as django_settings

from notices.tasks import relay_outbox
from tests.conftest import _recreate
from tests.faults.cast import Cast


@pytest.fixture
def cast(committed_db, monkeypatch) -> Cast:
    """Committed; the tests' own process sends no messages, so that nobody else's worker gets them."""
    monkeypatch.setattr(relay_outbox, "delay", lambda: None)
    return Cast()


@pytest.fixture(scope="module")
def module_cast(django_db_setup, django_db_blocker) -> Iterator[Cast]:
    """The same for a whole module, whose tests share one live server."""
    name = django_settings.DATABASES["default"]["NAME"]
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(relay_outbox, "delay", lambda: None)
        try:
            yield Cast()
        finally:
            _recreate(name, f"{name}_template")


@pytest.fixture(scope="module")
def database(module_cast) -> str:
    """The name of the module's database."""
    return django_settings.DATABASES["default"]["NAME"]


@pytest.fixture
def owner(committed_db):
    """The owner's own connection, in a transaction: what it locks, the worker waits for."""
    given = django_settings.DATABASES["owner"]
    link = psycopg2.connect(
        host=given["HOST"],
        port=given["PORT"] or None,
        user=given["USER"],
        password=given["PASSWORD"],
        dbname=committed_db,
    )
    yield link
    link.close()
