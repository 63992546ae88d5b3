"""Comments on a draft: threads that are answered, resolved and reopened by the right people."""

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from mous import actions
from mous.models import Mou, MouComment
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from tests.mous import agreements


@pytest.fixture
def counsel(parties, south):
    return agreements.counsel_of(south)


@pytest.fixture
def shared(draft, dana, south):
    with acting_as(dana):
        actions.invite_to_draft(draft, by=dana, agencies=[south])
    return draft


@pytest.fixture
def thread(shared, counsel):
    with acting_as(counsel):
        section = shared.sections.get(code="breach")
        return actions.comment(shared, by=counsel, text="24 hours is short.", section=section)


def test_everyone_who_can_read_it_comments_and_drafters_are_told(thread, dana, counsel):
    with acting_as(dana):
        assert Notice.objects.filter(user=dana, kind="mou.commented").count() == 1
        reply = actions.answer(MouComment.objects.get(), by=dana, text="It is what the rule asks.")
        assert reply.section == thread.section
    with acting_as(counsel):
        assert Notice.objects.filter(user=counsel, kind="mou.answered").count() == 1


def test_not_who_cannot_read_it(shared, sam, wendy, carol):
    with acting_as(wendy), pytest.raises(Exception) as refusal:
        actions.comment(shared, by=wendy, text="x")
    assert refusal.value.status in (403, 409)


def test_resolved_by_drafters_or_its_author_and_reopened(thread, dana, sam, bob):
    with acting_as(bob), pytest.raises(Forbidden):
        actions.resolve(MouComment.objects.get(), by=bob)
    with acting_as(dana):
        actions.resolve(MouComment.objects.get(), by=dana)
        assert MouComment.objects.get().resolved_by == dana
        with pytest.raises(InvalidTransition, match="Reopen"):
            actions.answer(MouComment.objects.get(), by=dana, text="x")
    author = thread.by
    with acting_as(author):
        actions.reopen(MouComment.objects.get(), by=author)
        assert MouComment.objects.get().resolved_at is None


def test_in_review_too_but_not_after(thread, dana, counsel, shared):
    agreements.reviewed(shared, dana)
    with acting_as(counsel):
        actions.comment(Mou.objects.get(), by=counsel, text="Seen.")
        actions.resolve(MouComment.objects.get(pk=thread.pk), by=counsel)
    with acting_as(dana):
        with pytest.raises(Forbidden):
            actions.resolve(MouComment.objects.get(text="Seen."), by=dana)
        actions.send(Mou.objects.get(), by=dana)
    with acting_as(counsel), pytest.raises(InvalidTransition, match="gone on"):
        actions.comment(Mou.objects.get(), by=counsel, text="Too late.")


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4001])
def test_empty_and_endless_comments_are_refused(shared, dana, text):
    with acting_as(dana), pytest.raises(RefusedInput):
        actions.comment(shared, by=dana, text=text)


def test_on_the_pages(shared, dana, counsel, sign_in):
    client = sign_in(counsel)
    page, section = (
        reverse("mous:comments", args=[shared.pk]),
        reverse("mous:section", args=[shared.pk, "breach"]),
    )
    assert "Nobody has commented yet" in client.get(page).content.decode()
    assert "usa-error-message" in client.post(page, {"text": ""}).content.decode()
    said = client.post(page, {"text": "Too short <b>", "section": "breach", "back": "breach"})
    assert said.url == section
    assert "Too short &lt;b&gt;" in client.get(section).content.decode()
    with acting_as(dana):
        thread = MouComment.objects.get()
    drafter = sign_in(dana)
    assert "1 open comment" in drafter.get(reverse("mous:text", args=[shared.pk])).content.decode()
    assert drafter.post(page, {"text": "Why?", "answers": str(thread.pk)}).url == page
    state = reverse("mous:comment_state", args=[shared.pk, thread.pk])
    assert drafter.post(state, {"do": "resolve"}).url == page
    assert "Resolved by Dana" in drafter.get(page).content.decode()
    assert drafter.post(state, {"do": "reopen", "back": "breach"}).url == section
    for wrong in ({"answers": "x"}, {"section": "nonsense"}, {"answers": str(shared.pk)}):
        assert drafter.post(page, {"text": "x", **wrong}).status_code == 404
