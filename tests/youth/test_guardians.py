"""Adults around a youth: a relation is not an authority, and an authority needs evidence."""

import pytest

from agencies.acting import acting_as
from audit.models import AuditEvent
from sharing_portal.errors import Forbidden, RefusedInput
from tests import factories
from youth.actions import add_guardian, edit_guardian
from youth.models import Guardian

MOTHER = {"first_name": "Rosa", "last_name": "Torres", "relation": "mother", "language": "Spanish"}
PROVEN = {**MOTHER, "authority": "parent", "authority_evidence": "Birth certificate, seen 11/3/2026"}


@pytest.fixture
def record(bob):
    return factories.youth(bob)


def test_an_adult_s_authority_is_unknown_until_shown(bob, record):
    with acting_as(bob):
        mother = add_guardian(record, MOTHER, by=bob, once="g")
        assert add_guardian(record, MOTHER, by=bob, once="g") == mother
        assert (mother.authority, mother.agency_id) == ("unknown", record.agency_id)
        event = AuditEvent.objects.get(event="youth.guardian_added")
        assert (event.youth_id, event.details) == (record.pk, {"authority": "unknown"})


@pytest.mark.parametrize("authority", ["parent", "guardian", "acting_parent"])
def test_authority_without_evidence_is_refused(bob, record, authority):
    with acting_as(bob):
        with pytest.raises(RefusedInput) as refusal:
            add_guardian(record, {**PROVEN, "authority": authority, "authority_evidence": "  "}, by=bob)
        assert refusal.value.detail == {"field": "authority_evidence"}
        assert Guardian.objects.count() == 0


def test_revoked_rights_and_authority_exclude_each_other(bob, record):
    with acting_as(bob):
        mother = add_guardian(record, PROVEN, by=bob)
        with pytest.raises(RefusedInput) as refusal:
            edit_guardian(mother, {"rights_revoked": True}, by=bob)
        assert refusal.value.detail == {"field": "authority"}
        edited = edit_guardian(mother, {"rights_revoked": True, "authority": "none"}, by=bob)
        assert (edited.rights_revoked, edited.authority) == (True, "none")
        event = AuditEvent.objects.get(event="youth.guardian_edited")
        assert event.details == {
            "fields": ["authority", "rights_revoked"],
            "authority_before": "parent",
            "authority": "none",
        }


def test_nothing_changed_is_not_recorded(bob, record):
    with acting_as(bob):
        mother = add_guardian(record, PROVEN, by=bob)
        edit_guardian(mother, PROVEN, by=bob)
        assert AuditEvent.objects.filter(event="youth.guardian_edited").count() == 0


def test_the_youth_cannot_be_exchanged(bob, record):
    other = factories.youth(bob, "Ben")
    with acting_as(bob):
        mother = add_guardian(record, MOTHER, by=bob)
        edit_guardian(mother, {"youth": other, "youth_id": other.pk, "phone": "555"}, by=bob)
        mother.refresh_from_db()
        assert (mother.youth, mother.phone) == (record, "555")


def test_strangers_and_roles_without_the_duty_may_not(bob, carol, record, north, operator):
    with acting_as(bob):
        mother = add_guardian(record, MOTHER, by=bob)
    officer = factories.member("pia", north, ["privacy_officer"], by=operator)
    for person in (carol, officer):
        with acting_as(person), pytest.raises(Forbidden):
            add_guardian(record, MOTHER, by=person)
        with acting_as(person), pytest.raises(Forbidden):
            edit_guardian(mother, {"phone": "555"}, by=person)
