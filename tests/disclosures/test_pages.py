"""The pages carry the main job in a browser without JavaScript: forms in, redirects out, 404 and 403 where due."""

from uuid import uuid4

import pytest

from agencies.acting import acting_as
from disclosures import actions
from disclosures.models import DisclosureRequest, Release
from disclosures.states import State
from disclosures.tasks import render_package
from notices.models import OutboxEntry
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.masking import masked

DATE = {"birth_date_month": "3", "birth_date_day": "4", "birth_date_year": "2011"}


def test_compose_step_by_step(agreement, alice, bob, north, sign_in):
    client = sign_in(alice)
    page = client.get("/requests/new/")
    assert page.status_code == 200
    whom = {"holder": str(north.pk), "first_name": "Maya", "last_name": "Torres", **DATE}
    records = client.post("/requests/new/", whom)
    assert records.status_code == 302
    purpose = client.post(records.url, {"categories": ["attendance", "discipline"]})
    basis = client.post(
        purpose.url,
        {
            "purpose": "care_coordination",
            "reason": "We plan her care and must know her absences.",
            "urgency": "soon",
        },
    )
    check = client.post(basis.url, {"basis": "consent"})
    assert check.url.endswith("/draft/check/")
    shown = client.get(check.url).content.decode()
    for text in ("North School District", "Maya Torres", "Attendance", "Discipline", "Coordination of care"):
        assert text in shown
    done = client.post(check.url)
    assert done.status_code == 302
    assert "R-" in client.get(done.url).content.decode()
    with acting_as(bob):
        assert DisclosureRequest.objects.get().state == State.SUBMITTED


def test_wrong_input_is_shown_and_kept(agreement, alice, north, sign_in):
    response = sign_in(alice).post(
        "/requests/new/",
        {
            "holder": str(north.pk),
            "first_name": "Maya",
            "last_name": "",
            "birth_date_month": "13",
            "birth_date_day": "40",
            "birth_date_year": "2011",
        },
    )
    assert response.status_code == 200
    page = response.content.decode()
    assert 'value="Maya"' in page
    assert "Enter a date that exists" in page


def test_a_question_without_an_agreement_stays_a_draft_and_says_why(compose, alice, sign_in):
    draft = compose()
    response = sign_in(alice).post(f"/requests/{draft.pk}/draft/check/")
    assert response.status_code == 200
    assert "No agreement in force" in response.content.decode()


def test_the_holder_decides_and_releases_and_the_recipient_reads(
    asked, items, maya, consent_for, alice, bob, sign_in
):
    custodian, asker = sign_in(bob), sign_in(alice)
    page = custodian.get(f"/requests/{asked.pk}/decide/").content.decode()
    assert "First find the record that is meant" in page
    candidates = custodian.get(f"/requests/{asked.pk}/match/")
    assert "Strong match" in candidates.content.decode()
    assert custodian.post(f"/requests/{asked.pk}/match/", {"youth": str(maya.pk)}).status_code == 302
    page = custodian.get(f"/requests/{asked.pk}/decide/").content.decode()
    assert "What is missing" in page
    assert "34 CFR 99.30" in page
    consent_for("attendance")
    assert custodian.post(f"/requests/{asked.pk}/approve/", {"categories": ["attendance"]}).status_code == 302
    chosen = {"items": [str(items[0].pk)], "step": "release"}
    assert custodian.post(f"/requests/{asked.pk}/release/", chosen).status_code == 302
    with acting_as(alice):
        release = Release.objects.get()
    opened = asker.get(f"/requests/releases/{release.pk}/")
    assert opened.status_code == 200
    page = opened.content.decode()
    assert "Absent 6 of 22 school days." in page
    assert "Left class without leave." not in page
    assert "Do not give them" in page
    assert asker.post(f"/requests/releases/{release.pk}/acknowledge/").status_code == 302


def test_approving_what_the_law_forbids_changes_nothing(matched, bob, sign_in):
    response = sign_in(bob).post(f"/requests/{matched.pk}/approve/", {"categories": ["attendance"]})
    assert response.status_code == 200
    assert "The law does not allow this" in response.content.decode()
    with acting_as(bob):
        assert DisclosureRequest.objects.get().state == State.SUBMITTED


