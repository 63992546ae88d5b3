"""Counsel reviews one exact text; what comes after goes back, and everybody is told what changed."""

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from mous import actions
from mous.changes import changes_since, earlier_text
from mous.models import Mou, MouFrozenText, MouReview
from notices.kinds import address
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, StaleState
from tests.mous import agreements
from tests.mous.test_agreement_rows import GRANT, refused


def approve(mou, agency, note=""):
    with acting_as(agreements.counsel_of(agency)) as counsel:
        read = Mou.objects.get(pk=mou.pk)
        return actions.approve_text(read, by=counsel, text_sha256=read.text_sha256, note=note)


@pytest.fixture
def reviewing(draft, dana):
    with acting_as(dana):
        actions.send_for_review(draft, by=dana)
    return draft


def kinds(person):
    with acting_as(person):
        return list(Notice.objects.filter(user=person).values_list("kind", flat=True))


def test_nobody_is_asked_to_sign_before_every_counsel_approved(reviewing, dana, nora, north, south):
    assert kinds(agreements.counsel_of(south)) == ["mou.to_review"]
    approve(reviewing, north, "Fine by us.")
    with acting_as(dana), pytest.raises(InvalidTransition, match="South Community Mental Health"):
        actions.send(reviewing, by=dana)
    approve(reviewing, south)
    assert "mou.reviewed" in kinds(dana)
    assert "mou.to_sign" not in kinds(nora)
    with acting_as(dana):
        actions.send(reviewing, by=dana)
        assert set(MouReview.objects.values_list("outcome", "note")) == {
            ("approved", "Fine by us."),
            ("approved", ""),
        }
    assert "mou.to_sign" in kinds(nora)


def test_only_counsel_approves_and_only_the_text_that_was_read(reviewing, nora, south):
    with acting_as(nora), pytest.raises(Forbidden):
        actions.approve_text(reviewing, by=nora, text_sha256=reviewing.text_sha256)
    with acting_as(agreements.counsel_of(south)) as counsel, pytest.raises(StaleState):
        actions.approve_text(reviewing, by=counsel, text_sha256="0" * 64)


def test_a_change_after_review_needs_a_new_review_and_shows_what_changed(reviewing, dana, sam, north, south):
    first = reviewing.text_sha256
    approve(reviewing, north)
    with acting_as(agreements.counsel_of(south)) as counsel:
        actions.send_back(Mou.objects.get(), by=counsel, reason="Name the steward.")
    with acting_as(dana):
        mou = Mou.objects.get()
        assert (mou.state, mou.version) == ("draft", 2)
        assert mou.events.first().note == "Name the steward."
        agreements.reword(mou, dana, "governance", text="The steward is Ann.")
        actions.send_for_review(mou, by=dana)
        assert MouReview.objects.get(outcome="changes").text_sha256 == first
        with pytest.raises(InvalidTransition, match="Counsel has not approved"):
            actions.send(mou, by=dana)
    with acting_as(sam):
        earlier = earlier_text(mou)
        assert earlier.version == 1
        found = changes_since(earlier.document, mou)
        assert len(found) == 1
        assert ("new", "The steward is Ann.") in [(p.kind, p.text) for p in found[0].pieces] or any(
            "Ann" in piece.text and piece.kind == "new" for piece in found[0].pieces
        )


def test_everybody_is_told_and_led_to_a_page_they_may_open(reviewing, dana, sam, north, south, sign_in):
    with acting_as(agreements.counsel_of(north)) as counsel:
        actions.send_back(reviewing, by=counsel, reason="A wrong date.")
    for person, page in (
        (dana, reverse("mous:detail", args=[reviewing.pk])),
        (sam, reverse("mous:list")),
        (agreements.counsel_of(south), reverse("mous:list")),
    ):
        with acting_as(person):
            notice = Notice.objects.get(user=person, kind="mou.returned")
        assert address(notice) == page
        assert sign_in(person).get(page).status_code == 200


def test_what_counsel_read_is_kept_by_the_database(reviewing, dana):
    with acting_as(dana):
        kept = MouFrozenText.objects.get()
        assert (kept.version, kept.text_sha256) == (1, reviewing.text_sha256)
        assert kept.text == reviewing.frozen_text


def test_the_page_of_changes(reviewing, dana, north, sign_in):
    client = sign_in(dana)
    page = reverse("mous:changes", args=[reviewing.pk])
    assert client.get(page).status_code == 404
    with acting_as(dana):
        actions.send_back(reviewing, by=dana, reason="A better word.")
    assert "Nothing has changed" in client.get(page).content.decode()
    with acting_as(dana):
        agreements.reword(reviewing, dana, "governance", text="The steward is <b>Ann</b>.")
        actions.edit(
            reviewing, by=dana, title="New", starts_on=reviewing.starts_on, ends_on=reviewing.ends_on
        )
        actions.send_for_review(reviewing, by=dana)
    shown = client.get(page).content.decode()
    assert "<ins>" in shown
    assert "<del>" in shown
    assert "<b>Ann</b>" not in shown
    assert "Title, dates and parties" in shown
    review = sign_in(agreements.counsel_of(north)).get(reverse("mous:review", args=[reviewing.pk]))
    assert "See what changed since version 1" in review.content.decode()


def test_nobody_writes_changes_or_removes_what_counsel_read(reviewing, dana):
    statements = [
        "INSERT INTO mous_moufrozentext (id, mou_id, version, text, text_sha256) "
        "VALUES (gen_random_uuid(), %(mou)s, 9, 'x', 'x')",
        "UPDATE mous_moufrozentext SET text = 'x'",
        "DELETE FROM mous_moufrozentext",
        "UPDATE mous_moureview SET outcome = 'approved'",
    ]
    for statement in statements:
        refused(GRANT, dana, statement, mou=reviewing.pk)
