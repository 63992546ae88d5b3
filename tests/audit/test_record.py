"""One event, in the caller's transaction, in the right chain; or nothing happens at all."""

import uuid

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.models import User
from agencies.acting import acting_as
from audit.models import PLATFORM_CHAIN, AuditEvent
from audit.record import record
from sharing_portal.errors import AuditUnavailable
from sharing_portal.rls.context import acting_for
from tests import factories

pytestmark = pytest.mark.data_layer


def test_an_event_says_who_did_what_to_which(bob, north):
    youth = factories.youth(bob)
    with acting_as(bob):
        record("youth.viewed", by=bob, on=youth, youth_id=youth.pk, shown=3)
        event = AuditEvent.objects.get(event="youth.viewed")
    assert (event.actor_id, event.actor_name, event.agency_id, event.chain_id) == (
        bob.pk,
        "Bob",
        north.pk,
        north.pk,
    )
    assert (event.object_type, event.object_id, event.youth_id) == ("youth.youthrecord", youth.pk, youth.pk)
    assert event.details == {"shown": 3}


def test_without_an_agency_it_goes_to_the_platforms_chain(operator):
    with acting_for(user_id=operator.pk):
        event = record("agency.listed", by=operator)
    assert (event.agency_id, event.chain_id) == (None, PLATFORM_CHAIN)


def test_background_work_names_its_agency(north):
    with acting_for(principal="beat", agency_id=north.pk):
        event = record("consent.reminded", by=None, agency_id=north.pk)
    assert (event.actor_id, event.actor_name, event.chain_id) == (None, "Sharing Portal", north.pk)


def test_nobody_records_in_the_name_of_another(alice, bob):
    with acting_as(bob), pytest.raises(AuditUnavailable):
        record("youth.viewed", by=User(pk=alice.pk, name="Alice"))


def test_nobody_records_for_another_agency(bob, west):
    with acting_as(bob), pytest.raises(AuditUnavailable):
        record("youth.viewed", by=bob, agency_id=west.pk)


def test_nobody_adds_to_another_agencys_chain(bob, north, west):
    entry = AuditEvent(chain_id=west.pk, agency_id=north.pk, event="x", actor_id=bob.pk, actor_name="Bob")
    with acting_as(bob), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        entry.save(force_insert=True)


def test_time_salt_and_digest_are_the_databases_own(bob, north):
    chosen = {"at": "2001-01-01T00:00:00Z", "salt": "0" * 64, "digest": "f" * 64}
    with acting_as(bob):
        entry = AuditEvent(
            chain_id=north.pk, agency_id=north.pk, event="x", actor_id=bob.pk, actor_name="Bob", **chosen
        )
        entry.save(force_insert=True)
        stored = AuditEvent.objects.get(pk=entry.pk)
    assert stored.at.year > 2020
    assert stored.salt != chosen["salt"]
    assert stored.digest != chosen["digest"]


def test_an_event_that_cannot_be_written_takes_the_work_with_it(bob):
    @transaction.atomic
    def change():
        User.objects.filter(pk=bob.pk).update(title="Changed")
        record("x" * 81, by=bob)

    with acting_as(bob):
        with pytest.raises(AuditUnavailable):
            change()
        assert User.objects.get(pk=bob.pk).title == ""


def test_the_same_event_is_not_written_twice(bob):
    with acting_as(bob):
        entry = record("x", by=bob)
        with pytest.raises(IntegrityError), transaction.atomic():
            entry.save(force_insert=True)


def test_others_of_the_agency_read_it_only_by_their_role(bob, north, operator, carol):
    auditor = factories.member("aud", north, ["auditor"], by=operator)
    staff = factories.member("stan", north, ["staff"], by=operator)
    with acting_as(bob):
        event = record("x", by=bob, on=bob, id=str(uuid.uuid4()))
    for person, seen in ((auditor, 1), (bob, 1), (staff, 0), (carol, 0)):
        with acting_as(person):
            assert AuditEvent.objects.filter(pk=event.pk).count() == seen
