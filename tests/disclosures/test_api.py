"""The API door leads to the same verbs, with one shape for every error."""

from uuid import uuid4

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from agencies.acting import acting_as
from consents.models import Consent
from tests import factories
from tests.masking import masked

JSON = {"content_type": "application/json"}
BODY = {
    "first_name": "Maya",
    "last_name": "Torres",
    "birth_date": "2011-03-04",
    "purpose": "care_coordination",
    "reason": "We are planning her care and need to know her absences.",
    "basis": "consent",
    "categories": [{"category": "attendance"}, {"category": "discipline"}],
}


def test_the_main_job_over_the_api(agreement, items, maya, consent_for, alice, bob, north, operator, sign_in):
    asker, custodian = sign_in(alice), sign_in(bob)
    assert [holder["name"] for holder in asker.get("/api/holders/").json()["results"]] == [north.name]
    made = asker.post("/api/requests/", {**BODY, "holder": str(north.pk)}, **JSON)
    assert made.status_code == 201
    at = f"/api/requests/{made.json()['id']}/"
    assert asker.post(at + "submit/", **JSON).json()["state"] == "submitted"
    assert custodian.get(at + "candidates/").json()[0]["youth"] == str(maya.pk)
    assert custodian.post(at + "match/", {"youth": str(maya.pk)}, **JSON).status_code == 200
    refused = custodian.post(at + "approve/", {"categories": ["attendance"]}, **JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_legal_basis")
    assert refused.json()["decision"]["categories"][0]["missing"]
    consent_for("attendance")
    assert custodian.get(at + "decision/").json()["permitted_categories"] == ["attendance"]
    assert (
        custodian.post(at + "approve/", {"categories": ["attendance"]}, **JSON).json()["state"] == "approved"
    )
    ids = [row["id"] for row in custodian.get(at + "items/").json()]
    assert len(ids) == 2
    release = custodian.post(at + "release/", {"items": ids[:1]}, **JSON)
    assert release.status_code == 201
    opened = asker.get(f"/api/releases/{release.json()['id']}/").json()
    assert [item["text"] for item in opened["items"]] == ["Absent 6 of 22 school days."]
    assert asker.post(f"/api/releases/{release.json()['id']}/acknowledge/", **JSON).json()["acknowledged_at"]
    with acting_as(bob):
        consent = Consent.objects.get()
    closed = custodian.post(f"/api/consents/{consent.pk}/revoke/", {}, **JSON).json()
    assert closed == {"closed_releases": [release.json()["id"]]}
    ended = asker.get(f"/api/releases/{release.json()['id']}/")
    assert (ended.status_code, ended.json()["code"]) == (403, "access_ended")
    auditor = sign_in(factories.member("audrey", north, ["auditor"], by=operator))
    kinds = [entry["kind"] for entry in auditor.get("/api/log/").json()["results"]]
    assert kinds == ["ended", "acknowledged", "opened", "released", "refused", "approved", "requested"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"holder": str(uuid4())}, 404),
        ({"birth_date": "yesterday"}, 400),
        ({"purpose": "curiosity"}, 400),
        ({"categories": [{"category": "nonsense"}]}, 400),
        ({"categories": [{"category": "psychotherapy_notes"}]}, 400),
    ],
)
def test_wrong_input_gets_one_shape_of_error(agreement, alice, north, sign_in, change, status):
    response = sign_in(alice).post("/api/requests/", {**BODY, "holder": str(north.pk), **change}, **JSON)
    assert response.status_code == status
    assert set(response.json()) == {"code", "message", "detail"}


def test_extra_keys_change_nothing(agreement, alice, north, sign_in):
    extra = {"state": "released", "asking_agency": str(uuid4()), "requested_by": str(uuid4())}
    made = sign_in(alice).post("/api/requests/", {**BODY, "holder": str(north.pk), **extra}, **JSON).json()
    assert (made["state"], made["requested_by"]) == ("draft", "Alice")


@pytest.mark.parametrize("verb", ["", "decision/", "candidates/", "items/"])
def test_a_stranger_cannot_tell_a_request_from_a_random_id(asked, carol, sign_in, verb):
    client, random = sign_in(carol), uuid4()
    real = client.get(f"/api/requests/{asked.pk}/{verb}")
    invented = client.get(f"/api/requests/{random}/{verb}")
    assert masked(real, asked.pk) == masked(invented, random)
    assert real.status_code == 404


def test_what_rests_on_a_guardian_closes_when_the_right_to_decide_ends(
    released, consent_for, mother, alice, bob, sign_in
):
    custodian, at = sign_in(bob), f"/api/guardians/{mother.pk}/"
    assert sign_in(alice).get(f"/api/releases/{released.pk}/").status_code == 200
    unproven = custodian.patch(at, {"authority_evidence": ""}, **JSON)
    assert (unproven.status_code, unproven.json()["detail"]) == (400, {"field": "authority_evidence"})
    assert custodian.patch(at, {"authority": "king"}, **JSON).json()["code"] == "invalid"
    moved = custodian.patch(at, {"youth": str(uuid4()), "phone": "555 0100"}, **JSON).json()
    assert (moved["youth"], moved["phone"], moved["authority"]) == (
        str(mother.youth_id),
        "555 0100",
        "parent",
    )
    barred = custodian.patch(at, {"authority": "none", "rights_revoked": True}, **JSON)
    assert (barred.status_code, barred.json()["rights_revoked"]) == (200, True)
    assert sign_in(alice).get(f"/api/releases/{released.pk}/").json()["code"] == "access_ended"
    assert masked(sign_in(alice).patch(at, {}, **JSON), mother.pk) == masked(
        sign_in(alice).patch(f"/api/guardians/{(other := uuid4())}/", {}, **JSON), other
    )


@pytest.mark.parametrize("verb", ["match", "evidence", "ask", "approve", "refuse", "release"])
def test_the_asker_cannot_decide(asked, alice, sign_in, verb):
    assert sign_in(alice).post(f"/api/requests/{asked.pk}/{verb}/", {}, **JSON).status_code == 404


def test_nobody_gets_in_without_signing_in_or_without_a_token(asked, client, alice):
    assert client.get("/api/requests/").status_code == 403
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    strict = type(client)(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(f"/api/requests/{asked.pk}/submit/", **JSON).status_code == 403


def test_the_log_is_for_those_who_may_read_it(asked, alice, sign_in):
    assert sign_in(alice).get("/api/log/").status_code == 403


def test_the_description_is_valid_openapi_and_nothing_in_it_is_in_doubt(capsys):
    GENERATOR_STATS.reset()
    validate_schema(SchemaGenerator().get_schema(public=True))
    assert not GENERATOR_STATS, capsys.readouterr().err
