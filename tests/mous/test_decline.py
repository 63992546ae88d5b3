"""Declining to sign: a reason, an event of its own, and everybody told."""

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from mous import actions
from mous.models import Mou
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from tests.mous.test_order import sign


def test_declining_returns_it_to_draft_and_tells_all(sent, nora, sam, dana):
    sign(sent, nora)
    with acting_as(sam):
        with pytest.raises(RefusedInput, match="Say why"):
            actions.decline(sent, by=sam, reason=" ")
        actions.decline(sent, by=sam, reason="Our board said no.")
    with acting_as(dana):
        mou = Mou.objects.get()
        assert (mou.state, mou.version) == ("draft", 2)
        event = mou.events.first()
        assert (event.kind, event.note, event.by) == ("declined", "Our board said no.", sam)
    for person in (nora, dana, sam):
        with acting_as(person):
            assert Notice.objects.filter(user=person, kind="mou.declined").count() == 1


def test_only_a_signatory_declines_and_only_before_signing(sent, dana, bob, nora):
    for person in (dana, bob):
        with acting_as(person), pytest.raises(Forbidden):
            actions.decline(sent, by=person, reason="No.")
    sign(sent, nora)
    with acting_as(nora), pytest.raises(InvalidTransition, match="has signed"):
        actions.decline(sent, by=nora, reason="No.")


def test_a_draft_cannot_be_declined(draft, nora):
    with acting_as(nora), pytest.raises(InvalidTransition):
        actions.decline(draft, by=nora, reason="No.")


def test_declining_by_page(sign_in, sent, sam, dana):
    client, page = sign_in(sam), reverse("mous:decline", args=[sent.pk])
    assert page in client.get(reverse("mous:detail", args=[sent.pk])).content.decode()
    assert "every party signs anew" in client.get(page).content.decode()
    assert "required" in client.post(page, {"reason": ""}).content.decode()
    assert client.post(page, {"reason": "No."}).url == reverse("mous:list")
    assert sign_in(dana).get(page).status_code == 403
