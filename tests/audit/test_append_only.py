"""The application's role can add to the trail and to the log, and change nothing in either."""

import threading

import pytest
from django.db import ProgrammingError, connection, transaction

from agencies.acting import acting_as
from audit.record import record
from audit.verify import verify
from tests.audit.conftest import write

pytestmark = pytest.mark.data_layer
TABLES = ["audit_auditevent", "disclosures_logentry"]


@pytest.mark.parametrize("table", [*TABLES, "audit_chainlink", "audit_chainhead"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET agency_id = NULL", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_application_may_not_change_it(db, table, sql):
    with pytest.raises(ProgrammingError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))
    assert error.value.__cause__.pgcode == "42501"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("sql", ["UPDATE {} SET agency_id = NULL", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_a_trigger_refuses_the_owner_too(trail, owner_sql, table, sql):
    with pytest.raises(Exception, match="is append-only") as error:
        owner_sql(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY", sql.format(table))
    assert error.value.pgcode == "42501"


@pytest.mark.parametrize("table", ["audit_chainlink", "audit_chainhead"])
def test_the_application_may_not_write_the_chain(db, table):
    insert = f"INSERT INTO {table} DEFAULT VALUES"
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(insert)


def test_many_writers_of_two_chains_never_wait_for_each_other_in_a_circle(two):
    nora, saul = two
    failed: list[BaseException] = []
    start = threading.Barrier(8)

    def write_both(first, second):
        try:
            start.wait(timeout=10)
            for _ in range(15):
                with transaction.atomic():
                    for person in (first, second):
                        with acting_as(person) as user:
                            record("test.both", by=user)
        except BaseException as error:  # a thread's failure must reach the test
            failed.append(error)
        finally:
            connection.close()

    orders = [(nora, saul), (saul, nora)] * 4
    threads = [threading.Thread(target=write_both, args=order) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    assert verify() == (8 * 15 * 2, [])


def test_a_rolled_back_event_leaves_no_gap(two):
    @transaction.atomic
    def fail():
        write(two[0], "test.lost")
        raise ZeroDivisionError

    write(two[0], "test.kept")
    with pytest.raises(ZeroDivisionError):
        fail()
    write(two[0], "test.kept")
    assert verify() == (2, [])
