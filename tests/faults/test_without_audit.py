"""What cannot be recorded is neither shown nor done: the audit trail takes no more events."""

import psycopg2
import pytest
from django.conf import settings

from agencies.acting import acting_as
from consents.models import ConsentGrant
from disclosures.models import Decision, DisclosureRequest, Release, YouthMatch
from tests.faults.cast import outbox
from youth.models import Assignment, RecordItem, YouthRecord


@pytest.fixture
def stop_recording(committed_db):
    """`stop_recording()` takes the application's right to write audit events away, until the database is replaced."""

    def _stop_recording():
        given = settings.DATABASES["owner"]
        link = psycopg2.connect(
            host=given["HOST"],
            port=given["PORT"] or None,
            user=given["USER"],
            password=given["PASSWORD"],
            dbname=committed_db,
        )
        with link, link.cursor() as cursor:
            cursor.execute("REVOKE INSERT ON audit_auditevent FROM portal_app")
        link.close()

    return _stop_recording


def pages(cast, consent, released, waiting, approved, draft):
    """Addresses that show something about Maya, by the person who may open them."""
    youth, item = f"/youth/{cast.maya.pk}/", cast.item.pk
    return {
        "bob": [
            "/",
            "/youth/",
            "/youth/?q=Torres",
            youth,
            f"{youth}edit/",
            f"{youth}history/",
            f"{youth}items/new/",
            f"{youth}items/{item}/",
            f"{youth}items/{item}/correct/",
            f"{youth}guardians/new/",
            f"/requests{youth}guardians/{cast.mother.pk}/",
            f"{youth}assign/",
            "/consents/",
            f"/consents/{consent.pk}/",
            f"/requests/consents/{consent.pk}/revoke/",
            "/requests/inbox/",
            "/requests/sent/",
            f"/requests/{waiting.pk}/decide/",
            f"/requests/{waiting.pk}/match/",
            f"/requests/releases/{released.pk}/",
            "/api/requests/",
            f"/consents/youth/{cast.maya.pk}/",
            f"/consents/youth/{cast.maya.pk}/record/signer/",
            f"/consents/{consent.pk}/consent.pdf",
            f"/youth/{cast.maya.pk}/sharing/",
            f"/requests/{approved.pk}/release/",
            f"/api/requests/{waiting.pk}/candidates/",
            f"/api/requests/{approved.pk}/items/",
            f"/api/releases/{released.pk}/",
            f"/api/requests/{waiting.pk}/",
        ],
        "alice": [
            "/requests/",
            "/requests/received/",
            f"/requests/{waiting.pk}/",
            f"/requests/{draft.pk}/draft/whom/",
            f"/requests/{draft.pk}/draft/check/",
            f"/requests/releases/{released.pk}/",
            f"/api/releases/{released.pk}/",
        ],
        "audrey": ["/log/"],
    }


def names_maya(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.startswith(b"%PDF") or b"Torres" in body or b"Absences" in body


def test_no_page_about_a_youth_opens(cast, sign_in, stop_recording):
    consent, released = cast.consented(), cast.released()
    table = pages(cast, consent, released, cast.matched(), cast.approved(), cast.drafted())
    visits = [(sign_in(getattr(cast, name)), path) for name, paths in table.items() for path in paths]
    for client, path in visits:
        response = client.get(path)
        assert (path, response.status_code, names_maya(response)) == (path, 200, True)
    stop_recording()
    for client, path in visits:
        response = client.get(path)
        assert (path, response.status_code, names_maya(response)) == (path, 503, False)
        assert response["Retry-After"] == "30"


def state_of(cast, *requests):
    """Everything that the verbs tried below could change, as the holder, the asker and the outbox see it."""
    with acting_as(cast.bob):
        held = [
            list(DisclosureRequest.objects.order_by("pk").values_list("pk", "state", "answer")),
            list(
                Release.objects.order_by("pk").values_list("pk", "opened_at", "acknowledged_at", "ended_at")
            ),
            list(ConsentGrant.objects.order_by("pk").values_list("pk", "revoked_at")),
            [model.objects.count() for model in (RecordItem, YouthRecord, Assignment, Decision, YouthMatch)],
        ]
    with acting_as(cast.alice):
        asked = list(DisclosureRequest.objects.order_by("pk").values_list("pk", "state"))
    return held, asked, [cast.kinds_logged(request) for request in requests], outbox()


def test_no_verb_does_anything(cast, sign_in, stop_recording):
    consent, released = cast.consented(), cast.released()
    matched, approved, draft = cast.matched(), cast.approved(), cast.drafted()
    bob, alice = sign_in(cast.bob), sign_in(cast.alice)
    item = {"category": "attendance", "occurred_on": "2026-10-30", "title": "Late", "text": "Nine times."}
    verbs = [
        (alice, f"/requests/{draft.pk}/draft/check/", {}),
        (alice, f"/requests/{matched.pk}/withdraw/", {"reason": "No longer needed"}),
        (alice, f"/requests/releases/{released.pk}/acknowledge/", {}),
        (alice, f"/api/requests/{draft.pk}/submit/", {}),
        (bob, f"/requests/{matched.pk}/match/", {"youth": cast.maya.pk}),
        (bob, f"/requests/{matched.pk}/ask/", {"text": "Which school year?"}),
        (bob, f"/requests/{matched.pk}/approve/", {"categories": ["attendance"]}),
        (bob, f"/requests/{matched.pk}/refuse/", {"reason": "scope"}),
        (bob, f"/requests/{approved.pk}/release/", {"items": [cast.item.pk], "step": "release"}),
        (bob, f"/requests/releases/{released.pk}/recall/", {"reason": "By mistake"}),
        (bob, f"/requests/consents/{consent.pk}/revoke/", {"scope": "all", "how": "written"}),
        (bob, f"/youth/{cast.maya.pk}/items/new/", item),
        (bob, f"/youth/{cast.maya.pk}/assign/", {"receiver": cast.beth.pk}),
    ]
    before = state_of(cast, released.request, matched, approved, draft)
    stop_recording()
    for client, path, fields in verbs:
        assert (path, client.post(path, fields).status_code) == (path, 503)
    assert state_of(cast, released.request, matched, approved, draft) == before
