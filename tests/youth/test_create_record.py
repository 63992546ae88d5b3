"""Making and editing youth records: on whose caseload they land, and how they are found."""

from datetime import date, timedelta

import pytest

from agencies.acting import acting_as
from audit.models import AuditEvent
from sharing_portal.errors import Forbidden, RefusedInput
from tests import factories
from youth import queries
from youth.actions import create_record, edit_record
from youth.models import Assignment, YouthKey, YouthRecord, YouthRecordGrant
from youth.permissions import acting_agency

FIELDS = {"first_name": "Maya", "last_name": "García-López", "birth_date": date(2011, 3, 4), "number": "N-17"}


def test_staff_get_what_they_make_on_their_caseload(alice):
    with acting_as(alice):
        record = create_record(FIELDS, by=alice)
        assert list(queries.visible_to(alice)) == [record]
        assert list(queries.caseload(alice)) == [record]
        grant = YouthRecordGrant.objects.get()
        assert (grant.user, grant.content_object, grant.agency_id) == (alice, record, alice.acting_agency_id)
        assert alice.has_perm("youth.view_youthrecord", record)


def test_custodian_needs_no_assignment(bob):
    with acting_as(bob):
        record = create_record(FIELDS, by=bob)
        assert Assignment.objects.count() == 0
        assert list(queries.visible_to(bob)) == [record]
        assert list(AuditEvent.objects.values_list("event", "youth_id")) == [("youth.created", record.pk)]


@pytest.mark.parametrize("role", ["agency_admin", "signatory", "counsel", "auditor", "privacy_officer"])
def test_roles_without_the_duty_may_not(north, operator, role):
    person = factories.member("pat", north, [role], by=operator)
    with acting_as(person), pytest.raises(Forbidden):
        create_record(FIELDS, by=person)


def test_the_same_form_twice_makes_one_record(bob):
    with acting_as(bob):
        first = create_record(FIELDS, by=bob, once="a1")
        assert create_record(FIELDS, by=bob, once="a1") == first
        assert YouthRecord.objects.count() == 1
        assert AuditEvent.objects.filter(event="youth.created").count() == 1


def test_other_fields_than_the_form_s_are_dropped(bob, carol, west):
    with acting_as(bob):
        record = create_record({**FIELDS, "agency_id": west.pk, "external_id": "x", "state": "left"}, by=bob)
        assert (record.agency_id, record.external_id, record.state) == (bob.acting_agency_id, "", "active")


@pytest.mark.parametrize("born", [date.today() + timedelta(days=1), date(1888, 1, 1)])
def test_impossible_birth_dates_are_refused(bob, born):
    with acting_as(bob), pytest.raises(RefusedInput) as refusal:
        create_record({**FIELDS, "birth_date": born}, by=bob)
    assert refusal.value.detail == {"field": "birth_date"}


def test_an_edit_keeps_the_keys_in_step(bob):
    with acting_as(bob):
        record = create_record(FIELDS, by=bob)
        before = set(YouthKey.objects.values_list("key", flat=True))
        edited = edit_record(record, {"last_name": "Brown", "phone": "555-0100"}, by=bob)
        assert list(queries.search(bob, "brown")) == [edited]
        assert list(queries.search(bob, "lopez")) == []
        assert "garcia" in before
        event = AuditEvent.objects.get(event="youth.edited")
        assert event.details == {"fields": ["last_name", "phone"]}


def test_an_edit_without_a_change_writes_nothing(bob):
    with acting_as(bob):
        record = create_record(FIELDS, by=bob)
        edit_record(record, FIELDS, by=bob)
        edit_record(record, {"phone": ""}, by=bob)
        assert AuditEvent.objects.filter(event="youth.edited").count() == 0


def test_a_field_that_is_not_searched_leaves_the_keys(bob):
    with acting_as(bob):
        record = create_record(FIELDS, by=bob)
        before = set(YouthKey.objects.values_list("pk", flat=True))
        edit_record(record, {"phone": "555-0100"}, by=bob)
        assert set(YouthKey.objects.values_list("pk", flat=True)) == before


def test_a_stranger_cannot_edit(bob, carol):
    record = factories.youth(bob)
    with acting_as(carol), pytest.raises(Forbidden):
        edit_record(record, {"last_name": "Brown"}, by=carol)


def test_staff_cannot_edit_a_youth_not_on_their_caseload(alice, south, operator):
    keeper = factories.member("kim", south, ["records_custodian"], by=operator)
    record = factories.youth(keeper)
    with acting_as(alice), pytest.raises(Forbidden):
        edit_record(record, {"last_name": "Brown"}, by=alice)


def test_who_acts_for_no_agency_is_refused(operator):
    with acting_as(operator), pytest.raises(Forbidden):
        create_record(FIELDS, by=operator)


def test_nobody_of_no_agency_has_an_acting_agency(operator):
    with pytest.raises(Forbidden, match="no agency"):
        acting_agency(operator)
