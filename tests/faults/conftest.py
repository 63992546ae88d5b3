"""Faults happen to committed data and to separate processes; each test gets a database and a cast of its own."""

import pytest

from notices.tasks import relay_outbox
from tests.faults.cast import Cast


@pytest.fixture
def cast(committed_db, monkeypatch) -> Cast:
    """Committed; the tests' own process sends no messages, so that nobody else's worker gets them."""
    monkeypatch.setattr(relay_outbox, "delay", lambda: None)
    return Cast()
