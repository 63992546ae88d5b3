"""What was asked, allowed and shared about one youth, as far as the reader may see it."""

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.acting import acting_as
from audit.models import AuditEvent
from desk.queries import sharing_of
from tests import factories
from tests.masking import masked
from youth import grants


def address(youth):
    return reverse("desk:youth", args=[youth.pk])


def test_the_holder_sees_consents_requests_and_releases(released, maya, bob, sign_in):
    with acting_as(bob) as user:
        found = sharing_of(maya, user)
        assert [standing.badge for _consent, standing in found.consents] == ["1 of 1 line in force"]
        assert (found.asked_by_us, found.asked_of_us) == ([], [released.request])
        assert (found.released, found.received, found.log) == ([released], [], [])
    text = sign_in(bob).get(address(maya)).content.decode()
    assert "Signed by Ana Torres" in text
    assert released.request.reference in text
    assert "South Community Mental Health" in text


def test_a_privacy_officer_sees_the_log_of_the_youth_too(released, maya, north, operator, sign_in):
    officer = factories.member("olga", north, ["privacy_officer"], by=operator)
    with acting_as(officer) as user:
        assert [entry.kind for entry in sharing_of(maya, user).log] == ["released", "refused", "approved"]
    assert "Approved" in sign_in(officer).get(address(maya)).content.decode()


def test_looking_is_recorded_with_the_youth(maya, bob, sign_in):
    assert sign_in(bob).get(address(maya)).status_code == 200
    with acting_as(bob):
        event = AuditEvent.objects.get(event="youth.sharing_viewed")
    assert event.youth_id == maya.pk


def test_a_caseworker_sees_her_youth_but_not_what_others_decide(
    released, maya, bob, north, operator, sign_in
):
    staff = factories.member("stan", north, ["staff"], by=operator)
    assert sign_in(staff).get(address(maya)).status_code == 404
    with acting_as(bob):
        grants.give(maya, staff)
    text = sign_in(staff).get(address(maya)).content.decode()
    assert "Signed by Ana Torres" in text
    assert released.request.reference not in text


def test_a_stranger_finds_nothing(released, maya, carol, alice, sign_in):
    unknown = uuid4()
    for person in (carol, alice):
        client = sign_in(person)
        hidden, absent = client.get(address(maya)), client.get(reverse("desk:youth", args=[unknown]))
        assert hidden.status_code == 404
        assert masked(hidden, maya.pk) == masked(absent, unknown)


def test_the_number_of_queries_does_not_grow(maya, bob, consent_for, sign_in):
    consent_for("attendance")
    client = sign_in(bob)
    client.get(address(maya))
    with CaptureQueriesContext(connection) as one:
        client.get(address(maya))
    consent_for("discipline")
    consent_for("special_education")
    with CaptureQueriesContext(connection) as three:
        client.get(address(maya))
    assert len(one) == len(three)
