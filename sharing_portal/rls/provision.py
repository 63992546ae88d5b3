"""The three database roles and the database, created or put right by the database's administrator.

Run it before the first migration and as often as you like: it makes what is missing, corrects what differs
(a role that became a superuser, a privilege that came back to everyone) and leaves data alone.

    portal_owner    logs in to migrate; owns the database and every table in it
    portal_app      logs in for web and worker; owns nothing, creates nothing, is a member of nothing
    portal_definer  never logs in; owns the few functions that must look past row-level security

As a command, with the values in the environment:

    DATABASE_ADMIN_URL=... PORTAL_OWNER_PASSWORD=... PORTAL_APP_PASSWORD=... python -m sharing_portal.rls.provision
"""

import argparse
import os
import sys

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection, cursor, encrypt_password

OWNER, APP, DEFINER = "portal_owner", "portal_app", "portal_definer"
PLAIN = "NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION INHERIT"

# A request that waits longer than this has lost its person; the transaction must not keep its locks.
TIME_LIMITS = {
    "statement_timeout": "60s",
    "lock_timeout": "20s",
    "idle_in_transaction_session_timeout": "5min",
}


def provision(
    admin_url: str,
    *,
    owner_password: str,
    app_password: str,
    database: str = "portal",
    development: bool = False,
) -> None:
    """Make roles, database and privileges exactly as this module's text says.

    `admin_url` must be a superuser's. With `development` the owner may also create databases, which the
    tests need, and new databases start with the same closed schema as the portal's own.
    """
    admin = _connect(admin_url)
    try:
        with admin.cursor() as cur:
            _set_role(cur, DEFINER, "NOLOGIN NOCREATEDB")
            _set_role(cur, OWNER, "LOGIN CREATEDB" if development else "LOGIN NOCREATEDB", owner_password)
            _set_role(cur, APP, "LOGIN NOCREATEDB", app_password)
            _free_of_memberships(cur, APP)
            _let_owner_hand_functions_over(cur, admin.server_version)
            for name, value in TIME_LIMITS.items():
                cur.execute(
                    sql.SQL("ALTER ROLE {} SET {} = {}").format(*_names(APP, name), sql.Literal(value))
                )
            _own_database(cur, database)
    finally:
        admin.close()
    for name in [database, "template1"] if development else [database]:
        _close_schema(admin_url, name)


def _connect(url: str, **overrides: str) -> connection:
    """An autocommitting connection: CREATE DATABASE cannot run inside a transaction."""
    opened = psycopg2.connect(url, connect_timeout=15, **overrides)
    opened.autocommit = True
    return opened


def _names(*names: str) -> list[sql.Identifier]:
    return [sql.Identifier(name) for name in names]


def _set_role(cur: cursor, role: str, attributes: str, password: str | None = None) -> None:
    """Create the role when absent and set every attribute, so that a role that drifted is put right."""
    cur.execute("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = %s", [role])
    if cur.fetchone() is None:
        cur.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
    cur.execute(sql.SQL(f"ALTER ROLE {{}} WITH {PLAIN} {attributes}").format(sql.Identifier(role)))
    if password is not None:
        # Only the SCRAM verifier leaves this process: a logged statement shows no password.
        verifier = encrypt_password(password, role, cur.connection, "scram-sha-256")
        cur.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(verifier)))


def _free_of_memberships(cur: cursor, role: str) -> None:
    """Take the role out of every group: a membership would lend it rights that no policy mentions."""
    cur.execute(
        """SELECT granted.rolname FROM pg_catalog.pg_auth_members AS membership
             JOIN pg_catalog.pg_roles AS granted ON granted.oid = membership.roleid
             JOIN pg_catalog.pg_roles AS member ON member.oid = membership.member
            WHERE member.rolname = %s""",
        [role],
    )
    for (group,) in cur.fetchall():
        cur.execute(sql.SQL("REVOKE {} FROM {}").format(*_names(group, role)))


def _let_owner_hand_functions_over(cur: cursor, server_version: int) -> None:
    """ALTER FUNCTION ... OWNER TO portal_definer needs membership; from PostgreSQL 16 on its options are said."""
    options = " WITH INHERIT TRUE, SET TRUE" if server_version >= 160000 else ""
    cur.execute(sql.SQL("GRANT {} TO {}" + options).format(*_names(DEFINER, OWNER)))


def _own_database(cur: cursor, database: str) -> None:
    cur.execute("SELECT 1 FROM pg_catalog.pg_database WHERE datname = %s", [database])
    statement = "ALTER DATABASE {} OWNER TO {}" if cur.fetchone() else "CREATE DATABASE {} OWNER {}"
    cur.execute(sql.SQL(statement).format(*_names(database, OWNER)))
    cur.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
    cur.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(*_names(database, APP)))


def _close_schema(admin_url: str, database: str) -> None:
    """Nobody but the portal's roles enters the schema, and only its owner creates in it."""
    inside = _connect(admin_url, dbname=database)
    try:
        with inside.cursor() as cur:
            cur.execute("ALTER SCHEMA public OWNER TO pg_database_owner")
            cur.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
            cur.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}, {}").format(*_names(APP, DEFINER)))
    finally:
        inside.close()


def main(arguments: list[str] | None = None) -> int:
    """Provision with the values in the environment; exit code 2 names what is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m sharing_portal.rls.provision", description="Make roles and database."
    )
    parser.add_argument(
        "--development", action="store_true", help="let the owner create databases, for tests"
    )
    parser.add_argument("--database", default=os.environ.get("PORTAL_DATABASE", "portal"))
    options = parser.parse_args(arguments)
    wanted = ["DATABASE_ADMIN_URL", "PORTAL_OWNER_PASSWORD", "PORTAL_APP_PASSWORD"]
    missing = [name for name in wanted if not os.environ.get(name)]
    if missing:
        print(f"Set {', '.join(missing)} in the environment.", file=sys.stderr)
        return 2
    try:
        provision(
            os.environ["DATABASE_ADMIN_URL"],
            owner_password=os.environ["PORTAL_OWNER_PASSWORD"],
            app_password=os.environ["PORTAL_APP_PASSWORD"],
            database=options.database,
            development=options.development,
        )
    except psycopg2.Error as error:
        print(f"PostgreSQL refused: {str(error).strip()}", file=sys.stderr)
        return 1
    print(f"Roles {OWNER}, {APP}, {DEFINER} and database {options.database} are ready.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