def test_revoking_closes_the_release_at_once(released, alice, bob, sign_in):
    from consents.models import Consent

    with acting_as(bob):
        consent = Consent.objects.get()
    client = sign_in(bob)
    assert client.get(f"/requests/consents/{consent.pk}/revoke/").status_code == 200
    done = client.post(f"/requests/consents/{consent.pk}/revoke/", {"scope": "all", "how": "written"})
    assert done.status_code == 302
    response = sign_in(alice).get(f"/requests/releases/{released.pk}/")
    assert response.status_code == 403
    page = response.content.decode()
    assert page.count("Access has ended") == 2, "in the title and the heading, and not again in the reason"
    assert "The consent it rests on was revoked." in page
    assert "Absent 6 of 22" not in page


def test_the_package_is_a_pdf_with_the_items_and_is_logged(released, alice, sign_in):
    with acting_for(principal="outbox"):
        entry = OutboxEntry.objects.get(task="disclosures.tasks.render_package")
    client = sign_in(alice)
    assert "being prepared" in client.get(f"/requests/releases/{released.pk}/package/").content.decode()
    render_package(str(entry.pk))
    render_package(str(entry.pk))
    response = client.get(f"/requests/releases/{released.pk}/package/")
    body = b"".join(response.streaming_content)
    assert body.startswith(b"%PDF-")
    assert response["Content-Disposition"] == 'attachment; filename="release.pdf"'


def test_two_releases_of_the_same_items_have_a_package_each(
    released, compose, items, maya, alice, bob, sign_in
):
    """Its cover says who asked, and why: that of one is not the other's to read."""
    again = compose("attendance", reason="Her new therapist plans the autumn.")
    with acting_as(alice):
        actions.submit(again, by=alice)
    with acting_as(bob):
        actions.match(again, maya, by=bob)
        actions.approve(again, by=bob, categories=["attendance"])
        second = actions.release(again, by=bob, items=items[:2])
        assert second.content_sha256 == released.content_sha256
    client = sign_in(alice)

    def package_of(made):
        with acting_for(principal="outbox"):
            entry = OutboxEntry.objects.get(task="disclosures.tasks.render_package", reference=made.pk)
        render_package(str(entry.pk))
        return b"".join(client.get(f"/requests/releases/{made.pk}/package/").streaming_content)

    first, other = package_of(released), package_of(second)
    assert first != other
    assert package_of(released) == first


@pytest.mark.parametrize(
    "path",
    [
        "/requests/{}/",
        "/requests/{}/decide/",
        "/requests/{}/match/",
        "/requests/{}/refuse/",
        "/requests/{}/release/",
        "/requests/{}/withdraw/",
    ],
)
def test_a_stranger_cannot_tell_a_request_from_a_random_id(asked, carol, sign_in, path):
    client, random = sign_in(carol), uuid4()
    real, invented = client.get(path.format(asked.pk)), client.get(path.format(random))
    assert (real.status_code, invented.status_code) == (404, 404)
    assert masked(real, asked.pk) == masked(invented, random)


def test_colleagues_without_the_role_see_nothing(asked, released, south, north, operator, sign_in):
    for agency in (south, north):
        client = sign_in(factories.member(f"otto-{agency.kind}", agency, ["staff"], by=operator))
        assert client.get(f"/requests/{asked.pk}/").status_code == 404
        assert client.get(f"/requests/releases/{released.pk}/").status_code == 404


def test_a_double_click_begins_one_request(agreement, alice, north, sign_in):
    client = sign_in(alice)
    form = client.get("/requests/new/").context["form"]
    whom = {"holder": str(north.pk), "first_name": "Maya", "last_name": "Torres", **DATE}
    whom["once"] = form["once"].value()
    assert whom["once"]
    first, second = (client.post("/requests/new/", whom) for _click in range(2))
    assert first.url == second.url
    with acting_as(alice):
        assert DisclosureRequest.objects.count() == 1


