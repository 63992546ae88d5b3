"""The start refuses what would open the second wall, and production refuses the demo."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from sharing_portal.rls import checks


def ids(found) -> set[str]:
    return {message.id for message in found}


def test_psycopg2_it_is():
    assert checks.driver() == []


def test_the_tests_own_role_passes(db):
    assert checks.application_role(databases=["default"]) == []


def test_without_a_database_nothing_is_asked():
    assert checks.application_role() == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"PORTAL_DEMO": True}, "rls.E003"),
        ({"REQUIRE_SECOND_FACTOR": False}, "rls.E004"),
        ({"DATABASES": {"default": {"HOST": "/var/lib/sharing-portal-1a2b/sockets"}}}, "rls.E005"),
        ({"REDIS_URL": "redis+socket:///tmp/sharing-portal-1a2b/valkey.sock"}, "rls.E006"),
    ],
)
def test_production_refuses_the_demo(monkeypatch, change, error):
    sound = {
        "PORTAL_DEMO": False,
        "REQUIRE_SECOND_FACTOR": True,
        "DATABASES": {"default": {"HOST": "db"}},
        "REDIS_URL": "redis://redis:6379/0",
        "PORTAL_DATA_DIR": "/srv/portal",
        "BASE_DIR": Path("/app"),
    }
    monkeypatch.setattr(checks, "settings", SimpleNamespace(**sound))
    assert checks.demo_settings() == []
    monkeypatch.setattr(checks, "settings", SimpleNamespace(**{**sound, **change}))
    assert ids(checks.demo_settings()) == {error}
