"""Inviting people, and what the invited person does about it."""

import re

import pytest

from accounts.models import User
from agencies import actions
from agencies.acting import acting_as
from agencies.models import Membership
from agencies.states import MembershipState
from audit.models import AuditEvent
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from tests import factories
from tests.agencies.mail import waiting
from tests.conftest import PortalClient

URL = "/agencies/members/invite/"
NINA = {"email": "Nina@portal.example", "name": "Nina North", "roles": ["staff"]}


def invited(by: User, agency, **changes) -> Membership:
    with acting_as(by):
        return actions.invite(agency, by=by, **{**NINA, **changes})


def test_a_new_person_sets_a_password_by_mail_and_accepts(ada, north, sign_in, settings):
    assert sign_in(ada).post(URL, NINA).status_code == 302
    (mail,) = waiting()
    assert mail.to_address == "nina@portal.example"
    for name in (north.name, "Nina", "Ada"):
        assert name not in mail.subject + mail.body
    path = re.search(r"https?://\S+/key/\S+", mail.body).group().removeprefix(settings.PORTAL_URL)
    client, password = PortalClient(), "a rather different password"
    form = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": password, "password2": password})
    client.post("/accounts/login/", {"login": "nina@portal.example", "password": password})
    assert client.get("/agencies/members/")["Location"] == "/agencies/choose/"
    page = client.get("/agencies/choose/")
    (membership,) = page.context["invitations"]
    assert north.name in page.text
    client.post(f"/agencies/invitations/{membership.pk}/accept/")
    assert client.get(f"/agencies/{north.pk}/").status_code == 200


def test_an_existing_person_is_only_told_to_sign_in(ada, north, alice, sign_in):
    sign_in(ada).post(URL, {**NINA, "email": alice.email})
    (mail,) = waiting()
    assert "/key/" not in mail.body
    assert north.name not in mail.subject + mail.body


def test_before_she_accepts_her_name_stays_hers_and_nothing_is_open(ada, north, alice, sign_in):
    membership = invited(ada, north, email=alice.email, name="Somebody")
    page = sign_in(ada).get("/agencies/members/").text
    assert alice.email in page
    assert "Alice" not in page
    with acting_as(alice, north):
        assert alice.acting_agency_id is None
    assert sign_in(alice).post(f"/agencies/choose/{membership.pk}/").status_code == 404


def test_accepting_is_recorded_for_the_inviting_agency_only(ada, north, alice, south, operator, sign_in):
    membership = invited(ada, north, email=alice.email)
    sign_in(alice).post(f"/agencies/invitations/{membership.pk}/accept/")
    for agency, count in ((north, 1), (south, 0)):
        auditor = factories.member(f"auditor-{agency.name[:5]}", agency, ["auditor"], by=operator)
        with acting_as(auditor):
            assert AuditEvent.objects.filter(event="membership.accepted").count() == count


def test_declining_ends_the_invitation_and_she_may_be_invited_again(ada, north, alice, sign_in):
    membership = invited(ada, north, email=alice.email)
    client = sign_in(alice)
    assert client.post(f"/agencies/invitations/{membership.pk}/decline/").status_code == 302
    assert client.post(f"/agencies/invitations/{membership.pk}/accept/").status_code == 404
    again = invited(ada, north, email=alice.email, roles=["counselor"])
    assert (again.pk, again.state, again.roles) == (membership.pk, MembershipState.INVITED, ["counselor"])


def test_somebody_elses_invitation_cannot_be_answered(ada, north, alice, carol, sign_in):
    membership = invited(ada, north, email=alice.email)
    for verb in ("accept", "decline"):
        assert sign_in(carol).post(f"/agencies/invitations/{membership.pk}/{verb}/").status_code == 404
    with acting_as(ada), pytest.raises(Forbidden):
        actions.accept(membership, by=ada)
    with acting_as(ada), pytest.raises(InvalidTransition):
        actions.resume(membership, by=ada)


def test_inviting_a_member_twice_is_refused_in_the_form(ada, bob, north, sign_in):
    response = sign_in(ada).post(URL, {**NINA, "email": bob.email})
    assert response.status_code == 200
    assert response.context["form"].errors == {"email": ["This person is already a member of the agency."]}
    assert response.context["form"]["name"].value() == "Nina North"
    assert waiting() == []


