"""Two agencies with a trail that is really committed, and the administrator who may switch off every guard."""

from collections.abc import Callable, Iterator

import psycopg2
import pytest
from django.conf import settings

from accounts.models import User
from agencies.acting import acting_as
from audit.record import record
from disclosures.log import _enter
from tests import factories

TABLES = ("audit_auditevent", "disclosures_logentry", "audit_chainlink", "audit_chainhead")


@pytest.fixture
def two(committed_db) -> tuple[User, User]:
    """An auditor of each of two agencies, committed."""
    operator = factories.operator()
    north = factories.agency("North School District", "school_district", ["ferpa_bound"], by=operator)
    south = factories.agency("South Clinic", "hipaa_provider", ["hipaa_covered"], by=operator)
    return (
        factories.member("nora", north, ["auditor"], by=operator),
        factories.member("saul", south, ["auditor"], by=operator),
    )


def write(person: User, event: str, *, log: bool = False) -> None:
    """One event, and with `log` an entry of the disclosure log, in a transaction of its own."""
    with acting_as(person) as user:
        record(event, by=user)
        if log:
            _enter(
                user.acting_agency_id,
                kind="exported",
                records=f"after {event}",
                actor_id=user.pk,
                actor_name=str(user),
            )


@pytest.fixture
def trail(two) -> tuple[User, User]:
    """Five events and two log entries of North, three events of South."""
    nora, saul = two
    for number in range(5):
        write(nora, f"test.{number}", log=number % 2 == 1)
    for number in range(3):
        write(saul, f"test.{number}")
    return two


@pytest.fixture
def owner_sql(committed_db) -> Iterator[Callable[..., list[tuple]]]:
    """Runs statements as the owner of the tables; gives the rows of the last."""
    owner = settings.DATABASES["owner"]
    link = psycopg2.connect(
        host=owner["HOST"],
        port=owner["PORT"] or None,
        user=owner["USER"],
        password=owner["PASSWORD"],
        dbname=committed_db,
    )
    link.autocommit = True
    cursor = link.cursor()

    def run(*statements: str, parameters: tuple = ()) -> list[tuple]:
        *before, last = statements
        for statement in before:
            cursor.execute(statement)
        cursor.execute(last, parameters)
        return cursor.fetchall() if cursor.description else []

    yield run
    link.close()


@pytest.fixture
def administrator(owner_sql) -> Callable[..., list[tuple]]:
    """Runs one statement as the owner with triggers and policies switched off; gives its rows."""
    guards = [f"ALTER TABLE {table} DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY" for table in TABLES]
    return lambda sql, *parameters: owner_sql(*guards, sql, parameters=parameters)
