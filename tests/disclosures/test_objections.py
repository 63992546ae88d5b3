"""Who decides sees that a parent disagrees, where a consent of that young person is relied on; it bars nothing."""

import pytest
from django.db import connection
from django.urls import reverse

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents import actions as consent_actions
from disclosures import actions
from tests import factories
from youth.models import Guardian

WORDS = "I take it back in part."


def test_a_parent_who_disagrees_is_a_flag_on_the_decision_page(
    sign_in, matched, consent_for, maya, mother, bob
):
    page = reverse("disclosures:decide", args=[matched.pk])
    with acting_as(bob):
        objection = consent_actions.record_objection(maya, by=bob, guardian=mother, words=WORDS)
    client = sign_in(bob)
    assert WORDS not in client.get(page).content.decode()
    consent_for("attendance", "discipline")
    shown = client.get(page).content.decode()
    assert WORDS in shown
    assert "A valid written consent covers this record" in shown
    with acting_as(bob):
        consent_actions.withdraw_objection(objection, by=bob)
    assert WORDS not in client.get(page).content.decode()


@pytest.fixture
def objected(county, souths_consent_for, cora, alice, compose, maya, mother):
    """Recorded by the asker, South: Maya's mother agreed, her father objects. alice sent the consent to North."""
    county.sign()
    consent = souths_consent_for("attendance")
    with acting_as(cora):
        father = Guardian.objects.create(
            agency=consent.agency, youth=consent.youth, first_name="Luis", last_name="Torres", relation="father",
            authority="parent", authority_evidence="Birth certificate seen",
        )  # fmt: skip
        objection = consent_actions.record_objection(consent.youth, by=cora, guardian=father, words=WORDS)
    request = compose("attendance")
    with acting_as(alice):
        actions.attach_consent(request, consent, by=alice)
    return request, objection


def test_the_holder_sees_the_objection_that_the_asker_recorded(sign_in, objected, alice, bob, cora, maya):
    request, objection = objected
    page, answer = (
        reverse("disclosures:decide", args=[request.pk]),
        reverse("api-decision", args=[request.pk]),
    )
    client = sign_in(bob)
    assert client.get(page).status_code == 404
    with acting_as(alice):
        actions.submit(request, by=alice)
    assert WORDS in client.get(page).content.decode()
    with acting_as(bob):
        actions.match(request, maya, by=bob)
    shown = client.get(page).content.decode()
    assert WORDS in shown
    assert "Father" in shown
    assert "Luis" not in shown
    assert "A valid written consent covers this record" in shown
    (told,) = client.get(answer).json()["objections"]
    assert (told["name"], told["relation"], told["words"]) == ("", "Father", WORDS)
    with acting_as(bob):
        looked = AuditEvent.objects.filter(event="disclosure.considered", youth_id=maya.pk)
        assert looked.count() == 2
    with acting_as(cora):
        consent_actions.withdraw_objection(objection, by=cora)
    assert WORDS not in client.get(page).content.decode()
    assert client.get(answer).json()["objections"] == []


def test_what_the_holder_knows_herself_is_shown_beside_an_attached_consent(
    sign_in, objected, alice, bob, maya, mother
):
    request, _objection = objected
    with acting_as(alice):
        actions.submit(request, by=alice)
    with acting_as(bob):
        actions.match(request, maya, by=bob)
        consent_actions.record_objection(maya, by=bob, guardian=mother, words="Not any more.")
    shown = sign_in(bob).get(reverse("disclosures:decide", args=[request.pk])).content.decode()
    assert WORDS in shown
    assert "Not any more." in shown


@pytest.mark.data_layer
def test_the_database_tells_it_to_who_decides_on_that_request_alone(
    objected, alice, bob, carol, north, operator
):
    request, _objection = objected

    def told(user):
        with acting_as(user), connection.cursor() as cursor:
            cursor.execute("SELECT words FROM portal.objections_to_attached(%s)", [consents])
            return [words for (words,) in cursor.fetchall()]

    with acting_as(alice):
        consents = [row.consent_id for row in request.attached_consents.all()]
    auditor = factories.member("iris", north, ["auditor"], by=operator)
    assert told(bob) == []
    with acting_as(alice):
        actions.submit(request, by=alice)
    assert [told(user) for user in (bob, alice, carol, auditor)] == [[WORDS], [], [], []]
