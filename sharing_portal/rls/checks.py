"""Refuses to serve with a database role that could step over the second wall."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection


@register(Tags.security)
def driver(**kwargs: Any) -> list[CheckMessage]:
    """psycopg2 it is: Django would silently prefer psycopg 3 if it could be imported."""
    from django.db.backends.postgresql.psycopg_any import is_psycopg3  # noqa: PLC0415 -- needs settings

    if is_psycopg3:
        return [Error("psycopg 3 is importable; the portal runs on psycopg2.", id="rls.E001")]
    return []


@register(Tags.database)
def application_role(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The application's role owns nothing and cannot bypass row-level security."""
    if not databases or "default" not in databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb, "
            "EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relnamespace = 'public'::regnamespace) "
            "FROM pg_roles r WHERE rolname = current_user"
        )
        too_strong, owns = cursor.fetchone()
    if too_strong or owns:
        return [Error("DATABASE_URL names a role that can step over row-level security.", id="rls.E002")]
    return []


@register(Tags.security, deploy=True)
def demo_settings(**kwargs: Any) -> list[CheckMessage]:
    """The demo's conveniences and the embedded services are not for production."""
    errors: list[CheckMessage] = []
    if settings.PORTAL_DEMO:
        errors.append(Error("PORTAL_DEMO is on: the demo shows its sign-ins to everyone.", id="rls.E003"))
    if not settings.REQUIRE_SECOND_FACTOR:
        errors.append(Error("REQUIRE_SECOND_FACTOR is off.", id="rls.E004"))
    # `./run` keeps its servers' sockets under the data folder, or in a folder of this name where that path is too long.
    own = (str(settings.PORTAL_DATA_DIR), str(settings.BASE_DIR / "var"), "sharing-portal-")
    for code, address in (
        ("rls.E005", settings.DATABASES["default"].get("HOST", "")),
        ("rls.E006", settings.REDIS_URL),
    ):
        if any(mark in str(address) for mark in own):
            errors.append(Error("The demo's own PostgreSQL or Valkey is not for production.", id=code))
    return errors
