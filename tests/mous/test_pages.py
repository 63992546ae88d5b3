"""The doors: the draft step by step, signing after proving one's identity, and who may reach what."""

import io
from datetime import timedelta
from uuid import uuid4

import pikepdf
import pytest
from django.urls import reverse

from agencies.acting import acting_as
from mous import queries
from mous.models import Mou, MouSignature
from tests.factories import PASSWORD
from tests.mous import agreements


def url(name, mou=None, **kwargs):
    return reverse(
        name if ":" in name else f"mous:{name}", kwargs={"pk": mou.pk, **kwargs} if mou else kwargs
    )


def statement(mou, person, party, **changes):
    return {
        "typed_name": person.name,
        "title": "Director",
        "attested": "on",
        "text_sha256": mou.text_sha256,
        "agency": str(party.pk),
    } | changes


def prove(client):
    """Re-authenticate as the browser does; follows to where one was."""
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": url("list")})


def test_a_draft_step_by_step(sign_in, dana, north, south, parties):
    client = sign_in(dana)
    dates = {"starts_on": "2027-01-01", "ends_on": "2027-12-31"}
    wrong = client.post(
        url("draft"), {"title": "School help", "start": "template", **dates, "ends_on": "2026-01-01"}
    )
    assert "The last day must come after the first." in wrong.content.decode()
    assert "School help" in wrong.content.decode()
    assert (
        client.post(url("draft"), {"title": "School help", "start": "template", **dates}).status_code == 302
    )
    with acting_as(dana):
        mou = Mou.objects.get()
    assert client.get(url("parties", mou)).status_code == 200
    response = client.post(url("parties", mou), {"agencies": [str(south.pk)]})
    assert response.url == url("terms", mou)
    assert "No flows yet" in client.get(url("terms", mou)).content.decode()
    assert "at least one flow" in client.post(url("check", mou)).content.decode()
    pair = url("pair", mou, holder=north.pk, asker=south.pk)
    cells = ["care_coordination:attendance"]
    assert client.get(pair).status_code == 200
    assert client.post(pair, agreements.grid(cells)).url == url("terms", mou)
    changed = client.post(pair, agreements.grid([*cells, "care_coordination:education"], saved=1))
    assert changed.url == url("terms", mou)
    assert "Grades, transcript" in client.get(url("terms", mou)).content.decode()
    assert "Who agrees" in client.get(url("text", mou)).content.decode()
    reworded = {"heading": "Why we share", "text": "To keep students in school.", "number": "1"}
    assert client.post(url("section", mou, code="purpose"), reworded).url == url("text", mou)
    assert client.get(url("section", mou, code="nonsense")).status_code == 404
    edited = client.post(
        url("edit", mou) + "?return=check", {"title": "School help 2", "consent_form": "2026-11", **dates}
    )
    assert edited.url == url("check", mou)
    page = client.get(url("check", mou)).content.decode()
    assert "To keep students in school." in page
    assert "Send to counsel for review" in page
    assert client.post(url("check", mou)).url == url("detail", mou)
    assert client.get(url("check", mou)).status_code == 409
    with acting_as(dana):
        mou.refresh_from_db()
        assert mou.state == "review"


def test_counsel_reviews_before_anyone_is_asked_to_sign(sign_in, draft, dana, north, south):
    drafter = sign_in(dana)
    assert drafter.post(url("check", draft)).url == url("detail", draft)
    assert "Waiting for counsel" in drafter.get(url("detail", draft)).content.decode()
    early = drafter.post(url("send", draft))
    assert early.status_code == 409
    assert drafter.get(url("review", draft)).status_code == 403
    for agency in (north, south):
        counsel = sign_in(agreements.counsel_of(agency))
        page = counsel.get(url("review", draft)).content.decode()
        assert "Fingerprint of the text you review" in page
        with acting_as(dana):
            answer = {"text_sha256": Mou.objects.get().text_sha256}
        assert counsel.post(url("review", draft), answer).url == url("detail", draft)
    assert "Ask for signatures" in drafter.get(url("detail", draft)).content.decode()
    assert drafter.get(url("send", draft)).status_code == 200
    asked = {"until": (north.today() + timedelta(days=20)).isoformat(), "order": "any", "confirm": "1"}
    asked |= {f"place-{agency.pk}": str(place) for place, agency in enumerate((north, south), start=1)}
    assert drafter.post(url("send", draft), asked).url == url("detail", draft)
    with acting_as(dana):
        assert Mou.objects.get().state == "sent"


