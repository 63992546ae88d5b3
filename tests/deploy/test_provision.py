"""The database roles: made once, put right when they drifted, and never able to step over a policy."""

from collections.abc import Iterator

import psycopg2
import pytest
from psycopg2.extensions import connection

from sharing_portal.rls import provision

pytestmark = pytest.mark.data_layer

ROLES = """
    SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication
      FROM pg_roles WHERE rolname LIKE 'portal_%' ORDER BY rolname
"""
MEMBERSHIPS = """
    SELECT member::regrole::text, roleid::regrole::text FROM pg_auth_members
     WHERE member::regrole::text LIKE 'portal_%' ORDER BY 1, 2
"""


@pytest.fixture
def admin(addresses: dict[str, str]) -> Iterator[connection]:
    opened = psycopg2.connect(addresses["DATABASE_ADMIN_URL"])
    opened.autocommit = True
    yield opened
    opened.close()


def rows(link: connection, query: str) -> list[tuple[object, ...]]:
    with link.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def execute(link: connection, *statements: str) -> None:
    with link.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def again(addresses: dict[str, str], **options: bool) -> None:
    provision.provision(
        addresses["DATABASE_ADMIN_URL"], owner_password="owner-1", app_password="app-1", **options
    )


def test_roles_are_exactly_these(addresses, admin):
    again(addresses)
    assert rows(admin, ROLES) == [
        ("portal_app", True, False, False, False, False, False),
        ("portal_definer", False, False, False, False, False, False),
        ("portal_owner", True, False, False, False, False, False),
    ]
    assert rows(admin, MEMBERSHIPS) == [("portal_owner", "portal_definer")]


def test_in_development_the_owner_creates_databases(addresses, admin):
    again(addresses, development=True)
    query = "SELECT rolcreatedb FROM pg_roles WHERE rolname = 'portal_owner'"
    assert rows(admin, query) == [(True,)]
    again(addresses)
    assert rows(admin, query) == [(False,)]


def test_a_role_that_drifted_is_put_right(addresses, admin):
    again(addresses)
    before = rows(admin, ROLES), rows(admin, MEMBERSHIPS)
    execute(
        admin,
        "ALTER ROLE portal_app SUPERUSER BYPASSRLS CREATEROLE",
        "GRANT portal_definer TO portal_app",
        "GRANT ALL ON DATABASE portal TO PUBLIC",
        "ALTER DATABASE portal OWNER TO postgres",
    )
    again(addresses)
    assert (rows(admin, ROLES), rows(admin, MEMBERSHIPS)) == before
    assert rows(
        admin,
        "SELECT datdba::regrole::text, has_database_privilege('portal_app', 'portal', 'TEMPORARY')"
        " FROM pg_database WHERE datname = 'portal'",
    ) == [("portal_owner", False)]


def test_the_app_role_creates_nothing(addresses):
    again(addresses)
    address = addresses["DATABASE_URL"].split("@", 1)[1]
    link = psycopg2.connect(f"postgresql://portal_app:app-1@{address}")
    link.autocommit = True
    try:
        for statement in (
            "CREATE TABLE note (text text)",
            "CREATE TEMPORARY TABLE note (text text)",
            "CREATE SCHEMA mine",
            "CREATE ROLE friend",
            "SET ROLE portal_definer",
            "SET ROLE portal_owner",
        ):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                execute(link, statement)
    finally:
        link.close()


def test_the_owner_hands_a_function_to_the_definer_and_replaces_it(addresses):
    again(addresses)
    address = addresses["DATABASE_OWNER_URL"].split("@", 1)[1]
    link = psycopg2.connect(f"postgresql://portal_owner:owner-1@{address}")
    try:
        execute(
            link,
            "CREATE SCHEMA trial",
            "GRANT USAGE, CREATE ON SCHEMA trial TO portal_definer",
            "CREATE FUNCTION trial.answer() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "ALTER FUNCTION trial.answer() OWNER TO portal_definer",
            "CREATE OR REPLACE FUNCTION trial.answer() RETURNS int LANGUAGE sql AS 'SELECT 2'",
        )
        assert rows(link, "SELECT trial.answer()") == [(2,)]
    finally:
        link.close()


def test_no_password_reaches_the_server_in_clear(addresses, admin):
    again(addresses)
    query = (
        "SELECT DISTINCT left(rolpassword, 14) FROM pg_authid WHERE rolname IN ('portal_app', 'portal_owner')"
    )
    assert rows(admin, query) == [("SCRAM-SHA-256$",)]


def test_the_command_names_what_is_missing(monkeypatch, capsys):
    monkeypatch.delenv("DATABASE_ADMIN_URL", raising=False)
    monkeypatch.setenv("PORTAL_OWNER_PASSWORD", "owner-1")
    monkeypatch.delenv("PORTAL_APP_PASSWORD", raising=False)
    assert provision.main([]) == 2
    assert capsys.readouterr().err == "Set DATABASE_ADMIN_URL, PORTAL_APP_PASSWORD in the environment.\n"


def test_the_command_provisions_and_reports_a_refusal(addresses, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_ADMIN_URL", addresses["DATABASE_ADMIN_URL"])
    monkeypatch.setenv("PORTAL_OWNER_PASSWORD", "owner-1")
    monkeypatch.setenv("PORTAL_APP_PASSWORD", "app-1")
    assert provision.main(["--development"]) == 0
    assert capsys.readouterr().out.endswith("and database portal are ready.\n")
    monkeypatch.setenv("DATABASE_ADMIN_URL", addresses["DATABASE_OWNER_URL"])
    assert provision.main([]) == 1
    assert capsys.readouterr().err.startswith("PostgreSQL refused: ")
