"""The API door of agreements leads to the same verbs as the pages, with one shape for every error."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agencies.acting import acting_as
from mous.models import CalendarFeed, Mou, MouSignature
from tests.factories import PASSWORD
from tests.mous import agreements
from tests.mous.test_pages import prove

JSON = {"content_type": "application/json"}
LIST = "/api/agreements/"


def at(mou, *parts):
    return "/".join([LIST + str(mou if isinstance(mou, str) else mou.pk), *map(str, parts), ""])


def post(client, address, body=None):
    return client.post(address, body or {}, **JSON)


def statement(mou, person, party, **changes):
    return {
        "typed_name": person.name, "title": "Director", "attested": True,
        "text_sha256": mou["text_sha256"], "agency": str(party.pk),
    } | changes  # fmt: skip


def proven(sign_in, person):
    client = sign_in(person)
    prove(client)
    return client


def test_from_first_draft_to_the_register(sign_in, dana, nora, sam, north, south, parties, client):
    drafter = sign_in(dana)
    dates = {"starts_on": "2026-01-01", "ends_on": "2027-12-31"}
    made = post(drafter, LIST, {"title": "School help", **dates, "once": "mine"})
    assert made.status_code == 201
    assert (
        post(drafter, LIST, {"title": "School help", **dates, "once": "mine"}).json()["id"]
        == made.json()["id"]
    )
    pk = made.json()["id"]
    assert drafter.patch(at(pk), {"review_on": "2026-12-31"}, **JSON).json()["title"] == "School help"
    post(drafter, at(pk, "parties"), {"agencies": [str(south.pk)]})
    flow = {
        "categories": ["attendance"], "purposes": ["care_coordination"],
        "authority": "Written consent (34 CFR 99.30)", "need": "They plan the care.",
    }  # fmt: skip
    pair = {"holder": str(north.pk), "asker": str(south.pk)}
    drawn = post(drafter, at(pk, "flows"), {"pairs": [pair], "flows": [flow]}).json()
    assert [(term["categories"], term["need"]) for term in drawn["terms"]] == [
        (["attendance"], "They plan the care.")
    ]
    sent = post(drafter, at(pk, "send-for-review"))
    assert (sent.status_code, sent.json()["state"]) == (200, "review"), sent.json()
    text = {"text_sha256": sent.json()["text_sha256"]}
    for agency in (north, south):
        counsel = sign_in(agreements.counsel_of(agency))
        assert post(counsel, at(pk, "approve"), {**text, "note": "Fine."}).status_code == 200
    assert (
        post(drafter, at(pk, "send"), {"in_order": [str(south.pk), str(north.pk)]}).json()["state"] == "sent"
    )
    for person, party in ((sam, south), (nora, north)):
        signer = proven(sign_in, person)
        signed = post(signer, at(pk, "sign"), statement(sent.json(), person, party))
        assert signed.status_code == 200, signed.json()
        assert post(signer, at(pk, "publish")).status_code == (200 if party == north else 409)
    assert (signed.json()["state"], signed.json()["standing"]) == ("signed", "in_force")
    assert post(sign_in(sam), at(pk, "publish")).json()["publications"] == [str(north.pk), str(south.pk)]
    assert client.get(reverse("mous:published", args=[pk])).status_code == 200
    assert post(sign_in(sam), at(pk, "unpublish")).json()["publications"] == [str(north.pk)]


def test_a_signature_needs_a_fresh_proof_and_names_the_agency(sign_in, sent, nora, north, south):
    client = sign_in(nora)
    body = statement({"text_sha256": sent.text_sha256}, nora, north)
    refused = post(client, at(sent, "sign"), body)
    assert (refused.status_code, refused.json()["code"]) == (403, "reauthentication_required")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/"})
    other = post(client, at(sent, "sign"), {**body, "agency": str(south.pk)})
    assert (other.status_code, other.json()["detail"]) == (400, {"field": "agency"})
    stale = post(client, at(sent, "sign"), {**body, "text_sha256": "0" * 64})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_state")
    assert post(client, at(sent, "sign"), body).status_code == 200
    with acting_as(nora):
        assert MouSignature.objects.get().proofs == ["password"]


def test_the_text_is_written_section_by_section(sign_in, draft, dana):
    client = sign_in(dana)
    part = client.get(at(draft)).json()["sections"][0]
    edited = post(client, at(draft, "sections", part["code"], "edit"), {**part, "text": "New words."})
    assert edited.json()["sections"][0]["text"] == "New words."
    again = post(client, at(draft, "sections", part["code"], "edit"), {**part, "text": "Other words."})
    assert (again.status_code, again.json()["code"]) == (409, "stale_state")
    back = post(client, at(draft, "sections", part["code"], "restore"), {"version": 1, "number": 2})
    assert back.json()["sections"][0]["text"] == part["text"]
    added = post(client, at(draft, "sections"), {"heading": "Holidays", "text": "Closed in July."}).json()[
        "sections"
    ]
    assert added[-1]["heading"] == "Holidays"
    moved = post(client, at(draft, "sections", added[-1]["code"], "move"), {"up": True}).json()["sections"]
    assert moved[-2]["heading"] == "Holidays"
    for verb in ("lock", "unlock", "leave-out", "put-back"):
        assert post(client, at(draft, "sections", added[-1]["code"], verb)).status_code == 200, verb
    assert post(client, at(draft, "sections", "nothing", "edit"), {**part}).status_code == 404


def test_a_document_is_read_and_then_taken_over(sign_in, draft, dana, bob):
    document = SimpleUploadedFile("text.md", b"# Training\n\nEvery May.\n\n# Insurance\n\nEach is insured.\n")
    assert sign_in(bob).post(at(draft, "read-document"), {"file": document}).status_code == 403
    client = sign_in(dana)
    before = client.get(at(draft)).json()["sections"]
    document.seek(0)
    parts = client.post(at(draft, "read-document"), {"file": document}).json()
    assert [(part["heading"], part["code"]) for part in parts] == [
        ("Training", "training"),
        ("Insurance", ""),
    ]
    assert client.get(at(draft)).json()["sections"] == before
    sections = post(client, at(draft, "take-over"), {"parts": parts}).json()["sections"]
    assert [part["text"] for part in sections[:2]] == ["Every May.", "Each is insured."]
    assert len(sections) == len(before) + 1
    twice = post(client, at(draft, "take-over"), {"parts": [parts[0], parts[0]]})
    assert (twice.status_code, set(twice.json())) == (400, {"code", "message", "detail"})
    for wrong in ([], [{**parts[1], "code": "nothing"}]):
        assert post(client, at(draft, "take-over"), {"parts": wrong}).status_code == 400


def test_the_checklist_says_what_is_missing_and_what_people_attested(sign_in, draft, dana):
    client = sign_in(dana)
    assert post(client, at(draft, "sections", "aggregate", "leave-out")).status_code == 200
    items = client.get(at(draft, "checklist")).json()
    assert [found["item"] for found in items] == list(range(1, 29))
    left = next(found for found in items if found["lacks"] and found["can_be_attested"])
    note = {"item": left["item"], "answer": "complete", "note": "Section 9 of our text."}
    assert post(client, at(draft, "attest"), note).status_code == 200
    after = client.get(at(draft, "checklist")).json()[left["item"] - 1]
    assert (after["status"], after["note"]["note"]) == ("complete", "Section 9 of our text.")


def test_comments_are_begun_answered_resolved_and_reopened(sign_in, draft, dana):
    client = sign_in(dana)
    code = client.get(at(draft)).json()["sections"][0]["code"]
    begun = post(client, at(draft, "comments"), {"text": "Why?", "section": code})
    assert begun.status_code == 201
    (thread,) = begun.json()["comments"]
    assert (thread["section"], thread["by"]) == (code, dana.name)
    assert (
        len(post(client, at(draft, "comments", thread["id"], "answer"), {"text": "So."}).json()["comments"])
        == 2
    )

    def resolved_after(verb):
        comments = post(client, at(draft, "comments", thread["id"], verb)).json()["comments"]
        return next(one["resolved_at"] for one in comments if one["id"] == thread["id"])

    assert resolved_after("resolve")
    assert not resolved_after("reopen")


def test_the_law_stands_beside_each_flow(sign_in, draft, dana, north, south):
    client = sign_in(dana)
    flow = {
        "from_agency": str(north.pk), "to_agency": str(south.pk), "categories": ["attendance"],
        "purposes": ["investigation"], "authority": "None",
    }  # fmt: skip
    added = post(client, at(draft, "terms"), flow)
    assert added.status_code == 200, added.json()
    remarks = [remark for term in added.json()["terms"] for remark in term["remarks"]]
    assert remarks
    assert set(remarks[0]) == {"error", "kind", "records", "purposes", "text", "citation"}
    ids = [term["id"] for term in added.json()["terms"]]
    changed = post(client, at(draft, "terms", ids[0], "change"), {**flow, "categories": ["discipline"]})
    assert changed.status_code == 200
    assert len(post(client, at(draft, "terms", ids[0], "remove")).json()["terms"]) == len(ids) - 1


@pytest.mark.parametrize(
    "verb", ["send-for-review", "approve", "send", "sign", "cancel", "publish", "amend", "parties"]
)
def test_what_one_cannot_see_is_not_found_like_what_is_not_there(sign_in, draft, carol, verb):
    client = sign_in(carol)
    answers = [post(client, at(target, verb)) for target in (draft, str(uuid4()))]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()


def test_what_one_may_not_is_forbidden_and_what_is_too_late_conflicts(sign_in, signed, bob, dana, nora):
    forbidden = post(sign_in(bob), at(signed, "cancel"))
    assert (forbidden.status_code, set(forbidden.json())) == (403, {"code", "message", "detail"})
    late = post(sign_in(dana), at(signed, "cancel"))
    assert (late.status_code, late.json()["code"]) == (409, "invalid_transition")
    wrong = post(sign_in(dana), LIST, {"title": "x", "starts_on": "tomorrow"})
    assert (wrong.status_code, set(wrong.json())) == (400, {"code", "message", "detail"})


def test_sent_back_and_declined_agreements_leave_the_other_partys_sight(sign_in, sent, sam):
    declined = post(sign_in(sam), at(sent, "decline"), {"reason": "Not yet."})
    assert (declined.status_code, declined.content) == (204, b"")
    assert sign_in(sam).get(at(sent)).status_code == 404


def test_the_ends_of_an_agreement(sign_in, signed, nora, sam):
    ended = post(sign_in(nora), at(signed, "end"), {"reason": "Done."})
    assert (ended.status_code, ended.json()) == (200, {"closed_releases": []})
    assert post(sign_in(nora), at(signed, "retract-end")).status_code == 200
    gone = post(sign_in(sam), at(signed, "withdraw"), {"reason": "We leave."})
    assert gone.json() == {"closed_releases": []}
    with acting_as(nora):
        assert Mou.objects.get().state == "ended"


def test_a_calendar_is_made_and_removed(sign_in, client, signed, nora):
    mine = sign_in(nora)
    made = post(mine, LIST + "calendar/")
    assert made.status_code == 201
    address = made.json()["url"].removeprefix("http://testserver")
    assert client.get(address).status_code == 200
    assert mine.delete(LIST + "calendar/").status_code == 204
    assert client.get(address).status_code == 404
    with acting_as(nora):
        assert not CalendarFeed.objects.exists()


def test_a_deputy_is_named_and_revoked(sign_in, dana, nora, bob, north):
    today = timezone.localdate()
    body = {
        "deputy": str(bob.pk), "signatory": str(nora.pk), "starts_on": str(today),
        "ends_on": str(today + timedelta(days=14)),
        "evidence": "Resolution 7",
    }  # fmt: skip
    client = sign_in(dana)
    named = post(client, LIST + "deputies/", body)
    assert named.status_code == 201, named.json()
    assert [paper["id"] for paper in client.get(LIST + "deputies/").json()["results"]] == [named.json()["id"]]
    assert post(client, f"{LIST}deputies/{named.json()['id']}/revoke/").json()["revoked_at"]
