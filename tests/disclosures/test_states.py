"""Every pair of states: the table is the whole truth, and the mover keeps to it."""

import itertools

import pytest

from agencies.acting import acting_as
from disclosures.models import DisclosureRequest
from disclosures.states import TRANSITIONS, State
from sharing_portal.errors import InvalidTransition, StaleState
from sharing_portal.transitions import move

# The holder, who moves it here, never sees a draft.
SEEN = [state for state in State if state != State.DRAFT]


@pytest.mark.parametrize(("start", "end"), list(itertools.product(SEEN, State)))
def test_moves_along_the_table_and_nowhere_else(asked, bob, start, end):
    with acting_as(bob):
        DisclosureRequest.objects.filter(pk=asked.pk).update(state=start)
        asked.refresh_from_db()
        if end in TRANSITIONS.get(start, frozenset()) and end != State.DRAFT:
            move(asked, end, TRANSITIONS)
            assert DisclosureRequest.objects.get(pk=asked.pk).state == end
        else:
            with pytest.raises(InvalidTransition):
                move(asked, end, TRANSITIONS)
            assert DisclosureRequest.objects.get(pk=asked.pk).state == start


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
