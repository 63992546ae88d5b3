"""What staff prepare for a family stays on the work list of whoever prepares it, until it is signed."""

from django.urls import reverse

from agencies.acting import acting_as
from consents.actions import close_link
from consents.models import ConsentDraft, FamilyLink
from desk.work import work_list


def on_the_desk(person):
    """Under which heading each line about a consent to prepare stands."""
    with acting_as(person) as user:
        work = work_list(user)
    groups = [*work.waiting, *work.awaited]
    return [(group.heading, [(task.what, task.action) for task in group.tasks]) for group in groups]


def test_it_waits_for_its_author_until_the_family_has_it_and_then_for_the_family(
    prepared, linked, bob, alice
):
    assert on_the_desk(bob) == []
    draft = prepared()
    begun = [("Unfinished consents", [("Maya Torres", "Go on")])]
    assert on_the_desk(bob) == begun
    linked(draft)
    assert on_the_desk(bob) == [("Sent to a family", [("Maya Torres", "Look at it")])]
    assert on_the_desk(alice) == []
    with acting_as(bob):
        close_link(FamilyLink.objects.get(), by=bob)
    assert on_the_desk(bob) == begun
    with acting_as(bob):
        ConsentDraft.objects.update(answers={})
    assert on_the_desk(bob) == []


def test_a_family_that_said_no_is_not_called_unfinished(prepared, linked, family, bob, maya, sign_in):
    family.come(linked(prepared())[0])
    assert family.post("/family/no/").status_code == 302
    with acting_as(bob) as user:
        (task,) = work_list(user).waiting[0].tasks
    assert task.state == "The family said no"
    page = sign_in(bob).get(reverse("consents:for_youth", args=[maya.pk])).content.decode()
    assert "Ana Torres said no on" in page
    assert "You have an unfinished consent" not in page
