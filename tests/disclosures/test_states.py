"""Every pair of states: the table is the whole truth, and the mover keeps to it."""

import itertools

import pytest
from django.db import IntegrityError, transaction

from agencies.acting import acting_as
from disclosures.models import DisclosureRequest
from disclosures.states import TRANSITIONS, State
from sharing_portal.errors import InvalidTransition, StaleState
from sharing_portal.transitions import move

# The way to each state; the database lets nobody skip a step.
WAYS = {
    State.SUBMITTED: [],
    State.MORE_NEEDED: [State.MORE_NEEDED],
    State.APPROVED: [State.APPROVED],
    State.REFUSED: [State.REFUSED],
    State.RELEASED: [State.APPROVED, State.RELEASED],
    State.WITHDRAWN: [State.WITHDRAWN],
}


@pytest.mark.parametrize(("start", "end"), list(itertools.product(WAYS, State)))
def test_moves_along_the_table_and_nowhere_else(asked, alice, bob, start, end):
    for step in WAYS[start]:
        with acting_as(alice if step == State.WITHDRAWN else bob):
            move(asked, step, TRANSITIONS)
    with acting_as(alice if end == State.WITHDRAWN else bob):
        if end in TRANSITIONS.get(start, frozenset()):
            move(asked, end, TRANSITIONS)
            assert DisclosureRequest.objects.get(pk=asked.pk).state == end
        else:
            with pytest.raises(InvalidTransition):
                move(asked, end, TRANSITIONS)
            assert DisclosureRequest.objects.get(pk=asked.pk).state == start
            with pytest.raises(IntegrityError, match="not a step"), transaction.atomic():
                DisclosureRequest.objects.filter(pk=asked.pk).update(state=end)


def test_final_states_lead_nowhere():
    assert {state for state in State if state not in TRANSITIONS} == {
        State.REFUSED,
        State.RELEASED,
        State.WITHDRAWN,
    }


def test_a_stale_copy_cannot_move(asked, bob):
    with acting_as(bob):
        stale = DisclosureRequest.objects.get(pk=asked.pk)
        move(asked, State.MORE_NEEDED, TRANSITIONS)
        with pytest.raises(StaleState):
            move(stale, State.REFUSED, TRANSITIONS)
