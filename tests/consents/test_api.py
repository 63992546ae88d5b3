"""The API door of consents leads to the same verbs as the pages, with one shape for every error."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.models import Consent, ConsentDraft, FamilyLink
from tests import factories
from tests.consents.test_lock import Cast
from tests.masking import masked
from tests.mous.agreements import scan_file

JSON = {"content_type": "application/json"}
LIST = "/api/consents/"


def at(pk, *parts):
    return "/".join([LIST + str(pk), *map(str, parts), ""])


def post(client, address, body=None):
    return client.post(address, body or {}, **JSON)


@pytest.fixture
def second(north, operator):
    """Another custodian of North."""
    return factories.member("berta", north, ["records_custodian"], by=operator)


@pytest.fixture
def flow(north, south):
    """`flow(**fields)`: as it stands on a paper."""

    def _flow(**fields):
        until = (north.today() + timedelta(days=60)).isoformat()
        return {
            "discloser": str(north.pk),
            "recipient": str(south.pk),
            "categories": ["attendance", "discipline"],
            "purposes": ["care_coordination"],
            "expires_on": until,
            "initials": {"attendance": "AT", "discipline": "AT"},
        } | fields

    return _flow


@pytest.fixture
def paper(maya, mother, north, flow):
    """`paper(**fields)`: what is sent to record a signed paper."""

    def _paper(**fields):
        signed_on = (north.today() - timedelta(days=2)).isoformat()
        return {
            "youth": str(maya.pk),
            "guardian": str(mother.pk),
            "signed_on": signed_on,
            "flows": json.dumps([flow()]),
            "file": scan_file(),
        } | fields

    return _paper


def test_consents_are_listed_and_read_with_the_state_of_each_line(sign_in, bob, consented, line, south, maya):
    consent = consented(line(), line("medical", discloser=south, recipient=line().discloser))
    client = sign_in(bob)
    assert (
        post(client, at(consent.pk, "revoke"), {"recipient": str(south.pk), "how": "spoken"}).status_code
        == 200
    )
    (row,) = client.get(LIST, {"youth": str(maya.pk)}).json()["results"]
    read = client.get(at(consent.pk)).json()
    assert row == read
    states = {each["category"]: (each["state"], each["revocation_asked"]) for each in read["lines"]}
    assert states == {"attendance": ("revoked", "spoken"), "medical": ("in_force", "")}
    assert (read["reference"], read["method"]) == (consent.reference, "on_screen")
    assert "1 of 2 lines in force" in read["standing"]
    assert client.get(LIST, {"youth": "nobody"}).json()["results"] == []


@pytest.mark.parametrize("address", [LIST, LIST + "objections/"])
def test_who_lists_what_is_about_one_young_person_stands_in_that_ones_history(sign_in, bob, maya, address):
    client = sign_in(bob)
    for wanted in ("", str(maya.pk), str(uuid4()), "nobody"):
        assert client.get(address, {"youth": wanted}).status_code == 200
    with acting_as(bob):
        listed = AuditEvent.objects.filter(event="consent.listed").order_by("at")
        found = list(listed.values_list("youth_id", "object_id"))
    assert found == [(None, None), (maya.pk, maya.pk), (None, None), (None, None)]


def test_a_paper_is_recorded_with_its_scan_and_counts_when_a_second_person_confirms(
    sign_in, bob, second, paper
):
    made = sign_in(bob).post(at("paper"), paper())
    assert made.status_code == 201, made.json()
    (consent,) = made.json()
    assert {(each["category"], each["state"], each["initials"]) for each in consent["lines"]} == {
        ("attendance", "unconfirmed", "AT"),
        ("discipline", "unconfirmed", "AT"),
    }
    assert (consent["signer_name"], consent["method"]) == ("Ana Torres", "paper")
    again = sign_in(bob).post(at("paper"), paper())
    assert (again.status_code, again.json()[0]["id"]) == (200, consent["id"])
    assert post(sign_in(bob), at(consent["id"], "confirm")).status_code == 403
    confirmed = post(sign_in(second), at(consent["id"], "confirm"))
    assert {each["state"] for each in confirmed.json()["lines"]} == {"in_force"}
    assert post(sign_in(second), at(consent["id"], "confirm")).status_code == 409


def test_what_differs_from_the_paper_is_sent_back_and_typed_anew(sign_in, bob, second, paper):
    (consent,) = sign_in(bob).post(at("paper"), paper()).json()
    assert post(sign_in(second), at(consent["id"], "send-back")).status_code == 400
    back = post(sign_in(second), at(consent["id"], "send-back"), {"reason": "The last day differs."})
    assert {each["state"] for each in back.json()["lines"]} == {"revoked"}
    draft = post(sign_in(bob), at(consent["id"], "type-anew"))
    assert (draft.status_code, draft.json()["sharing"][0]["categories"]) == (
        201,
        ["attendance", "discipline"],
    )
    assert sign_in(bob).post(at("paper"), paper()).status_code == 409
    assert draft.json()["scan"] == paper()["file"].name


def test_what_is_typed_anew_is_put_right_and_recorded(sign_in, bob, second, paper, flow, north):
    (consent,) = sign_in(bob).post(at("paper"), paper()).json()
    post(sign_in(second), at(consent["id"], "send-back"), {"reason": "Only attendance is initialed."})
    client = sign_in(bob)
    draft = at("drafts", post(client, at(consent["id"], "type-anew")).json()["id"])
    signed = {"signed_on": north.today().isoformat()}
    changed = client.patch(draft, {"flows": [flow(categories=["attendance"])]}, **JSON).json()
    assert (changed["signer"]["method"], changed["sharing"][0]["categories"]) == ("paper", ["attendance"])
    refused = post(client, draft + "record/", signed)
    assert (refused.status_code, refused.json()["code"]) == (400, "refused_input")
    right = [flow(categories=["attendance"], initials={"attendance": "AT"})]
    assert client.patch(draft, {"flows": right}, **JSON).status_code == 200
    (again,) = post(client, draft + "record/", signed).json()
    assert [(each["category"], each["state"]) for each in again["lines"]] == [("attendance", "unconfirmed")]
    assert client.get(draft).status_code == 404
    confirmed = post(sign_in(second), at(again["id"], "confirm")).json()
    assert confirmed["lines"][0]["state"] == "in_force"


def test_another_signer_of_a_paper_leaves_its_lines(sign_in, bob, second, paper, maya, guardian_of):
    (consent,) = sign_in(bob).post(at("paper"), paper()).json()
    post(sign_in(second), at(consent["id"], "send-back"), {"reason": "The father signed."})
    father = guardian_of(maya, first_name="Raul", relation="father")
    client = sign_in(bob)
    draft = post(client, at(consent["id"], "type-anew")).json()
    changed = client.patch(at("drafts", draft["id"]), {"guardian": str(father.pk)}, **JSON).json()
    assert (changed["signer"]["signer_name"], changed["signer"]["method"]) == ("Raul Torres", "paper")
    assert changed["sharing"] == draft["sharing"] != []


@pytest.mark.parametrize("initials", [{}, {"attendance": "AT"}, {"discipline": "AT"}])
def test_a_paper_without_initials_beside_every_kind_of_record_is_refused(sign_in, bob, paper, flow, initials):
    refused = sign_in(bob).post(at("paper"), paper(flows=json.dumps([flow(initials=initials)])))
    assert (refused.status_code, refused.json()["code"]) == (400, "refused_input")
    assert "initials" in refused.json()["message"]


def test_initials_beside_what_is_not_on_the_paper_are_refused(sign_in, bob, paper, flow):
    more = flow(initials={**flow()["initials"], "medical": "AT"})
    assert sign_in(bob).post(at("paper"), paper(flows=json.dumps([more]))).status_code == 400


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"flows": "no json"}, 400, "invalid"),
        ({"flows": "[]"}, 400, "invalid"),
        ({"signed_on": ""}, 400, "invalid"),
        ({"signed_on": "2999-01-01"}, 400, "refused_input"),
        ({"file": ""}, 400, "invalid"),
        ({"guardian": ""}, 400, "invalid"),
        ({"guardian": str(uuid4())}, 400, "invalid"),
        ({"youth": str(uuid4())}, 400, "invalid"),
        ({"language": "xx"}, 400, "invalid"),
        ({"siblings": str(uuid4())}, 400, "refused_input"),
    ],
)
def test_a_paper_that_can_be_no_consent_is_refused(sign_in, bob, paper, change, status, code):
    refused = sign_in(bob).post(at("paper"), paper(**change))
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    with acting_as(bob):
        assert (Consent.objects.count(), ConsentDraft.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"categories": ["psychotherapy_notes"]},
        {"purposes": ["marketing"]},
        {"purposes": ["accreditation"]},
        {"purposes": []},
        {"expires_on": None},
    ],
)
def test_a_line_that_no_form_takes_is_refused(sign_in, bob, paper, flow, change):
    assert sign_in(bob).post(at("paper"), paper(flows=json.dumps([flow(**change)]))).status_code == 400


def test_a_file_that_is_no_scan_is_refused(sign_in, bob, paper):
    page = SimpleUploadedFile("page.html", b"<script>alert(1)</script>")
    refused = sign_in(bob).post(at("paper"), paper(file=page))
    assert (refused.status_code, set(refused.json())) == (400, {"code", "message", "detail"})


def test_a_scan_is_put_in_once(sign_in, bob, consented):
    consent = consented(method=Consent.Method.PAPER, signed_at=timezone.now())
    assert sign_in(bob).post(at(consent.pk, "scan"), {"file": scan_file()}).status_code == 200
    assert sign_in(bob).post(at(consent.pk, "scan"), {"file": scan_file()}).status_code == 409


def test_an_event_a_copy_and_a_letter_are_written_down(sign_in, bob, consented, line):
    consent = consented(line(), line("discipline", ends_when="leaves_school"))
    client = sign_in(bob)
    ended = post(client, at(consent.pk, "event"), {"event": "leaves_school"}).json()
    assert {each["category"]: each["state"] for each in ended["lines"]} == {
        "attendance": "in_force",
        "discipline": "ended",
    }
    assert post(client, at(consent.pk, "event"), {"event": "leaves_school"}).status_code == 409
    assert post(client, at(consent.pk, "event"), {"event": "rain"}).status_code == 400
    assert post(client, at(consent.pk, "copies"), {"method": "handed"}).status_code == 201
    assert [copy["method"] for copy in client.get(at(consent.pk, "copies")).json()["results"]] == ["handed"]
    assert post(client, at(consent.pk, "letter")).status_code == 409
    post(client, at(consent.pk, "revoke"), {"how": "spoken", "category": "attendance"})
    assert post(client, at(consent.pk, "letter")).status_code == 200


def test_revoking_one_category_leaves_the_other(sign_in, bob, consented, line):
    consent = consented(line(), line("discipline"))
    client = sign_in(bob)
    assert post(client, at(consent.pk, "revoke"), {"category": "attendance"}).status_code == 200
    states = {each["category"]: each["state"] for each in client.get(at(consent.pk)).json()["lines"]}
    assert states == {"attendance": "revoked", "discipline": "in_force"}
    assert post(client, at(consent.pk, "revoke"), {"category": "attendance"}).status_code == 409
    assert post(client, at(consent.pk, "revoke"), {"how": "link"}).status_code == 400


def test_an_objection_is_written_down_and_withdrawn_once(sign_in, bob, maya, mother):
    client = sign_in(bob)
    body = {"youth": str(maya.pk), "guardian": str(mother.pk), "words": "I do not want this."}
    made = post(client, at("objections"), body)
    assert made.status_code == 201
    assert post(client, at("objections"), {**body, "guardian": str(uuid4())}).status_code == 404
    (row,) = client.get(at("objections"), {"youth": str(maya.pk)}).json()["results"]
    assert (row["words"], row["withdrawn_at"]) == ("I do not want this.", None)
    assert post(client, at("objections", row["id"], "withdraw")).json()["withdrawn_at"]
    assert post(client, at("objections", row["id"], "withdraw")).status_code == 409


@pytest.fixture
def prepared(maya, mother, flow):
    """`prepared(**fields)`: what is sent to prepare a draft for the family."""

    def _prepared(**fields):
        asked = {name: value for name, value in flow().items() if name not in ("expires_on", "initials")}
        offer = [{**asked, "latest": flow()["expires_on"]}]
        return {"youth": str(maya.pk), "guardian": str(mother.pk), "offer": offer} | fields

    return _prepared


def test_a_draft_is_prepared_sent_by_link_and_thrown_away(sign_in, bob, prepared, south):
    client = sign_in(bob)
    made = post(client, at("drafts"), prepared())
    assert made.status_code == 201, made.json()
    draft = made.json()
    assert (draft["offer"][0]["recipient"], draft["sharing"]) == (str(south.pk), [])
    assert post(client, at("drafts"), prepared()).status_code == 409
    assert [row["id"] for row in client.get(at("drafts")).json()["results"]] == [draft["id"]]
    assert client.get(at("drafts", draft["id"])).json()["signer"]["signer_name"] == "Ana Torres"
    body = {"email": "ana@example.org", "check_by": "code"}
    link = post(client, at("drafts", draft["id"], "links"), body).json()
    assert link["code"]
    assert "token" not in json.dumps(link)
    closed = post(client, at("links", link["id"], "close"))
    assert closed.json()["closed_at"]
    assert post(client, at("links", link["id"], "close")).status_code == 409
    assert (
        post(client, at("drafts", draft["id"], "links"), {**body, "check_by": "in_person"}).status_code == 400
    )
    assert client.delete(at("drafts", draft["id"])).status_code == 204
    assert client.get(at("drafts", draft["id"])).status_code == 404


def test_what_is_prepared_and_thrown_away_is_in_the_log(sign_in, bob, prepared, maya, mother):
    client = sign_in(bob)
    draft = at("drafts", post(client, at("drafts"), prepared()).json()["id"])
    assert client.patch(draft, {"guardian": str(mother.pk)}, **JSON).status_code == 200
    assert client.patch(draft, {}, **JSON).json()["signer"]["signer_name"] == "Ana Torres"
    assert client.delete(draft).status_code == 204
    with acting_as(bob):
        written = AuditEvent.objects.filter(youth_id=maya.pk, event__startswith="consent.draft")
        assert sorted(written.values_list("event", "details__step")) == [
            ("consent.draft_discarded", None),
            ("consent.drafted", "begin"),
            ("consent.drafted", "offer"),
            ("consent.drafted", "read"),
            ("consent.drafted", "signer"),
            ("consent.drafted", "signer"),
        ]


def test_a_consent_is_asked_for_again_and_who_signs_is_asked_anew(sign_in, bob, consented, mother):
    consent, client = consented(), sign_in(bob)
    made = post(client, at(consent.pk, "renew"))
    assert (made.status_code, made.json()["signer"], len(made.json()["offer"])) == (201, None, 1)
    assert post(client, at(consent.pk, "renew")).status_code == 409
    draft, body = made.json()["id"], {"email": "ana@example.org", "check_by": "code"}
    assert post(client, at("drafts", draft, "links"), body).json()["message"] == "Say first who signs."
    answered = client.patch(at("drafts", draft), {"guardian": str(mother.pk)}, **JSON)
    assert (answered.status_code, answered.json()["signer"]["signer_name"]) == (200, "Ana Torres")
    assert client.patch(at("drafts", draft), {"guardian": str(uuid4())}, **JSON).status_code == 400
    assert post(client, at("drafts", draft, "links"), body).status_code == 201


def test_what_a_family_is_asked_can_be_changed_or_put_on_paper(sign_in, bob, prepared, flow, north):
    client = sign_in(bob)
    draft = at("drafts", post(client, at("drafts"), prepared()).json()["id"])
    less = [{**prepared()["offer"][0], "categories": ["attendance"]}]
    changed = client.patch(draft, {"offer": less}, **JSON).json()
    assert (changed["offer"], changed["signer"]["method"]) == (less, "link")
    late = [{**less[0], "latest": "2999-01-01"}]
    assert client.patch(draft, {"offer": late}, **JSON).json()["code"] == "refused_input"
    assert client.patch(draft, {"offer": less, "flows": [flow()]}, **JSON).json()["code"] == "invalid"
    assert client.patch(draft, {"offer": []}, **JSON).json()["code"] == "invalid"
    signed = {"signed_on": north.today().isoformat(), "file": scan_file()}
    assert client.post(draft + "record/", signed).status_code == 409
    assert client.get(draft).json()["offer"] == less
    on_paper = client.patch(draft, {"flows": [flow()]}, **JSON).json()
    assert (on_paper["signer"]["method"], len(on_paper["sharing"])) == ("paper", 1)
    assert client.patch(draft, {"offer": less}, **JSON).json()["sharing"] == []
    client.patch(draft, {"flows": [flow()]}, **JSON)
    made = client.post(draft + "record/", {**signed, "file": scan_file()})
    assert (made.status_code, made.json()[0]["method"]) == (201, "paper")


def test_who_signs_is_said_before_a_renewed_question_is_changed(sign_in, bob, consented, prepared, mother):
    client = sign_in(bob)
    draft = at("drafts", post(client, at(consented().pk, "renew")).json()["id"])
    refused = client.patch(draft, {"offer": prepared()["offer"]}, **JSON)
    assert (refused.status_code, refused.json()["message"]) == (400, "Say first who signs.")
    both = client.patch(draft, {"offer": prepared()["offer"], "guardian": str(mother.pk)}, **JSON)
    assert (both.status_code, both.json()["offer"]) == (200, prepared()["offer"])


def test_what_could_never_be_valid_is_not_even_asked(sign_in, bob, prepared, flow):
    late = [{**prepared()["offer"][0], "latest": "2999-01-01"}]
    refused = post(sign_in(bob), at("drafts"), prepared(offer=late))
    assert (refused.status_code, refused.json()["code"]) == (400, "refused_input")
    assert post(sign_in(bob), at("drafts"), prepared(offer=[])).status_code == 400
    assert sign_in(bob).get(at("drafts")).json()["results"] == []


def test_the_family_gets_a_link_to_its_page(sign_in, bob, consented):
    consent = consented()
    client = sign_in(bob)
    made = post(client, at(consent.pk, "links"), {"email": "ana@example.org", "check_by": "birth_date"})
    assert (made.status_code, made.json()["kind"], made.json()["code"]) == (201, "page", "")
    (row,) = client.get(at(consent.pk, "links")).json()["results"]
    assert (row["id"], "code" in row) == (made.json()["id"], False)
    with acting_as(bob):
        assert FamilyLink.objects.get().email == "ana@example.org"


def test_a_consent_goes_out_as_fhir_and_comes_back_as_a_draft(sign_in, bob, consented, maya):
    consent = consented()
    client = sign_in(bob)
    out = client.get(at(consent.pk, "fhir"))
    assert (out.status_code, out["Content-Type"]) == (200, "application/fhir+json")
    with acting_as(bob):
        event = AuditEvent.objects.get(event="consent.downloaded")
    assert (event.object_id, event.details) == (consent.pk, {"what": "fhir"})

    def again(**fields):
        return client.post(at("fhir"), {"file": SimpleUploadedFile("c.json", out.content), **fields})

    dry = again(dry_run="true").json()
    assert (dry["draft"], dry["signer_capacity"], dry["not_taken"]) == (None, "parent", [])
    with acting_as(bob):
        assert not ConsentDraft.objects.exists()
    made = again()
    assert (made.status_code, made.json()["lines"]) == (201, dry["lines"])
    assert client.get(at("drafts", made.json()["draft"])).json()["source"] == "c.json"
    assert again().status_code == 409
    with acting_as(bob):
        assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("agency", "reason"), [("A", "status"), (r"\u0000", "unreadable"), (r"\ud800", "unreadable")]
)
def test_a_file_that_is_not_understood_is_refused_with_every_reason(sign_in, bob, maya, agency, reason):
    client = sign_in(bob)
    actor = {"role": {"coding": [{"code": "CST"}]}, "reference": {"display": "AGENCY"}}
    words = {
        "resourceType": "Consent",
        "status": "draft",
        "scope": {"text": "A"},
        "category": [{"text": "A"}],
    }
    content = json.dumps({**words, "provision": {"type": "permit", "actor": [actor]}}).replace(
        "AGENCY", agency
    )
    given = {"file": SimpleUploadedFile("c.json", content.encode())}
    refused = client.post(at("fhir"), {**given, "youth": str(maya.pk)})
    assert (refused.status_code, refused.json()["code"]) == (400, "consent_not_understood")
    assert refused.json()["detail"]["problems"][0]["code"] == reason
    assert post(client, at("fhir")).status_code == 415


VERBS = ("scan", "confirm", "send-back", "type-anew", "event", "copies", "letter", "links", "renew", "revoke")


@pytest.mark.parametrize("verb", ["", "fhir", "copies", "links"])
def test_a_stranger_cannot_tell_a_consent_from_a_random_id(consented, carol, sign_in, verb):
    consent, client, random = consented(), sign_in(carol), uuid4()
    parts = [verb] if verb else []
    real, invented = client.get(at(consent.pk, *parts)), client.get(at(random, *parts))
    assert masked(real, consent.pk) == masked(invented, random)
    assert real.status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_can_do_nothing(consented, carol, sign_in, verb):
    answered = post(sign_in(carol), at(consented().pk, verb), {"event": "leaves_school"})
    assert answered.status_code == 404


def test_who_may_not_record_reads_and_does_nothing_more(
    consented, sign_in, north, operator, prepared, mother, maya
):
    consent = consented()
    counsel = sign_in(factories.member("cleo", north, ["counsel"], by=operator))
    assert counsel.get(LIST).status_code == 403
    assert counsel.get(at(consent.pk)).status_code == 404
    assert post(counsel, at("drafts"), prepared()).status_code == 400


def test_nobody_gets_in_without_signing_in_or_without_a_token(consented, client, bob):
    consent = consented()
    assert client.get(LIST).status_code == 403
    client.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    strict = type(client)(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(at(consent.pk, "confirm"), **JSON).status_code == 403


def test_whoever_was_shown_a_consent_reads_it_and_changes_nothing(db, sign_in):
    cast = Cast()
    client, pk = sign_in(cast.bob), cast.shown.pk
    assert client.get(at(pk)).json()["lines"][0]["state"] == "in_force"
    out = client.get(at(pk, "fhir"))
    assert (out.status_code, out.json()["resourceType"]) == (200, "Bundle")
    with acting_as(cast.bob):
        event = AuditEvent.objects.get(event="consent.downloaded")
        assert (event.object_id, event.youth_id) == (pk, None)
    for verb in ("confirm", "send-back", "type-anew", "event", "copies", "letter", "links", "renew"):
        assert post(client, at(pk, verb), {"event": "leaves_school"}).status_code == 404, verb
    assert post(client, at(pk, "revoke")).status_code == 403
    assert client.get(at(cast.unseen.pk, "fhir")).status_code == 404


def test_a_consent_of_another_agency_comes_in_as_one_of_no_young_person_here(db, sign_in):
    cast = Cast()
    client = sign_in(cast.bob)
    out = client.get(at(cast.shown.pk, "fhir")).content
    refused = client.post(at("fhir"), {"file": SimpleUploadedFile("c.json", out)})
    assert [problem["code"] for problem in refused.json()["detail"]["problems"]] == ["unknown_patient"]
    with acting_as(cast.bob):
        youth = cast.own.youth_id
    file = {"file": SimpleUploadedFile("c.json", out), "youth": str(youth)}
    refused = client.post(at("fhir"), file)
    assert [problem["code"] for problem in refused.json()["detail"]["problems"]] == ["other_patient"]
