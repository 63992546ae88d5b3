"""A PostgreSQL and a Valkey of these tests' own: roles belong to the whole server, so nobody else's may be used."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Services = Callable[[str], "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("services") / "data"


@pytest.fixture(scope="module")
def services(data_folder: Path) -> Iterator[Services]:
    """Run a verb of deploy.services on the tests' own data folder."""
    named = (
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "DATABASE_ADMIN_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "PG_OPTIONS",
    )
    kept = {name: value for name, value in os.environ.items() if name not in named}

    def run(verb: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "deploy.services", verb],
            cwd=ROOT,
            env=kept | {"PORTAL_DATA_DIR": str(data_folder)},
            text=True,
            capture_output=True,
            check=False,
        )

    yield run
    run("reset")


@pytest.fixture(scope="module")
def addresses(services: Services, data_folder: Path) -> dict[str, str]:
    """The addresses of the started services, as dev.env tells them."""
    started = services("start")
    assert started.returncode == 0, started.stderr
    lines = (data_folder / "dev.env").read_text().splitlines()
    return {name: value.strip("'") for name, value in (line.split("=", 1) for line in lines)}