def test_signing_proves_identity_first_and_keeps_what_was_typed(sign_in, sent, nora, north):
    client = sign_in(nora)
    page = client.get(url("sign", sent)).content.decode()
    assert page.index("What others may ask your agency for") < page.index("Your signature")
    assert "Medical" not in page.split("What will not be shared")[0]
    asked = client.post(url("sign", sent), statement(sent, nora, north))
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("account_reauthenticate"))
    with acting_as(nora):
        assert not MouSignature.objects.exists()
    wrong = client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    assert wrong.status_code == 200
    resumed = client.post(asked.url, {"password": PASSWORD, "next": url("sign", sent)})
    assert resumed.url == url("detail", sent)
    with acting_as(nora):
        assert queries.signatures_on(sent).get().title == "Director"
    assert client.post(url("sign", sent), statement(sent, nora, north)).url == url("detail", sent)
    with acting_as(nora):
        assert MouSignature.objects.count() == 1


def test_a_wrong_signature_after_the_proof_goes_back_to_its_own_page(sign_in, sent, nora, north):
    client = sign_in(nora)
    client.post(url("sign", sent), statement(sent, nora, north, typed_name="Somebody"))
    resumed = client.post(
        reverse("account_reauthenticate"), {"password": PASSWORD, "next": url("sign", sent)}
    )
    assert "Type your own name" in resumed.content.decode()
    assert f'action="{url("sign", sent)}"' in resumed.content.decode()


def test_a_proof_of_identity_lasts_five_minutes(sign_in, sent, nora, north, later):
    client = sign_in(nora)
    prove(client)
    with later(minutes=6):
        late = client.post(url("sign", sent), statement(sent, nora, north))
        assert late.url.startswith(reverse("account_reauthenticate"))
    assert client.post(url("sign", sent), statement(sent, nora, north)).url == url("detail", sent)


def test_a_wrong_statement_is_shown_on_the_form(sign_in, sent, nora, north, south):
    client = sign_in(nora)
    prove(client)
    for change, message in (
        ({"typed_name": "Somebody"}, '<a href="#id_typed_name">Your full name — Type your own name'),
        ({"attested": ""}, "Tick the box to say that you have read"),
        ({"agency": str(south.pk)}, "another agency"),
    ):
        response = client.post(url("sign", sent), statement(sent, nora, north, **change))
        assert response.status_code == 200
        assert message in response.content.decode()
    assert (
        client.post(url("sign", sent), statement(sent, nora, north, text_sha256="0" * 64)).status_code == 409
    )
    with acting_as(nora):
        assert not MouSignature.objects.exists()


def test_the_last_signature_puts_it_in_force(sign_in, sent, nora, sam, north, south, alice):
    for person, agency in ((nora, north), (sam, south)):
        client = sign_in(person)
        prove(client)
        assert client.post(url("sign", sent), statement(sent, person, agency)).status_code == 302
    page = client.get(url("detail", sent)).content.decode()
    assert "In force" in page
    assert client.get(url("sign", sent)).status_code == 409
    assert sent.title in sign_in(alice).get(url("list")).content.decode()


