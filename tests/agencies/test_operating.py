"""The portal's operators: they bring agencies in, and see no record of a youth."""

import pytest
from django.db import ProgrammingError, transaction

from accounts.models import User
from agencies import actions
from agencies.acting import acting_as
from agencies.models import Agency, Membership
from agencies.queries import with_administrator
from agencies.states import AgencyState
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from tests import factories
from tests.agencies.mail import waiting
from youth.models import YouthRecord

NEW = {
    "name": "East Juvenile Court",
    "kind": "juvenile_court",
    "us_state": "WA",
    "time_zone": "America/Los_Angeles",
    "administrator_email": "judy@portal.example",
    "administrator_name": "Judy Judge",
}
STATUSES = {"legal_statuses": ["court"]}


@pytest.fixture
def east(operator) -> Agency:
    with acting_as(operator):
        return actions.onboard(by=operator, **NEW)


def state_of(agency: Agency, by: User) -> str:
    with acting_as(by):
        return Agency.objects.get(pk=agency.pk).state


def test_onboarding_from_the_page_to_the_first_members_work(operator, sign_in):
    client = sign_in(operator)
    assert client.get("/agencies/onboard/").status_code == 200
    assert client.post("/agencies/onboard/", NEW).status_code == 302
    with acting_as(operator):
        east = Agency.objects.get(name=NEW["name"])
    assert [mail.to_address for mail in waiting()] == ["judy@portal.example"]
    judy = User.objects.get(email="judy@portal.example")
    judys = sign_in(judy)
    membership = judys.get("/agencies/choose/").context["invitations"][0]
    judys.post(f"/agencies/invitations/{membership.pk}/accept/")
    assert judys.get("/agencies/members/")["Location"] == "/agencies/choose/"
    profile = {name: value for name, value in NEW.items() if "administrator" not in name}
    client.post(f"/agencies/{east.pk}/edit/", {**profile, **STATUSES})
    client.post(f"/agencies/{east.pk}/activate/")
    assert judys.get("/agencies/members/").status_code == 200
    with acting_as(operator):
        assert with_administrator(Agency.objects.all()).get(pk=east.pk).has_administrator


def test_without_legal_statuses_an_agency_is_not_activated(operator, east, sign_in):
    with acting_as(operator), pytest.raises(RefusedInput):
        actions.activate(east, by=operator)
    page = sign_in(operator).post(f"/agencies/{east.pk}/activate/", follow=True)
    assert "legal statuses first" in page.text
    assert state_of(east, operator) == AgencyState.INVITED


def test_a_suspended_agency_closes_for_its_members_and_opens_again(operator, north, bob, sign_in):
    client, members = sign_in(operator), sign_in(bob)
    assert members.get("/agencies/").status_code == 200
    assert client.get(f"/agencies/{north.pk}/suspend/").status_code == 200
    client.post(f"/agencies/{north.pk}/suspend/")
    assert members.get("/agencies/")["Location"] == "/agencies/choose/"
    with acting_as(bob, north):
        assert bob.acting_agency_id is None
    client.post(f"/agencies/{north.pk}/resume/")
    assert members.get("/agencies/").status_code == 200


def test_wrong_states_are_refused(operator, north, sign_in):
    client = sign_in(operator)
    assert client.post(f"/agencies/{north.pk}/activate/").status_code == 409
    assert client.post(f"/agencies/{north.pk}/resume/").status_code == 409
    client.post(f"/agencies/{north.pk}/suspend/")
    assert client.post(f"/agencies/{north.pk}/activate/").status_code == 409
    with acting_as(operator), pytest.raises(InvalidTransition):
        actions.suspend_agency(Agency.objects.get(pk=north.pk), by=operator)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": "bank"}, "kind"),
        ({"us_state": "Washington"}, "us_state"),
        ({"administrator_email": "judy"}, "administrator_email"),
    ],
)
def test_wrong_input_is_told(operator, sign_in, wrong, field):
    response = sign_in(operator).post("/agencies/onboard/", {**NEW, **wrong})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]


def test_a_name_that_differs_only_in_case_is_refused_and_nothing_is_made(operator, east, sign_in):
    response = sign_in(operator).post("/agencies/onboard/", {**NEW, "name": NEW["name"].upper()})
    assert response.context["form"].non_field_errors() == ["An agency of this name is already in the portal."]
    with acting_as(operator):
        assert Agency.objects.count() == 1
        with pytest.raises(RefusedInput):
            actions.onboard(by=operator, **{**NEW, "name": "Bank", "kind": "bank"})


def test_an_operator_invites_administrators_only_and_only_while_there_is_none(
    operator, north, ada, east, sign_in
):
    client = sign_in(operator)
    data = {"administrator_email": "eve@portal.example", "administrator_name": "Eve"}
    assert client.get(f"/agencies/{east.pk}/administrator/").status_code == 200
    assert client.post(f"/agencies/{east.pk}/administrator/", data).status_code == 302
    refused = client.post(f"/agencies/{north.pk}/administrator/", data)
    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors()
    with acting_as(operator), pytest.raises(Forbidden):
        actions.invite(east, by=operator, email="x@portal.example", name="X", roles=["records_custodian"])


def test_an_operator_corrects_a_name_but_does_not_touch_contacts(operator, north, sign_in):
    with acting_as(operator):
        actions.edit_profile(north, by=operator, name="North Unified School District")
        with pytest.raises(Forbidden):
            actions.add_contact(north, by=operator, purpose="head", name="X", phone="1")
    assert sign_in(operator).get(f"/agencies/{north.pk}/").status_code == 200
    assert sign_in(operator).get("/agencies/members/")["Location"] == "/agencies/choose/"


def test_an_operator_sees_no_youth(operator, bob, north):
    factories.youth(bob)
    with acting_as(operator):
        assert YouthRecord.objects.count() == 0
    with acting_as(operator, north):
        assert YouthRecord.objects.count() == 0


def test_members_do_not_operate(ada, north, sign_in):
    client = sign_in(ada)
    addresses = [
        f"/agencies/{north.pk}/{verb}/" for verb in ("activate", "suspend", "resume", "administrator")
    ]
    for address in ["/agencies/onboard/", *addresses]:
        assert client.post(address, NEW).status_code == 403
    with acting_as(ada):
        for verb in (actions.activate, actions.suspend_agency, actions.resume_agency):
            with pytest.raises(Forbidden):
                verb(north, by=ada)
        with pytest.raises(Forbidden):
            actions.onboard(by=ada, **NEW)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Agency.objects.create(name="X", kind="school")


def test_a_removed_administrator_is_not_brought_back_by_the_operator(operator, east, sign_in):
    judy = User.objects.get(email="judy@portal.example")
    with acting_as(judy):
        membership = Membership.objects.get(user=judy)
        actions.decline(membership, by=judy)
    with acting_as(operator), pytest.raises(RefusedInput):
        actions.invite(east, by=operator, email=judy.email, name="", roles=["agency_admin"])
