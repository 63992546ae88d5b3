"""The database goes away and comes back under a live server: a clear answer meanwhile, then everything works."""

import os
import subprocess
import sys

import psycopg2
import pytest

from tests.e2e.portal import ROOT, web
from tests.faults.processes import Browser

pytestmark = pytest.mark.processes

PAGES = ["/", "/requests/", "/api/requests/", "/readyz"]

PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", database="owner", verbosity=0)
from notices.tasks import relay_outbox
relay_outbox.delay = lambda: None
from tests.faults.cast import Cast
from accounts.models import User
from tests.factories import PASSWORD
Cast()
alice = User.objects.get(email="alice@portal.example")
alice.set_password(PASSWORD)
alice.save()
"""


@pytest.fixture
def data_folder(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def services(data_folder):
    """Run a verb of deploy.services on a PostgreSQL and a Valkey of this test's own."""
    named = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL", "REDIS_URL", "SECRET_KEY")
    kept = {name: value for name, value in os.environ.items() if name not in named}

    def run(verb):
        command = [sys.executable, "-m", "deploy.services", verb]
        subprocess.run(command, cwd=ROOT, env={**kept, "PORTAL_DATA_DIR": str(data_folder)}, check=True)

    yield run
    run("reset")


@pytest.fixture
def seen_by_processes(services, data_folder):
    """The addresses of the started services, with the database migrated and the cast in it."""
    services("start")
    lines = (data_folder / "dev.env").read_text().splitlines()
    addresses = {name: value.strip("'") for name, value in (line.split("=", 1) for line in lines)}
    more = {"PORTAL_DATA_DIR": str(data_folder), "PORTAL_DEMO": "1", "DEBUG": "false"}
    seen = {**addresses, **more, "DJANGO_SETTINGS_MODULE": "sharing_portal.settings"}
    subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env={**os.environ, **seen}, check=True)
    return seen


def test_it_answers_503_while_the_database_is_away_and_works_when_it_is_back(
    seen_by_processes, services, data_folder
):
    with web(seen_by_processes, data_folder / "logs") as (address, _):
        alice = Browser(address).sign_in("alice@portal.example")
        assert cut_connections(seen_by_processes["DATABASE_ADMIN_URL"]) > 0
        assert everything_works(alice)
        services("stop")
        for path in PAGES:
            away = alice.open(path)
            assert (path, away.status, away.headers.get("Retry-After")) == (path, 503, "30")
        assert Browser(address).open("/healthz").status == 200
        services("start")
        assert everything_works(alice)


def everything_works(alice):
    """Asked often enough that each of the server's threads answers."""
    return [alice.open(path).status for path in PAGES * 3] == [200] * len(PAGES) * 3


def cut_connections(address):
    """End every connection of the web server; give how many there were."""
    link = psycopg2.connect(address)
    with link, link.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'portal_app'"
        )
        (count,) = cursor.fetchone()
    link.close()
    return count