def test_sending_back_withdrawing_and_cancelling_ask_first(sign_in, sent, nora, sam, dana):
    client = sign_in(sam)
    assert "draft again" in client.get(url("send_back", sent)).content.decode()
    assert "required" in client.post(url("send_back", sent), {"reason": ""}).content.decode()
    assert client.post(url("send_back", sent), {"reason": "A wrong name."}).url == url("list")
    assert client.get(url("detail", sent)).status_code == 404
    drafter = sign_in(dana)
    assert "A wrong name." in drafter.get(url("detail", sent)).content.decode()
    assert drafter.get(url("disclosures:withdraw_from", sent)).status_code == 403
    assert drafter.get(url("send_back", sent)).status_code == 409
    assert drafter.post(url("cancel", sent), {"reason": "Given up."}).url == url("detail", sent)
    assert drafter.get(url("cancel", sent)).status_code == 409


def test_cancelling_asks_first(sign_in, draft, dana):
    client = sign_in(dana)
    assert "Nobody can sign or change it" in client.get(url("cancel", draft)).content.decode()
    assert client.get(url("sign", draft)).status_code == 403
    assert client.get(url("edit", draft)).status_code == 200


def test_withdrawing_by_page(sign_in, signed, sam):
    client = sign_in(sam)
    assert "the whole agreement ends" in client.get(url("disclosures:withdraw_from", signed)).content.decode()
    assert client.post(url("disclosures:withdraw_from", signed), {"reason": "We close."}).url == url(
        "detail", signed
    )
    assert "Ended by its parties" in client.get(url("detail", signed)).content.decode()


def test_lists_by_status(sign_in, signed, dana, alice):
    client = sign_in(alice)
    for tab, shown in (
        ("in_force", True),
        ("sent", False),
        ("drafts", False),
        ("ended", False),
        ("nonsense", True),
    ):
        assert (signed.title in client.get(url("list") + f"?show={tab}").content.decode()) == shown
    assert "Draft an agreement" not in client.get(url("list")).content.decode()
    assert "Draft an agreement" in sign_in(dana).get(url("list")).content.decode()


def test_the_pdf_to_read_before_signing(sign_in, sent, alice, carol):
    response = sign_in(alice).get(url("pdf", sent))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert len(document.pages) > 3
        assert document.Root.MarkInfo.Marked
    assert sign_in(carol).get(url("pdf", sent)).status_code == 404


PAGES = ["edit", "parties", "terms", "check", "send_back", "disclosures:withdraw_from", "cancel", "sign"]


@pytest.mark.parametrize("name", PAGES)
def test_who_reaches_a_page(name, sign_in, sent, carol, bob, client):
    assert client.get(url(name, sent)).status_code == 302
    assert sign_in(carol).get(url(name, sent)).status_code == 404
    assert sign_in(carol).get(url(name, Mou(pk=uuid4()))).status_code == 404
    assert sign_in(bob).get(url(name, sent)).status_code == 403
    assert sign_in(bob).get(url("detail", sent)).status_code == 200


def test_posts_of_people_without_the_duty_are_refused(sign_in, sent, bob, wendy, nora, north):
    for person, status in ((bob, 403), (wendy, 404)):
        client = sign_in(person)
        for name in ("sign", "disclosures:withdraw_from", "send_back", "cancel", "check", "edit", "parties"):
            assert client.post(url(name, sent), {"reason": "x"}).status_code == status
    assert sign_in(bob).get(url("draft")).status_code == 403


def test_a_draft_of_another_agency_is_not_there(sign_in, draft, sam):
    assert sign_in(sam).get(url("detail", draft)).status_code == 404
    assert sign_in(sam).get(url("pdf", draft)).status_code == 404


def test_a_long_list_opens_with_few_queries(
    sign_in, signed, dana, alice, parties, django_assert_max_num_queries
):
    flow = (*parties, ["attendance"], ["treatment"])
    for number in range(3):
        agreements.drafted(dana, parties, [flow], title=f"Draft {number}")
    client = sign_in(dana)
    with django_assert_max_num_queries(25):
        assert "Draft 2" in client.get(url("list") + "?show=drafts").content.decode()
