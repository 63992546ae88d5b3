"""Termination: an agreement ends for everybody when every party that is still bound says so."""

import pytest

from agencies.acting import acting_as
from mous import actions, queries
from mous.models import MouTermination
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from tests.mous.test_agreement_rows import POLICY, refused, run


def agree(mou, by, reason="The grant is over."):
    with acting_as(by):
        actions.agree_to_end(mou, by=by, reason=reason)


def test_it_ends_with_the_last_partys_word(three, nora, sam, wendy, alice, north):
    agree(three, nora)
    agree(three, sam)
    assert three.state == "signed"
    with acting_as(alice):
        assert queries.holders_one_may_ask(alice).exists()
    with acting_as(wendy):
        assert Notice.objects.filter(user=wendy, kind="mou.end_agreed").count() == 2
    agree(three, wendy)
    assert three.state == "ended"
    with acting_as(alice):
        assert not queries.holders_one_may_ask(alice).exists()
    with acting_as(nora):
        assert three.ended_on == north.today()
        assert [event.kind for event in three.events.all()[:2]] == ["ended", "end_agreed"]
        assert Notice.objects.filter(user=nora, kind="mou.ended").exists()
        with pytest.raises(InvalidTransition):
            actions.retract_end(three, by=nora)


def test_a_word_is_taken_back_until_the_last_has_agreed(signed, nora, sam):
    agree(signed, nora)
    agree(signed, nora, "Again.")
    with acting_as(nora):
        assert MouTermination.objects.get().reason == "The grant is over."
        actions.retract_end(signed, by=nora)
        with pytest.raises(InvalidTransition, match="nothing to take back"):
            actions.retract_end(signed, by=nora)
    agree(signed, sam)
    assert signed.state == "signed"
    agree(signed, nora, "Now we do.")
    assert signed.state == "ended"


def test_who_withdraws_is_not_waited_for(three, nora, sam, wendy):
    agree(three, nora)
    agree(three, sam)
    with acting_as(wendy):
        actions.withdraw(three, by=wendy, reason="We merge.")
    assert three.state == "ended"


def test_who_may_and_when(signed, sent, dana, alice, nora):
    for person in (dana, alice):
        with acting_as(person), pytest.raises(Forbidden):
            actions.agree_to_end(signed, by=person, reason="No.")
    with acting_as(nora), pytest.raises(RefusedInput, match="Say why"):
        actions.agree_to_end(signed, by=nora, reason=" ")


def test_nobody_ends_what_is_not_signed(sent, nora):
    with acting_as(nora), pytest.raises(InvalidTransition, match="signed by all"):
        actions.agree_to_end(sent, by=nora, reason="No.")


@pytest.mark.data_layer
def test_by_sql_nobody_speaks_for_another_party_or_too_early(
    three, sent, nora, dana, sam, wendy, carol, north, south, west
):
    say = """INSERT INTO mous_moutermination (id, mou_id, agency_id, by_id, reason, at)
      VALUES (gen_random_uuid(), %(mou)s, %(agency)s, %(by)s, 'x', now())"""
    good = {"mou": three.pk, "agency": north.pk, "by": nora.pk}
    refused(POLICY, nora, say, **{**good, "agency": south.pk})
    refused(POLICY, nora, say, **{**good, "by": sam.pk})
    refused(POLICY, dana, say, **{**good, "by": dana.pk})
    refused(POLICY, nora, say, **{**good, "mou": sent.pk})
    with acting_as(wendy):
        actions.withdraw(three, by=wendy, reason="We merge.")
    refused(POLICY, wendy, say, **{**good, "agency": west.pk, "by": wendy.pk})
    leave = "UPDATE mous_mouparty SET withdrawn_at = now(), withdrawn_by_id = %(by)s WHERE mou_id = %(mou)s"
    assert run(sam, leave, by=sam.pk, mou=sent.pk) == 0
    assert run(nora, say, **good) == 1
    assert run(sam, "DELETE FROM mous_moutermination") == 0
    refused("permission denied", nora, "UPDATE mous_moutermination SET reason = 'y'")
    assert run(nora, "DELETE FROM mous_moutermination") == 1
