"""Terms in force decide whom one may ask for what: for every state, on every day, after every withdrawal."""

from datetime import timedelta

import pytest

from agencies.acting import acting_as
from agencies.models import Agency
from mous import actions, queries
from mous.states import Standing
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from sharing_portal.rls.context import acting_for
from tests.mous import agreements


def holders(person):
    with acting_as(person):
        return list(queries.holders_one_may_ask(person))


def test_signed_by_all_and_begun_lets_the_asker_ask(signed, alice, bob, north, south):
    assert holders(alice) == [north]
    assert holders(bob) == []
    with acting_as(bob):
        term = queries.terms_in_force(asking=south, holding=north).get()
        assert queries.covers(term, "attendance", "care_coordination")
        assert not queries.covers(term, "medical", "care_coordination")
        assert not queries.covers(term, "attendance", "treatment")
        assert queries.terms_in_force(asking=south, holding=north).get() == term
        assert not queries.terms_in_force(asking=south, holding=south).exists()
        locked = queries.terms_in_force(asking=south).select_for_update(no_key=True, of=("mou",))
        assert list(locked) == [term]


def test_a_draft_and_one_out_for_signature_open_nothing(draft, dana, alice):
    assert holders(alice) == []
    agreements.reviewed(draft, dana)
    assert holders(alice) == []
    with acting_as(dana):
        actions.send(draft, by=dana)
    assert holders(alice) == []


def test_it_begins_and_ends_with_the_day_at_the_agency(signed, alice, south):
    with acting_as(alice):
        days = {
            signed.starts_on - timedelta(days=1): Standing.UPCOMING,
            signed.starts_on: Standing.IN_FORCE,
            signed.ends_on: Standing.IN_FORCE,
            signed.ends_on + timedelta(days=1): Standing.EXPIRED,
        }
        for day, standing in days.items():
            assert signed.standing(day) == standing
            assert signed.is_in_force(day) == (standing == Standing.IN_FORCE)
            assert queries.terms_in_force(asking=south, on=day).exists() == signed.is_in_force(day)
            for other in (
                Standing.UPCOMING,
                Standing.IN_FORCE,
                Standing.EXPIRED,
                Standing.ENDED,
                Standing.DRAFT,
            ):
                listed = queries.standing_in(queries.visible_to(alice), [other], day).exists()
                assert listed == (other == standing)


def test_a_strangers_view_is_empty(signed, carol, south):
    with acting_as(carol):
        assert not queries.terms_in_force(asking=south).exists()
        assert not queries.visible_to(carol).exists()


def test_nobody_without_an_agency_sees_anything(signed, operator, alice):
    assert not queries.visible_to(operator).exists()
    assert not queries.holders_one_may_ask(operator).exists()
    assert not queries.awaiting_signature(operator).exists()


def test_withdrawal_ends_a_two_party_agreement_at_once(signed, nora, sam, alice, bob, dana, south):
    with acting_as(dana), pytest.raises(Forbidden):
        actions.withdraw(signed, by=dana, reason="No.")
    with acting_as(sam):
        with pytest.raises(RefusedInput, match="Say why"):
            actions.withdraw(signed, by=sam, reason="")
        actions.withdraw(signed, by=sam, reason="The program closes.")
        assert (signed.state, signed.ended_on) == ("ended", south.today())
        with pytest.raises(Forbidden):
            actions.withdraw(signed, by=sam, reason="Again.")
    assert holders(alice) == []
    with acting_as(nora):
        party = signed.parties.get(agency=south)
        assert (party.withdrawn_by, party.withdrawal_reason) == (sam, "The program closes.")
        assert [event.kind for event in signed.events.all()[:2]] == ["ended", "withdrawn"]
        with pytest.raises(InvalidTransition):
            actions.withdraw(signed, by=nora, reason="Me too.")
    with acting_as(bob):
        assert Notice.objects.get(user=bob).kind == "mou.withdrawn"


def test_an_agreement_not_yet_signed_cannot_be_withdrawn_from(sent, sam):
    with acting_as(sam), pytest.raises(InvalidTransition, match="signed by all"):
        actions.withdraw(sent, by=sam, reason="No.")


def test_one_of_three_withdraws_and_the_others_go_on(three, nora, wendy, alice, north, south, west):
    assert holders(alice) == [north, west]
    with acting_as(wendy):
        actions.withdraw(three, by=wendy, reason="We merge.")
    assert three.state == "signed"
    assert holders(alice) == [north]
    assert holders(wendy) == []
    with acting_as(nora):
        actions.withdraw(three, by=nora, reason="We merge too.")
    assert three.state == "ended"
    assert holders(alice) == []


def test_a_suspended_agency_is_not_asked(signed, alice, north, operator):
    with acting_for(user_id=operator.pk):
        Agency.objects.filter(pk=north.pk).update(state="suspended")
    assert holders(alice) == []