def test_the_inbox_opens_on_what_is_open(released, compose, alice, bob, sign_in):
    waiting, done = compose(), released.request
    with acting_as(alice):
        actions.submit(waiting, by=alice)
    client = sign_in(bob)
    for query, shown in (
        ("", {waiting}),
        ("?state=open", {waiting}),
        ("?state=", {waiting, done}),
        ("?state=released", {done}),
    ):
        page = client.get(f"/requests/inbox/{query}")
        assert set(page.context["page"]) == shown


def test_a_draft_is_taken_back_without_a_reason_and_a_sent_request_with_one(
    agreement, compose, asked, alice, sign_in
):
    client, draft = sign_in(alice), compose()
    assert client.post(f"/requests/{draft.pk}/withdraw/").status_code == 302
    refused = client.post(f"/requests/{asked.pk}/withdraw/")
    assert (refused.status_code, refused.context["form"].errors.keys()) == (200, {"reason"})
    with acting_as(alice):
        states = set(DisclosureRequest.objects.values_list("pk", "state"))
    assert states == {(draft.pk, "withdrawn"), (asked.pk, "submitted")}


def test_an_empty_answer_is_shown_again_with_everything_the_page_had(asked, alice, bob, sign_in):
    with acting_as(bob):
        actions.ask_for_more(asked, by=bob, text="Which school year do you need?")
    page = sign_in(alice).post(f"/requests/{asked.pk}/answer/", {"text": ""})
    assert page.status_code == 200
    assert (page.context["can_withdraw"], page.context["can_answer"]) == (True, True)
    assert "Which school year" in page.content.decode()


def test_counsel_reads_but_may_not_decide(matched, north, operator, sign_in):
    client = sign_in(factories.member("cleo", north, ["counsel"], by=operator))
    assert client.get(f"/requests/{matched.pk}/decide/").status_code == 200
    assert client.post(f"/requests/{matched.pk}/ask/", {"text": "Why?"}).status_code == 403


def test_deciding_twice_is_a_conflict(approved, bob, sign_in):
    response = sign_in(bob).post(f"/requests/{approved.pk}/ask/", {"text": "Why?"})
    assert response.status_code == 409


def test_an_agency_without_an_agreement_is_named_so_from_the_first_step(
    agreement, alice, west, north, sign_in
):
    client = sign_in(alice)
    first = client.get("/requests/new/").content.decode()
    assert first.index("Under an agreement in force") < first.index("North School District")
    assert first.index("No agreement lets you ask: only for an emergency") < first.index("West After-School")
    assert "only in an emergency or with a court order" in first
    whom = {"first_name": "Maya", "last_name": "Torres", **DATE}
    only_then = "No agreement in force lets people in your role ask West After-School"
    unasked = client.post("/requests/new/", {**whom, "holder": str(west.pk)}).url
    asked = client.post("/requests/new/", {**whom, "holder": str(north.pk)}).url
    assert only_then in client.get(unasked).content.decode()
    assert "No agreement in force" not in client.get(asked).content.decode()


def test_a_refusal_for_want_of_an_agreement_leads_to_the_agreements(agreement, compose, alice, west, sign_in):
    draft = compose("attendance", holder=west)
    refused = sign_in(alice).post(f"/requests/{draft.pk}/draft/check/").content.decode()
    assert '<p><a href="/agreements/">See what your agency’s agreements allow</a></p>' in refused


@pytest.mark.parametrize(("year", "words"), [("1990", "more than 26 years ago"), ("2999", "in the future")])
def test_what_is_wrong_with_a_date_of_birth_leads_to_its_boxes(agreement, alice, north, sign_in, year, words):
    whom = {"holder": str(north.pk), "first_name": "Maya", "last_name": "Torres", **DATE}
    page = sign_in(alice).post("/requests/new/", {**whom, "birth_date_year": year}).content.decode()
    assert '<a href="#id_birth_date_month">Date of birth — The date of birth is' in page
    assert words in page
    assert page.count('aria-invalid="true" aria-describedby="id_birth_date_error"') == 3
