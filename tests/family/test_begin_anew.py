"""After a family has signed, its emptied draft stays for the link, and stands in nobody's way."""

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from consents import queries
from consents.actions import begin_draft, renew, save_step
from consents.models import Consent, ConsentDraft
from desk.work import work_list
from sharing_portal.errors import InvalidTransition


def the_consent():
    return Consent.objects.select_related("youth").get()


def test_what_was_signed_by_a_link_can_be_asked_for_again_at_once(signed, bob, maya, sign_in):
    signed()
    client = sign_in(bob)
    with acting_as(bob):
        consent = the_consent()
    answer = client.post(f"/consents/{consent.pk}/renew/")
    assert answer["Location"] == reverse("consents:step", args=[maya.pk, "signer"])
    page = client.get(reverse("consents:for_youth", args=[maya.pk])).content.decode()
    assert "unfinished consent" in page
    assert "said no" not in page
    with acting_as(bob) as user:
        (task,) = work_list(user).waiting[0].tasks
    assert (task.what, task.state) == ("Maya Torres", "")


def test_what_is_begun_anew_has_nothing_of_what_was_asked_before(prepared, linked, family, bob, maya):
    with acting_as(bob):
        draft = prepared()
        ConsentDraft.objects.update(source="other-system.json")
    link, _code = linked(draft)
    family.come(link)
    family.choose("attendance")
    family.choose(number=1)
    assert family.sign().status_code == 302
    with acting_as(bob):
        again = queries.draft_of(bob, maya)
        save_step(again, by=bob, step="offer", answers=[])
        kept = ConsentDraft.objects.get()
        assert (kept.pk, kept.source, kept.siblings) == (draft.pk, "", [])
        assert queries.refusal_of(kept) is None
        assert [found.refused_at for found in queries.unfinished(bob, asked=False)] == [None]


def test_a_refused_question_is_not_written_over(prepared, linked, family, bob, maya):
    family.come(linked(prepared())[0])
    assert family.post("/family/no/").status_code == 302
    with acting_as(bob):
        with pytest.raises(InvalidTransition, match="unfinished consent"):
            begin_draft(maya, by=bob)
        assert queries.refusal_of(queries.draft_of(bob, maya)) is not None


def test_an_emptied_draft_is_no_unfinished_one(signed, bob, sign_in, maya):
    signed()
    client = sign_in(bob)
    with acting_as(bob):
        pk, consent = ConsentDraft.objects.get().pk, the_consent()
    assert client.get("/api/consents/drafts/").json()["results"] == []
    assert client.get(f"/api/consents/drafts/{pk}/").status_code == 404
    made = client.post(f"/api/consents/{consent.pk}/renew/", content_type="application/json")
    assert (made.status_code, made.json()["id"]) == (201, str(pk))
    with acting_as(bob), pytest.raises(InvalidTransition):
        renew(consent, by=bob)