@pytest.mark.parametrize(
    "wrong", [{"email": "nobody"}, {"name": ""}, {"roles": []}, {"roles": ["superuser"]}]
)
def test_wrong_input_is_told(ada, sign_in, wrong):
    response = sign_in(ada).post(URL, {**NINA, **wrong})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == list(wrong)
    assert not User.objects.filter(email="nina@portal.example").exists()


@pytest.mark.parametrize("roles", [[], ["superuser"], ["staff", "system"]])
def test_the_verb_refuses_roles_that_do_not_exist(ada, north, roles):
    with pytest.raises(RefusedInput):
        invited(ada, north, roles=roles)


def test_operators_and_closed_accounts_cannot_be_invited(ada, north, operator, alice):
    User.objects.filter(pk=alice.pk).update(is_active=False)
    for email in (operator.email, alice.email):
        with pytest.raises(RefusedInput):
            invited(ada, north, email=email)


def test_an_operator_cannot_accept_even_with_an_invitation_in_the_database(operator, ada, north):
    with acting_as(ada):
        membership = Membership.objects.create(user=operator, agency=north, roles=["staff"])
    with acting_as(operator), pytest.raises(Forbidden):
        actions.accept(membership, by=operator)


def test_only_administrators_invite_and_only_to_their_own_agency(bob, wanda, north, sign_in):
    assert sign_in(bob).get(URL).status_code == 403
    assert sign_in(bob).post(URL, NINA).status_code == 403
    for person in (bob, wanda):
        with pytest.raises(Forbidden):
            invited(person, north)


def test_the_invitation_can_be_sent_again_until_it_is_answered(ada, bob, north, alice, sign_in):
    membership = invited(ada, north, email=alice.email)
    client = sign_in(ada)
    assert client.post(f"/agencies/members/{membership.pk}/invitation/").status_code == 302
    assert len(waiting()) == 2
    answered = Membership.objects.none()
    with acting_as(ada):
        answered = Membership.objects.get(user=bob)
    assert client.post(f"/agencies/members/{answered.pk}/invitation/").status_code == 409
    assert sign_in(bob).post(f"/agencies/members/{membership.pk}/invitation/").status_code == 403


def test_two_invitations_of_one_new_person_open_one_account(ada, wanda, north, west, monkeypatch):
    """As when two administrators invite her at the same moment: the second finds the first's account."""
    first = invited(ada, north)
    found = User.objects.filter
    monkeypatch.setattr(
        User.objects, "filter", lambda **kw: User.objects.none() if "email" in kw else found(**kw)
    )
    second = invited(wanda, west)
    assert first.user == second.user


@pytest.mark.parametrize(
    ("roles", "warned"),
    [
        (["auditor", "records_custodian"], "checks their own work"),
        (["auditor", "staff"], "checks their own work"),
        (["agency_admin", "records_custodian"], "appoints the people who should check them"),
        (["agency_admin", "signatory"], "appoints the people who should check them"),
        (["auditor", "counsel"], ""),
        (["agency_admin", "counsel"], ""),
        (["privacy_officer"], ""),
    ],
)
def test_roles_that_belong_to_two_people_are_given_with_a_warning(ada, north, sign_in, roles, warned):
    client = sign_in(ada)
    page = client.post(URL, {**NINA, "roles": roles}, follow=True).content.decode()
    assert "The invitation is on its way" in page
    assert ("If you can, give these roles to two people" in page) == bool(warned)
    with acting_as(ada):
        url = f"/agencies/members/{Membership.objects.get(state='invited').pk}/"
    for text in (page, client.get(url).content.decode()):
        assert warned in text


def test_an_invitation_is_listed_under_the_name_that_was_typed(ada, north, alice, sign_in):
    membership = invited(ada, north, email=alice.email, name="Alicia Typed")
    client = sign_in(ada)
    page = client.get("/agencies/members/").content.decode()
    assert f"Alicia Typed ({alice.email})" in page
    again = client.post(URL, {**NINA, "email": alice.email})
    assert again.context["form"].errors == {"email": ["This person has already been invited to the agency."]}
    sign_in(alice).post(f"/agencies/invitations/{membership.pk}/accept/")
    assert "Alicia Typed" not in sign_in(ada).get("/agencies/members/").content.decode()
