"""The database's own catalog: every table is behind the second wall, or on the short list with its reason."""

import re

import pytest
from django.apps import apps
from django.db import connection

from sharing_portal.rls.grants import GLOBAL_TABLES

pytestmark = pytest.mark.data_layer

APPEND_ONLY = {"audit_auditevent", "disclosures_logentry", "mous_mouseal"}


def rows(sql: str, *parameters) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


TABLES = """
    SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
           (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND 'portal_app'::regrole = ANY (p.polroles))
    FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
"""


def test_every_table_has_forced_row_security_and_a_policy_or_a_reason(db):
    for table, enabled, forced, policies in rows(TABLES):
        if table in GLOBAL_TABLES:
            assert (enabled, forced) == (False, False), f"{table} is listed as global but has row security"
            assert len(GLOBAL_TABLES[table][1]) > 10, f"{table} needs a reason"
        else:
            assert (enabled, forced) == (True, True), f"{table} is open"
            assert policies > 0, f"{table} has no policy"


def test_the_list_of_global_tables_names_only_tables(db):
    assert set(GLOBAL_TABLES) <= {table for table, *_ in rows(TABLES)}


def test_the_application_has_only_the_commands_its_policies_name(db):
    granted = rows(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants "
        "WHERE grantee = 'portal_app' AND table_schema = 'public'"
    )
    forbidden = {"TRUNCATE", "REFERENCES", "TRIGGER"}
    assert [grant for grant in granted if grant[1] in forbidden] == []
    policies = {
        (table, command)
        for table, command in rows(
            "SELECT tablename, cmd FROM pg_policies WHERE schemaname = 'public' AND 'portal_app' = ANY (roles)"
        )
    }
    assert {grant for grant in granted if grant[0] not in GLOBAL_TABLES} <= policies


@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
def test_append_only_tables_can_only_be_read_and_added_to(db, table):
    columns = rows(
        "SELECT DISTINCT privilege_type FROM information_schema.role_column_grants "
        "WHERE grantee = 'portal_app' AND table_name = %s",
        table,
    )
    assert {privilege for (privilege,) in columns} == {"SELECT", "INSERT"}


def test_roles_are_as_weak_as_they_should_be(db):
    flags = rows(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname LIKE 'portal_%%' ORDER BY 1"
    )
    assert flags == [
        ("portal_app", False, False, False),
        ("portal_definer", False, False, False),
        ("portal_owner", False, False, False),
    ]
    assert rows("SELECT count(*) FROM pg_class WHERE relowner = 'portal_app'::regrole") == [(0,)]
    assert rows("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'portal_definer'") == [(False,)]
    assert rows(
        "SELECT pg_has_role('portal_app', 'portal_owner', 'MEMBER'), pg_has_role('portal_app', 'portal_definer', 'MEMBER')"
    ) == [(False, False)]


def test_definer_functions_are_owned_searched_and_granted_narrowly(db):
    functions = rows(
        "SELECT p.proname, pg_get_userbyid(p.proowner), p.proconfig, "
        "has_function_privilege('public', p.oid, 'EXECUTE') "
        "FROM pg_proc p WHERE p.prosecdef AND p.pronamespace NOT IN "
        "('pg_catalog'::regnamespace, 'information_schema'::regnamespace)"
    )
    assert functions
    for name, owner, settings, public in functions:
        assert owner == "portal_definer", name
        assert 'search_path=""' in (settings or []), name
        assert public is False, name


def test_no_views_and_no_functions_called_for_each_row(db):
    assert (
        rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
        )
        == []
    )
    # Asking again to sign changes the few requests of one agreement, found by its id first.
    few = {("mous_mousigningrequest", "UPDATE")}
    for table, command, condition in rows("SELECT tablename, cmd, coalesce(qual, '') FROM pg_policies"):
        if (table, command) in few:
            continue
        # Both are asked once for a query: alone in a sub-select, or as the ids that are hashed (policy.among).
        bare = re.sub(r"\( SELECT (unnest\()?portal\.", "", condition)
        assert "portal." not in bare, f"{table} calls a function for each row: {condition}"


def test_every_tenant_model_with_an_agency_keeps_its_unique_constraints_inside_it(db):
    """A unique constraint across agencies would tell one agency what another holds (23505)."""
    across = {
        # The same person may be told once, an id is random, a term of its own parent: nothing another agency chose.
        "notices_outboxentry",
        "agencies_agency",
        "audit_chainlink",
    }
    for model in apps.get_models():
        table = model._meta.db_table
        if table in GLOBAL_TABLES or table in across:
            continue
        for constraint in model._meta.total_unique_constraints:
            fields = set(constraint.fields)
            relations = {field.name for field in model._meta.concrete_fields if field.is_relation}
            assert fields & (relations | {"agency_id", "id"}), f"{table}: {constraint.name}"
