"""Assigning, ending and handing over: access follows the caseload, at once and never further."""

import pytest

from agencies.acting import acting_as
from agencies.models import Membership
from audit.models import AuditEvent
from sharing_portal.errors import Forbidden, RefusedInput, StaleState
from tests import factories
from youth import grants, queries
from youth.actions import assign, end_assignment, hand_over
from youth.models import Assignment, YouthRecord, YouthRecordGrant


@pytest.fixture
def cora(north, operator):
    return factories.member("cora", north, ["counselor"], by=operator)


@pytest.fixture
def dan(north, operator):
    return factories.member("dan", north, ["staff"], by=operator)


@pytest.fixture
def youths(bob):
    return [factories.youth(bob, name) for name in ("Ana", "Ben", "Cai")]


def seen_by(person):
    with acting_as(person):
        return sorted(queries.visible_to(person).values_list("first_name", flat=True))


def test_an_assignment_opens_the_record(bob, cora, youths):
    with acting_as(bob):
        first = assign(youths[0], cora, by=bob)
        assert assign(youths[0], cora, by=bob) == first
        assert YouthRecordGrant.objects.count() == 1
        assert AuditEvent.objects.filter(event="youth.assigned").count() == 1
    assert seen_by(cora) == ["Ana"]
    with acting_as(cora):
        assert YouthRecord.objects.get() == youths[0]
        assert grants.has(youths[0], cora)
        assert not grants.has(youths[1], cora)


def test_the_end_closes_it_and_comes_once(bob, cora, youths):
    with acting_as(bob):
        assignment = assign(youths[0], cora, by=bob)
        end_assignment(assignment, by=bob)
        with pytest.raises(StaleState):
            end_assignment(assignment, by=bob)
        assert YouthRecordGrant.objects.count() == 0
        assert Assignment.objects.get().until is not None
    assert seen_by(cora) == []


def test_a_caseload_moves_with_its_grants(bob, cora, dan, youths):
    with acting_as(bob):
        for record in youths:
            assign(record, cora, by=bob)
        assign(youths[0], dan, by=bob)
        assert hand_over(youths[:2], giver=cora, receiver=dan, by=bob) == 2
        assert Assignment.objects.filter(user=dan, until=None).count() == 2
        events = AuditEvent.objects.filter(event="youth.handed_over")
        assert set(events.values_list("youth_id", flat=True)) == {record.pk for record in youths[:2]}
    assert seen_by(cora) == ["Cai"]
    assert seen_by(dan) == ["Ana", "Ben"]


def test_a_youth_who_has_moved_meanwhile_stops_the_whole_hand_over(bob, cora, dan, youths):
    with acting_as(bob):
        assign(youths[0], cora, by=bob)
        with pytest.raises(StaleState):
            hand_over(youths[:2], giver=cora, receiver=dan, by=bob)
        assert Assignment.objects.get(until=None).user == cora
    assert seen_by(cora) == ["Ana"]
    assert seen_by(dan) == []


@pytest.mark.parametrize("case", ["same", "none", "admin", "stranger", "suspended"])
def test_only_an_active_colleague_who_works_with_youth_receives(
    bob, cora, dan, carol, youths, case, north, operator
):
    admin = factories.member("ada", north, ["agency_admin"], by=operator)
    with acting_as(bob):
        assign(youths[0], cora, by=bob)
    with acting_as(admin):
        Membership.objects.filter(user=dan).update(state="suspended")
    receiver = {"same": cora, "none": bob, "admin": admin, "stranger": carol, "suspended": dan}[case]
    records = [] if case == "none" else youths[:1]
    with acting_as(bob), pytest.raises(RefusedInput):
        hand_over(records, giver=cora, receiver=receiver, by=bob)


def test_a_counselor_cannot_assign_or_take_for_herself(bob, cora, dan, youths):
    with acting_as(bob):
        assignment = assign(youths[0], cora, by=bob)
    with acting_as(cora):
        for attempt in (
            lambda: assign(youths[0], dan, by=cora),
            lambda: assign(youths[1], cora, by=cora),
            lambda: end_assignment(assignment, by=cora),
            lambda: hand_over(youths[:1], giver=cora, receiver=dan, by=cora),
        ):
            with pytest.raises(Forbidden):
                attempt()


def test_a_stranger_cannot_assign(carol, cora, youths):
    with acting_as(carol), pytest.raises(Forbidden):
        assign(youths[0], cora, by=carol)
    with acting_as(carol), pytest.raises(Forbidden):
        hand_over(youths, giver=cora, receiver=carol, by=carol)


def test_a_grant_of_one_agency_is_worth_nothing_in_another(bob, cora, south, operator, youths, north):
    factories.member("cora", south, ["staff"], by=operator)
    with acting_as(bob):
        assign(youths[0], cora, by=bob)
    with acting_as(cora, south):
        assert list(queries.visible_to(cora)) == []
        assert YouthRecord.objects.count() == 0
        assert not grants.has(youths[0], cora)
    with acting_as(cora, north):
        assert queries.visible_to(cora).get() == youths[0]


def test_holders_include_those_who_were_suspended(bob, cora, youths, north, operator):
    admin = factories.member("ada", north, ["agency_admin"], by=operator)
    with acting_as(bob):
        assign(youths[0], cora, by=bob)
    with acting_as(admin):
        Membership.objects.filter(user=cora).update(state="suspended")
    with acting_as(bob):
        assert list(queries.caseload_holders(bob.acting_agency_id)) == [cora]
        assert list(queries.caseload_of(cora, bob.acting_agency_id)) == [youths[0]]
        assert cora not in queries.caseworkers(bob.acting_agency_id)


def test_moving_nothing_does_nothing(bob, cora, dan):
    with acting_as(bob):
        grants.move_all([], giver=cora, receiver=dan)
        assert YouthRecordGrant.objects.count() == 0


def test_many_are_given_at_once(bob, cora, youths):
    with acting_as(bob):
        grants.give_all([], cora)
        grants.give_all(youths, cora)
    assert seen_by(cora) == ["Ana", "Ben", "Cai"]
