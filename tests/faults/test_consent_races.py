"""Opening and releasing race with revoking, over HTTP: a thousand rounds. `./run soak consents` has a hundred thousand."""

import os

import pytest

from tests.e2e.portal import connect, named, web
from tests.faults.processes import broker, environment, signed_in
from tests.soak.revoking import Soak, Tally, chain_faults

pytestmark = pytest.mark.processes

ROUNDS = 1000


@pytest.fixture(scope="module")
def soaking(module_cast, database):
    with connect(named(os.environ["DATABASE_ADMIN_URL"], database)).cursor() as cursor:
        yield Soak(module_cast, cursor)
        cursor.connection.close()


@pytest.fixture(scope="module")
def people(module_cast, database, tmp_path_factory):
    """bob and alice at live web processes."""
    folder = tmp_path_factory.mktemp("portal")
    path = folder / "broker.sock"
    seen = environment(database, folder, REDIS_URL=f"redis+socket://{path}", WEB_CONCURRENCY="2")
    with broker(path), web(seen, folder) as (address, _):
        yield [signed_in(address, person) for person in (module_cast.bob, module_cast.alice)]


def test_no_byte_is_served_after_the_answer_to_a_revocation(soaking, people):
    tally = Tally()
    numbers = soaking.prepare(ROUNDS)
    soaking.run(*people, numbers, tally)
    soaking.check(numbers, tally)
    assert tally.broken == []
    assert len(tally.opened) == ROUNDS // 2
    # Both ends of the race were met.
    assert 0 < sum(tally.opened.values()) < ROUNDS // 2
    assert 0 < tally.released < ROUNDS // 2


def test_afterwards_every_chain_verifies(soaking):
    assert soaking.done == ROUNDS
    assert chain_faults() == []
