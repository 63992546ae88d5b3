"""For whom one acts: chosen by the person, kept in a session of a new key, ended with the membership."""

import uuid

import pytest
from django.contrib.sessions.models import Session

from agencies import actions
from agencies.acting import acting_as
from agencies.models import Membership
from agencies.roles import DUTY_LABELS, REACH_LABELS, ROLES
from sharing_portal.errors import Forbidden
from tests import factories
from tests.conftest import PortalClient


@pytest.fixture
def both(alice, north, south, operator):
    """alice also counsels at North: two agencies, no choice made yet. Gives her memberships by agency."""
    factories.member("alice", north, ["counselor"], by=operator)
    with acting_as(alice):
        return {membership.agency_id: membership for membership in Membership.objects.filter(user=alice)}


def test_with_two_agencies_she_must_choose(alice, both, north, sign_in):
    client = sign_in(alice)
    assert client.get(f"/agencies/{north.pk}/")["Location"] == "/agencies/choose/"
    client.post(f"/agencies/choose/{both[north.pk].pk}/")
    page = client.get(f"/agencies/{north.pk}/")
    assert page.status_code == 200
    assert page.wsgi_request.user.acting_roles == {"counselor"}


def test_switching_gives_the_session_a_new_key_and_the_old_one_dies(alice, both, north, south, sign_in):
    client = sign_in(alice, south)
    old = client.session.session_key
    client.post(f"/agencies/choose/{both[north.pk].pk}/")
    assert client.session.session_key != old
    assert not Session.objects.filter(pk=old).exists()


def test_it_takes_a_post(alice, both, north, sign_in):
    assert sign_in(alice).get(f"/agencies/choose/{both[north.pk].pk}/").status_code == 405


def test_when_the_chosen_agency_ends_she_does_not_slip_into_the_other(alice, both, north, operator, sign_in):
    client = sign_in(alice, north)
    assert client.get("/agencies/").status_code == 200
    ada = factories.member("ada", north, ["agency_admin"], by=operator)
    with acting_as(ada):
        actions.remove(both[north.pk], by=ada)
    assert client.get("/agencies/")["Location"] == "/agencies/choose/"


def test_others_memberships_and_closed_ones_cannot_be_entered(
    alice, both, bob, north, south, operator, sign_in
):
    with acting_as(bob):
        bobs = Membership.objects.get(user=bob)
    client = sign_in(alice)
    for pk in (bobs.pk, uuid.uuid4()):
        assert client.post(f"/agencies/choose/{pk}/").status_code == 404
    with acting_as(alice), pytest.raises(Forbidden):
        actions.enter(bobs, by=alice)
    with acting_as(operator):
        actions.suspend_agency(north, by=operator)
    assert client.post(f"/agencies/choose/{both[north.pk].pk}/").status_code == 404
    page = client.get("/agencies/choose/")
    assert [membership.agency for membership in page.context["closed"]] == [north]


def test_a_forged_agency_in_the_session_opens_nothing(alice, north, sign_in):
    assert sign_in(alice, north).get("/agencies/")["Location"] == "/agencies/choose/"


def test_without_an_agency_the_page_says_what_to_do(operator, sign_in):
    nobody = type(operator).objects.create_user("n@portal.example", factories.PASSWORD, name="Nora")
    page = sign_in(nobody).get("/agencies/choose/")
    assert page.status_code == 200
    assert "You do not act for an agency" in page.text


def test_operators_go_to_their_list(operator, sign_in):
    assert sign_in(operator).get("/agencies/choose/")["Location"] == "/agencies/"


def test_who_can_do_what_shows_the_table_of_roles_to_everybody_signed_in(alice, operator, sign_in):
    for person in (alice, operator):
        page = sign_in(person).get("/agencies/who-can-do-what/")
        assert page.status_code == 200
        for row, role in zip(page.context["rows"], ROLES.values(), strict=True):
            assert row["role"] == role
            assert set(row["sees"]) == {REACH_LABELS[reach] for reach in role.reaches}
            assert set(row["does"]) == {DUTY_LABELS[duty] for duty in role.duties}
            assert str(role.name) in page.text
    assert PortalClient().get("/agencies/who-can-do-what/").status_code == 302
