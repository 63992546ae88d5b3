"""Until when and in which order the parties sign: one after the other, in time, or asked again."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from agencies.acting import acting_as
from mous import actions, queries
from mous.models import Mou, MouSignature, MouSigningRequest
from mous.turns import TurnState, close_of, last_day_of, turns
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from tests.mous import agreements
from tests.mous.test_agreement_rows import POLICY, SIGN, refused


def sign(mou, person):
    with acting_as(person):
        read = Mou.objects.get(pk=mou.pk)
        return actions.sign(
            read,
            by=person,
            typed_name=person.name,
            title="Director",
            attested=True,
            text_sha256=read.text_sha256,
        )


def asked(person):
    with acting_as(person):
        return Notice.objects.filter(user=person, kind="mou.to_sign").count()


def states(mou, reader):
    with acting_as(reader):
        return [turn.state for turn in turns(Mou.objects.get(pk=mou.pk))]


@pytest.fixture
def ready(draft, dana):
    return agreements.reviewed(draft, dana)


@pytest.fixture
def in_order(ready, dana, north, south):
    with acting_as(dana):
        actions.send(ready, by=dana, in_order=[south.pk, north.pk])
    return ready


def test_only_whose_turn_it_is_is_asked_and_can_sign(in_order, nora, sam, north):
    assert (asked(sam), asked(nora)) == (1, 0)
    with acting_as(nora):
        assert not queries.awaiting_signature(nora).exists()
    with pytest.raises(InvalidTransition, match="not your agency’s turn"):
        sign(in_order, nora)
    values = {
        "mou": in_order.pk,
        "agency": north.pk,
        "by": nora.pk,
        "hash": in_order.text_sha256,
        "at": "now",
    }
    refused(POLICY, nora, SIGN, **values)
    assert states(in_order, nora) == [TurnState.ASKED, TurnState.WAITS]
    sign(in_order, sam)
    assert (asked(sam), asked(nora)) == (1, 1)
    with acting_as(nora):
        assert queries.awaiting_signature(nora).get() == in_order
    sign(in_order, nora)
    with acting_as(nora):
        assert Mou.objects.get().state == "signed"


def test_every_party_has_one_place(ready, dana, north, south, west):
    with acting_as(dana):
        for wrong in ([north.pk], [north.pk, north.pk], [north.pk, west.pk]):
            with pytest.raises(RefusedInput, match="its place in the order"):
                actions.send(Mou.objects.get(), by=dana, in_order=wrong)


def test_the_last_day_lies_ahead_and_within_the_agreement(ready, dana, north):
    with acting_as(dana):
        for day, words in ((north.today(), "need time"), (ready.ends_on + timedelta(days=1), "ends before")):
            with pytest.raises(RefusedInput, match=words):
                actions.send(Mou.objects.get(), by=dana, until=day)


def test_after_the_last_day_nobody_signs_and_nothing_else_ends(sent, nora, sam, dana, north, south, later):
    sign(sent, nora)
    with acting_as(sam):
        until = MouSigningRequest.objects.get(agency=south).until
        text = Mou.objects.get().text_sha256
    with later(days=32):
        assert states(sent, sam) == [TurnState.SIGNED, TurnState.LATE]
        with acting_as(sam):
            assert not queries.awaiting_signature(sam).exists()
        with pytest.raises(InvalidTransition, match="The time to sign ended"):
            sign(sent, sam)
        with acting_as(sam):
            actions.ask_for_time(sent, by=sam)
            actions.ask_for_time(sent, by=sam)
        with acting_as(dana):
            assert Notice.objects.filter(user=dana, kind="mou.wants_time").count() == 1
            assert sent.events.filter(kind="wants_time").count() == 1
            actions.ask_again(sent, by=dana)
        assert (asked(sam), asked(nora)) == (2, 1)
        sign(sent, sam)
    with acting_as(dana):
        mou = Mou.objects.get()
        assert (mou.state, mou.version, mou.text_sha256) == ("signed", 1, text)
        assert MouSigningRequest.objects.get(agency=south).until > until


def test_the_database_refuses_a_late_signature(sent, sam, south, dana):
    """The database's own clock decides, so the request's end is moved instead of the clock."""
    with acting_as(dana):
        sent.signing_requests.filter(agency=south).update(until=timezone.now() - timedelta(minutes=1))
    values = {"mou": sent.pk, "agency": south.pk, "by": sam.pk, "hash": sent.text_sha256, "at": "now"}
    refused(POLICY, sam, SIGN, **values)
    with acting_as(sam), pytest.raises(InvalidTransition, match="ended"):
        sign(sent, sam)


def test_nobodys_time_gets_shorter(sent, dana, north):
    with acting_as(dana), pytest.raises(RefusedInput, match="at least this much time"):
        actions.ask_again(sent, by=dana, until=north.today() + timedelta(days=3))


def test_who_may_ask_again_and_for_time(sent, nora, bob, sam):
    with acting_as(sam), pytest.raises(Forbidden):
        actions.ask_again(sent, by=sam)
    with acting_as(bob), pytest.raises(Forbidden):
        actions.ask_for_time(sent, by=bob)
    with acting_as(sam), pytest.raises(InvalidTransition, match="not over"):
        actions.ask_for_time(sent, by=sam)


def test_only_the_drafters_move_the_end_in_the_database(sent, sam):
    with acting_as(sam):
        try:
            touched = MouSigningRequest.objects.update(until=timezone.now() + timedelta(days=900))
        except DatabaseError:
            touched = 0
        assert touched == 0


@pytest.mark.parametrize(
    "night", [datetime(2027, 3, 13, 20, tzinfo=UTC), datetime(2026, 10, 31, 20, tzinfo=UTC)]
)
def test_a_day_ends_at_midnight_however_the_clocks_change(night, north):
    with time_machine.travel(night, tick=False):
        day = north.today() + timedelta(days=1)
        end = close_of(day, north)
        assert end.astimezone(north.zone).strftime("%d %H:%M") == f"{(day + timedelta(days=1)).day:02} 00:00"
        assert last_day_of(end, north) == day


def test_asking_by_page_is_checked_first(sign_in, ready, dana, north, south):
    client, page = sign_in(dana), reverse("mous:send", args=[ready.pk])
    day = (north.today() + timedelta(days=10)).isoformat()
    form = {"until": day, "order": "turns", f"place-{north.pk}": "2", f"place-{south.pk}": "2"}
    assert "Give each place once" in client.post(page, form).content.decode()
    form[f"place-{south.pk}"] = "1"
    shown = client.post(page, form).content.decode()
    assert "1. South Community Mental Health" in shown
    assert 'name="confirm"' in shown
    assert 'type="radio"' in client.post(page, {**form, "change": "1"}).content.decode()
    late = client.post(page, {**form, "until": "2020-01-01", "confirm": "1"}).content.decode()
    assert "Choose a later day" in late
    assert client.post(page, {**form, "confirm": "1"}).url == reverse("mous:detail", args=[ready.pk])
    with acting_as(dana):
        requests = MouSigningRequest.objects.order_by("position")
        assert [request.agency for request in requests] == [south, north]
        assert last_day_of(requests[0].until, north).isoformat() == day
    detail = client.get(reverse("mous:detail", args=[ready.pk])).content.decode()
    assert "Not yet its turn" in detail


def test_the_page_of_one_who_is_late(sign_in, sent, sam, dana, south):
    with acting_as(dana):
        sent.signing_requests.filter(agency=south).update(until=timezone.now() - timedelta(days=1))
    client = sign_in(sam)
    assert "The agreement has not ended" in client.get(reverse("mous:sign", args=[sent.pk])).content.decode()
    told = client.post(reverse("mous:ask_for_time", args=[sent.pk]), follow=True).content.decode()
    assert "You are told when you can sign" in told
    drafter = sign_in(dana)
    again = reverse("mous:ask_again", args=[sent.pk])
    assert drafter.get(again).status_code == 200
    day = (south.today() + timedelta(days=60)).isoformat()
    assert drafter.post(again, {"until": day}).url == reverse("mous:detail", args=[sent.pk])
    assert client.get(reverse("mous:sign", args=[sent.pk])).status_code == 200
    with acting_as(sam):
        assert not MouSignature.objects.exists()
