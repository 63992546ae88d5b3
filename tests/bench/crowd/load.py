"""Make the crowd's database, or find it as an earlier run left it.

The owner migrates; the server's administrator loads, with triggers, policies and secondary indexes out of the way,
because five million rows through them would take an hour. The data are as the portal itself would store them:
`check_keys` compares a sample of the search keys with what the portal's own code makes.
"""

import hashlib
import os
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg2.extensions import make_dsn
from psycopg2.extras import execute_values

from sharing_portal.rls.context import acting_for
from tests.bench.crowd import names
from tests.bench.crowd.by_hand import VIEWS
from tests.bench.crowd.rows import CROWD, SCAFFOLD, TABLES, Rows
from tests.bench.crowd.shape import Crowd
from youth.keys import keys_of
from youth.models import YouthKey, YouthRecord

ROOT = Path(settings.BASE_DIR)
FUNCTIONS: str = import_module("sharing_portal.rls.migrations.0001_functions").SQL
FASTER = """SET session_replication_role = replica; SET synchronous_commit = off; SET statement_timeout = 0;
SET work_mem = '128MB'; SET maintenance_work_mem = '768MB'; SET max_parallel_maintenance_workers = 1"""
EMPTY = {
    "text": "''",
    "character varying": "''",
    "jsonb": "'{}'",
    "ARRAY": "'{}'",
    "boolean": "false",
    "timestamp with time zone": "now()",
    "integer": "0",
    "smallint": "0",
}


class Place(Protocol):
    """Whatever has a database of its own to be loaded."""

    @property
    def database(self) -> str: ...


def administrator(database: str) -> Any:
    """An autocommitting connection of the server's administrator."""
    link = psycopg2.connect(make_dsn(os.environ["DATABASE_ADMIN_URL"], dbname=database))
    link.autocommit = True
    return link


def run(database: str, *statements: str) -> None:
    link = administrator(database)
    try:
        with link.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        link.close()


def version() -> str:
    """Changes when the tables or what is put into them change."""
    here = Path(__file__).parent
    files = [*sorted(ROOT.glob("*/migrations/0*.py")), here / "rows.py", here / "names.py", here / "shape.py"]
    known = b"".join(path.read_bytes() for path in [*files, ROOT / "youth/names.py", ROOT / "youth/keys.py"])
    return hashlib.sha256(known).hexdigest()


def ready(crowd: Crowd) -> None:
    """Leave behind the crowd's database, loaded, with the functions and views as they are in the code now."""
    prepared(crowd, version(), lambda: _load(crowd))
    run(crowd.database, FUNCTIONS, VIEWS)


def prepared(place: Place, wanted: str, fill: Callable[[], None]) -> None:
    """Find the database as an earlier run of this version left it, or create and `fill` it."""
    if _is_loaded(place, wanted):
        return
    started = time.monotonic()
    print(f"Loading {place.database} (kept for the next run) ...", flush=True)
    _create(place)
    fill()
    # Last, so that a load that was broken off is started over.
    run(place.database, f"CREATE TABLE bench.loaded AS SELECT '{wanted}' AS version, now() AS at")
    print(f"  loaded in {time.monotonic() - started:.0f} s", flush=True)


def _is_loaded(crowd: Place, wanted: str) -> bool:
    link = administrator("postgres")
    try:
        with link.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [crowd.database])
            if cursor.fetchone() is None:
                return False
    finally:
        link.close()
    link = administrator(crowd.database)
    try:
        with link.cursor() as cursor:
            cursor.execute("SELECT to_regclass('bench.loaded') IS NOT NULL")
            if not cursor.fetchone()[0]:
                return False
            cursor.execute("SELECT version FROM bench.loaded")
            return cursor.fetchone() == (wanted,)
    finally:
        link.close()


def _create(crowd: Place) -> None:
    owner = settings.DATABASES["owner"]["USER"]
    run(
        "postgres",
        f'DROP DATABASE IF EXISTS "{crowd.database}" WITH (FORCE)',
        f'CREATE DATABASE "{crowd.database}" OWNER "{owner}"',
    )
    connections["owner"].close()
    connections["owner"].settings_dict["NAME"] = crowd.database
    call_command("migrate", database="owner", verbosity=0)
    connections["owner"].close()


def _load(crowd: Crowd) -> None:
    run(crowd.database, SCAFFOLD)
    _fill(
        "bench.agency (n, youth, first_youth, members, first_member, received, first_release)",
        crowd.rows,
        crowd,
    )
    _fill("bench.first_name", names.first_names(), crowd)
    _fill("bench.last_name", names.last_names(), crowd)
    _fill("bench.street", names.streets(), crowd)
    run(crowd.database, FASTER, CROWD)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda rows: load_table(crowd, rows), TABLES))
    run(crowd.database, "DROP TABLE bench.youth, bench.release", "VACUUM ANALYZE")


