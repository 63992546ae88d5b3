"""A family that writes SQL agrees to what it was asked, once, and asks itself nothing."""

import uuid
from datetime import timedelta

import pytest

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.models import Consent
from tests import factories
from tests.family.conftest import Family
from tests.family.test_rows_hostile import CONSENT, POLICY, refused, run, signing

pytestmark = pytest.mark.data_layer
LINE = """INSERT INTO consents_consentgrant (id, consent_id, agency_id, youth_id, discloser_id, recipient_id, category,
  purposes, may_send, may_talk, initials, starts_on, expires_on, ends_when, revocation_reason, revocation_asked)
  SELECT gen_random_uuid(), c.id, c.agency_id, c.youth_id, c.agency_id, %(to)s, %(category)s, %(purposes)s, true, false,
  'AT', %(until)s - 1, %(until)s, '', '', '' FROM consents_consent c WHERE c.id = %(consent)s"""
BENT = "changes nothing of the question"


def consent_of(link, by):
    with acting_as(by):
        return Consent.objects.get(link=link)


def line(consent, north, south):
    return {
        "consent": consent.pk,
        "to": south.pk,
        "category": "attendance",
        "purposes": ["care_coordination"],
        "until": north.today() + timedelta(days=100),
    }


def test_a_line_lies_within_what_was_asked(link, maya, north, south, west, bob):
    run(link, CONSENT, **signing(link, maya))
    given = line(consent_of(link, bob), north, south)
    for changed in (
        {"to": west.pk, "category": "discipline"},
        {"category": "medical"},
        {"purposes": ["care_coordination", "supervision"]},
        {"until": north.today() + timedelta(days=201)},
    ):
        refused(POLICY, link, LINE, **{**given, **changed})
    assert run(link, LINE, **given) == 1


def test_nothing_is_added_to_what_was_signed(signed, maya, north, south, west, bob):
    used = signed()
    refused(POLICY, used, CONSENT, **signing(used, maya))
    refused(POLICY, used, LINE, **{**line(consent_of(used, bob), north, west), "category": "discipline"})


def test_a_page_signs_nothing(signed, linked, maya, north, south, bob):
    consent = consent_of(signed(), bob)
    page, _code = linked(consent)
    Family().come(page)
    refused(POLICY, page, CONSENT, **signing(page, maya))
    refused(POLICY, page, LINE, **{**line(consent, north, south), "category": "grades"})


@pytest.mark.parametrize(
    "change",
    [
        "siblings = ARRAY[%(leo)s]::uuid[]",
        "youth_id = %(leo)s",
        "author_id = %(alice)s",
        "answers = jsonb_set(answers, '{offer,0,categories}', '[\"medical\"]')",
        "answers = jsonb_set(answers, '{signer,signer_name}', '\"Leo Lind\"')",
        "answers = '{}', siblings = ARRAY[%(leo)s]::uuid[]",
    ],
)
def test_the_question_stays_as_it_was_put(link, bob, alice, change):
    leo = factories.youth(bob, "Leo", "Lind")
    values = {"leo": str(leo.pk), "alice": str(alice.pk)}
    refused(BENT, link, f"UPDATE consents_consentdraft SET {change}", **values)
    assert run(link, "SELECT count(*) FROM youth_youthrecord WHERE id = %(leo)s", **values) == [(0,)]


@pytest.mark.parametrize(
    "call",
    [
        "portal.queue_birthdays(now() + interval '1 year')",
        "portal.queue_digests(now())",
        "portal.queue_ending_consents(now(), NULL, NULL, 100)",
        "portal.caseload_ids(gen_random_uuid())",
        "portal.agreements_waiting()",
    ],
)
def test_a_family_is_no_background_work(link, call):
    refused("for background work", link, f"SELECT {call}")


EVENT = """INSERT INTO audit_auditevent (id, chain_id, agency_id, youth_id, event, actor_name, object_type, request_id,
  details, salt, digest) VALUES (%(id)s, %(agency)s, %(agency)s, %(youth)s, 'consent.viewed', 'Bob', '', '', '{}', '', '')"""


def test_what_it_does_is_written_down_under_no_other_name(link, maya, bob):
    event = {"id": uuid.uuid4(), "agency": maya.agency_id, "youth": maya.pk}
    run(link, EVENT, **event)
    with acting_as(bob):
        assert AuditEvent.objects.get(pk=event["id"]).actor_name == "Family, by its link"
