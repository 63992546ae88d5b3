"""Roles, suspension, removal: effective on the next request, and never on oneself."""

import uuid

import pytest
from django.db import ProgrammingError, transaction

from accounts.models import User
from agencies import actions
from agencies.acting import acting_as
from agencies.models import Membership
from agencies.states import MembershipState
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput, StaleState
from tests import factories


def membership_of(user: User, agency) -> Membership:
    with acting_as(user, agency):
        return Membership.objects.select_related("user", "agency").get(user=user, agency=agency)


@pytest.fixture
def bobs(bob, north) -> Membership:
    return membership_of(bob, north)


def url(membership: Membership, verb: str = "") -> str:
    return f"/agencies/members/{membership.pk}/" + (f"{verb}/" if verb else "")


def test_new_roles_hold_from_the_next_request_and_are_told(ada, bob, bobs, sign_in):
    client = sign_in(bob)
    assert client.get("/agencies/members/").status_code == 403
    response = sign_in(ada).post(url(bobs), {"roles": ["agency_admin", "staff"]})
    assert response.status_code == 302
    assert client.get("/agencies/members/").status_code == 200
    with acting_as(bob):
        assert bob.acting_roles == {"agency_admin", "staff"}
        assert [notice.kind for notice in Notice.objects.all()] == ["membership.roles_changed"]


def test_roles_cannot_be_taken_away_altogether(ada, bobs, sign_in):
    response = sign_in(ada).post(url(bobs), {"roles": []})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["roles"]
    with acting_as(ada), pytest.raises(RefusedInput):
        actions.change_roles(bobs, by=ada, roles=["nothing"])


def test_two_changes_at_once_do_not_both_win(ada, bob, bobs, north):
    seen_before = membership_of(bob, north)
    with acting_as(ada):
        actions.change_roles(bobs, by=ada, roles=["staff"])
        with pytest.raises(StaleState):
            actions.change_roles(seen_before, by=ada, roles=["auditor"])


@pytest.mark.parametrize("verb", ["suspend", "remove"])
def test_ending_a_membership_closes_the_portal_on_the_next_request(ada, bob, bobs, north, sign_in, verb):
    client, admin = sign_in(bob), sign_in(ada)
    assert client.get(f"/agencies/{north.pk}/").status_code == 200
    assert admin.get(url(bobs, verb)).status_code == 200
    assert admin.post(url(bobs, verb)).status_code == 302
    assert client.get(f"/agencies/{north.pk}/")["Location"] == "/agencies/choose/"


def test_a_suspended_member_comes_back_with_her_roles(ada, bob, bobs, north, sign_in):
    admin = sign_in(ada)
    admin.post(url(bobs, "suspend"))
    assert admin.post(url(bobs, "resume")).status_code == 302
    with acting_as(bob):
        assert bob.acting_roles == {"records_custodian"}


def test_a_removed_member_needs_a_new_invitation(ada, bob, bobs, sign_in):
    admin = sign_in(ada)
    admin.post(url(bobs, "remove"))
    assert admin.post(url(bobs, "resume")).status_code == 409
    assert admin.post(url(bobs), {"roles": ["staff"]}).status_code == 409
    assert "Bob" not in admin.get("/agencies/members/").text


def test_nobody_changes_her_own_membership(ada, north, sign_in):
    own = membership_of(ada, north)
    client = sign_in(ada)
    assert client.get(url(own)).context["form"] is None
    assert client.post(url(own), {"roles": ["staff", "agency_admin"]}).status_code == 403
    for verb in ("suspend", "remove", "resume", "invitation"):
        assert client.post(url(own, verb)).status_code == 403


def test_an_administrator_who_was_just_demoted_cannot_demote_the_other(ada, north, operator):
    """Two who end each other at once: the second finds, under the lock, that she is none any more."""
    eve = factories.member("eve", north, ["agency_admin"], by=operator)
    adas, eves = membership_of(ada, north), membership_of(eve, north)
    with acting_as(ada):
        actions.change_roles(eves, by=ada, roles=["staff"])
    with acting_as(eve) as late:
        late.acting_roles = frozenset({"agency_admin"})
        with pytest.raises(Forbidden):
            actions.remove(adas, by=late)
    assert membership_of(ada, north).state == MembershipState.ACTIVE


def test_a_member_without_the_role_is_refused(bob, ada, north, sign_in):
    """A custodian may neither read the list nor change anybody, by page or by verb."""
    adas = membership_of(ada, north)
    client = sign_in(bob)
    assert client.get("/agencies/members/").status_code == 403
    assert client.get(url(adas)).status_code == 403
    for verb in ("suspend", "remove", "resume", "invitation"):
        assert client.post(url(adas, verb)).status_code == 403


def test_a_privacy_officer_reads_and_cannot_change(north, operator, bobs, sign_in):
    client = sign_in(factories.member("pia", north, ["privacy_officer"], by=operator))
    assert client.get("/agencies/members/").status_code == 200
    assert client.get(url(bobs)).context["form"] is None
    assert client.post(url(bobs), {"roles": ["staff"]}).status_code == 403


def test_a_stranger_sees_no_difference_to_a_random_id(wanda, bobs, sign_in):
    client = sign_in(wanda)
    assert (
        client.get(url(bobs)).status_code
        == client.get(f"/agencies/members/{uuid.uuid4()}/").status_code
        == 404
    )
    for verb in ("suspend", "remove", "resume", "invitation"):
        assert client.post(url(bobs, verb)).status_code == 404


def test_an_ended_invitation_cannot_be_suspended(ada, north, alice):
    with acting_as(ada):
        membership = actions.invite(north, by=ada, email=alice.email, name="", roles=["staff"])
        with pytest.raises(InvalidTransition):
            actions.suspend(membership, by=ada)


def test_the_database_refuses_a_custodian_too(bob, bobs):
    with acting_as(bob):
        assert Membership.objects.filter(pk=bobs.pk).update(roles=["agency_admin"]) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Membership.objects.create(user=bob, agency_id=bobs.agency_id, roles=["agency_admin"])


def test_changes_take_a_post(ada, bobs, sign_in):
    client = sign_in(ada)
    for verb in ("resume", "invitation"):
        assert client.get(url(bobs, verb)).status_code == 405
