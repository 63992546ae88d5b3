"""The services of one checkout: private, on Unix sockets only, kept between starts."""

import stat

import psycopg2
import pytest
import redis

pytestmark = pytest.mark.data_layer

PREFIX = "redis+socket://"


def value(address: str, query: str) -> object:
    link = psycopg2.connect(address)
    try:
        with link.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0]
    finally:
        link.close()


def test_what_holds_secrets_is_private(addresses, data_folder):
    for name in ("dev.env", "secrets.json", "seal-key.pem"):
        assert stat.S_IMODE((data_folder / name).stat().st_mode) == 0o600, name
    assert stat.S_IMODE(data_folder.stat().st_mode) == 0o700


def test_postgresql_listens_on_a_socket_only_and_writes_durably(addresses):
    admin = addresses["DATABASE_ADMIN_URL"]
    settings = {
        name: value(admin, f"SHOW {name}") for name in ("listen_addresses", "fsync", "password_encryption")
    }
    assert settings == {"listen_addresses": "", "fsync": "on", "password_encryption": "scram-sha-256"}
    assert value(admin, "SELECT array_agg(DISTINCT auth_method) FROM pg_hba_file_rules") == ["scram-sha-256"]


def test_a_wrong_password_is_refused(addresses):
    wrong = addresses["DATABASE_URL"].replace("portal_app:", "portal_app:x")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(wrong)


def test_a_second_start_changes_nothing(services, addresses, data_folder):
    before = (data_folder / "dev.env").read_text()
    again = services("start")
    assert (again.returncode, again.stdout) == (0, "")
    assert (data_folder / "dev.env").read_text() == before


def test_data_outlives_a_stop(services, addresses):
    queue = redis.Redis(unix_socket_path=addresses["REDIS_URL"].removeprefix(PREFIX))
    queue.set("kept", "yes")
    queue.close()
    assert services("stop").stdout == "Stopped PostgreSQL and Valkey.\n"
    assert services("stop").stdout == "Nothing was running.\n"
    assert services("start").returncode == 0
    queue = redis.Redis(unix_socket_path=addresses["REDIS_URL"].removeprefix(PREFIX))
    assert queue.get("kept") == b"yes"
    queue.close()
    assert value(addresses["DATABASE_URL"], "SELECT current_user::text") == "portal_app"


def test_an_unknown_verb_is_refused(services):
    assert services("dance").returncode == 2