def _fill(table: str, rows: Iterable[tuple[Any, ...]], crowd: Crowd) -> None:
    link = administrator(crowd.database)
    try:
        with link.cursor() as cursor:
            execute_values(cursor, f"INSERT INTO {table} VALUES %s", list(rows), page_size=1000)
    finally:
        link.close()


def load_table(crowd: Place, rows: Rows) -> None:
    """Put the rows of one table in, its policies, triggers and secondary indexes out of the way."""
    started = time.monotonic()
    link = administrator(crowd.database)
    try:
        with link.cursor() as cursor:
            cursor.execute(FASTER)
            drop, create = _indexes(cursor, rows.table)
            for statement in [*drop, _insert(cursor, rows), *create]:
                cursor.execute(statement)
    finally:
        link.close()
    print(f"  {rows.table}: {time.monotonic() - started:.0f} s", flush=True)


def _insert(cursor: Any, rows: Rows) -> str:
    cursor.execute(
        """SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'
           AND table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'""",
        [rows.table],
    )
    empty = {name: EMPTY[kind] for name, kind in cursor.fetchall() if name not in rows.columns}
    columns = {**empty, **rows.columns}
    return f"INSERT INTO {rows.table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {rows.source}"


def _indexes(cursor: Any, table: str) -> tuple[list[str], list[str]]:
    """Statements that drop the indexes on which no other table's foreign keys lean, and that make them again."""
    cursor.execute(
        """SELECT NULL, NULL, conname, pg_get_constraintdef(oid) FROM pg_constraint
           WHERE contype = 'f' AND conrelid = %(table)s::regclass AND confrelid = conrelid
           UNION ALL
           SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), c.conname, pg_get_constraintdef(c.oid)
           FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.conrelid = i.indrelid
             AND c.contype <> 'f'
           WHERE i.indrelid = %(table)s::regclass AND NOT EXISTS (SELECT FROM pg_constraint f
             WHERE f.contype = 'f' AND f.conindid = i.indexrelid AND f.conrelid <> i.indrelid)""",
        {"table": table},
    )
    drop: list[str] = []
    create: list[str] = []
    for index, definition, constraint, clause in cursor.fetchall():
        if constraint:
            drop.append(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')
            create.insert(0, f'ALTER TABLE {table} ADD CONSTRAINT "{constraint}" {clause}')
        else:
            drop.append(f"DROP INDEX {index}")
            create.append(definition)
    return drop, create


def check_keys(user_id: Any, agency_id: Any) -> None:
    """Raise unless the keys loaded for twenty youth are those that the portal's own code makes."""
    with acting_for(user_id=user_id, agency_id=agency_id):
        for record in YouthRecord.objects.filter(agency_id=agency_id).order_by("number")[:20]:
            stored = set(YouthKey.objects.filter(youth=record).values_list("kind", "key"))
            wanted = {(str(key.kind), key.key) for key in keys_of(record)}
            assert stored == wanted, f"{record}: {stored ^ wanted}"


def person(crowd: Crowd, agency: int, place: int) -> tuple[str, str]:
    """Ids of the member at this place of this agency, and of the agency."""
    return ask(
        crowd,
        "SELECT id::text, agency_id::text FROM bench.member WHERE agency_n = %s AND place = %s",
        agency,
        place,
    )[0]


def sample(crowd: Crowd, agency: int, worker: int) -> dict[str, list[str]]:
    """Names and ids of 50 youth of the agency and ids of 50 on the worker's caseload, drawn alike in every run."""
    user_id, agency_id = person(crowd, agency, worker)
    names = (
        "SELECT {0} FROM youth_youthrecord WHERE agency_id = %s AND {0} <> '' ORDER BY md5(id::text) LIMIT 50"
    )
    return {
        **{
            part: [row[0] for row in ask(crowd, names.format(f"{part}_name"), agency_id)]
            for part in ("first", "middle", "last")
        },
        "youth": [row[0] for row in ask(crowd, names.format("id::text"), agency_id)],
        "caseload": [
            row[0]
            for row in ask(
                crowd,
                """SELECT content_object_id::text FROM youth_youthrecordgrant
                   WHERE user_id = %s AND agency_id = %s ORDER BY md5(content_object_id::text) LIMIT 50""",
                user_id,
                agency_id,
            )
        ],
    }


def ask(crowd: Place, question: str, *parameters: Any) -> list[tuple[Any, ...]]:
    link = administrator(crowd.database)
    try:
        with link.cursor() as cursor:
            cursor.execute(question, parameters)
            return cursor.fetchall()
    finally:
        link.close()
