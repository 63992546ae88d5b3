"""The profile, and whom to call."""

import uuid

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction

from agencies import actions
from agencies.acting import acting_as
from agencies.models import Agency, AgencyContact
from sharing_portal.errors import Forbidden, RefusedInput
from sharing_portal.rls.context import acting_for

PROFILE = {
    "phone": "206 555 0100",
    "address": "1 Main St",
    "county": "King",
    "time_zone": "America/Chicago",
}
PERSON = {"name": "Dana Duty", "phone": "206 555 0111", "backup_after_minutes": 15}


def add(by, agency, name, purpose="chain"):
    with acting_as(by):
        return actions.add_contact(agency, by=by, purpose=purpose, **{**PERSON, "name": name})


def chain(by, agency) -> list[tuple[int, str]]:
    with acting_as(by):
        contacts = AgencyContact.objects.filter(agency=agency, purpose="chain").order_by("position")
        return [(contact.position, contact.name) for contact in contacts]


def test_every_member_looks_up_every_active_agency(alice, ada, north, sign_in):
    add(ada, north, "Dana")
    page = sign_in(alice).get(f"/agencies/{north.pk}/")
    assert page.status_code == 200
    assert "Dana" in page.text
    assert "Bound by FERPA" in page.text
    assert "Edit" not in page.text
    assert north.name in sign_in(alice).get("/agencies/").text


def test_an_agency_not_open_is_hidden_like_one_that_does_not_exist(alice, north, operator, sign_in):
    with acting_as(operator):
        actions.suspend_agency(north, by=operator)
    client = sign_in(alice)
    assert client.get(f"/agencies/{north.pk}/").status_code == 404
    assert client.get(f"/agencies/{uuid.uuid4()}/").status_code == 404
    assert north.name not in client.get("/agencies/").text


def test_the_administrator_edits_the_profile(ada, north, sign_in):
    response = sign_in(ada).post(f"/agencies/{north.pk}/edit/", PROFILE)
    assert response.status_code == 302
    with acting_as(ada):
        north.refresh_from_db()
    assert {name: getattr(north, name) for name in PROFILE} == PROFILE


def test_the_administrator_cannot_rename_the_agency_or_change_its_kind(ada, north, sign_in):
    wanted = {"name": "X", "kind": "hipaa_provider", "legal_statuses": ["hipaa_covered"]}
    sign_in(ada).post(f"/agencies/{north.pk}/edit/", {**PROFILE, **wanted})
    with acting_as(ada):
        north.refresh_from_db()
        assert (north.name, north.kind) == ("North School District", "school_district")
        assert north.legal_statuses == ["ferpa_bound"]
        for name, value in wanted.items():
            with pytest.raises(Forbidden):
                actions.edit_profile(north, by=ada, **{name: value})


@pytest.mark.parametrize(
    "wrong", [{"legal_statuses": []}, {"legal_statuses": ["unknown"]}, {"time_zone": "Mars/Olympus"}]
)
def test_wrong_input_is_told(operator, north, sign_in, wrong):
    known = {"name": north.name, "kind": north.kind, "us_state": "WA", "legal_statuses": ["ferpa_bound"]}
    response = sign_in(operator).post(f"/agencies/{north.pk}/edit/", {**PROFILE, **known, **wrong})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == list(wrong)


def test_no_legal_status_stays_unknown_in_an_active_agency(operator, north):
    with acting_as(operator):
        for statuses in ([], ["unknown"]):
            with pytest.raises(RefusedInput):
                actions.edit_profile(north, by=operator, legal_statuses=statuses)
        with pytest.raises(IntegrityError), transaction.atomic():
            Agency.objects.filter(pk=north.pk).update(legal_statuses=[])


def test_others_cannot_edit(bob, wanda, north, sign_in):
    for person in (bob, wanda):
        client = sign_in(person)
        for verb in ("edit", "contacts/add"):
            assert client.get(f"/agencies/{north.pk}/{verb}/").status_code == 403
            assert client.post(f"/agencies/{north.pk}/{verb}/", PROFILE).status_code == 403
        with acting_as(person):
            assert Agency.objects.filter(pk=north.pk).update(phone="1") == 0


def test_contacts_are_added_edited_and_removed_through_the_pages(ada, north, sign_in):
    client = sign_in(ada)
    assert client.get(f"/agencies/{north.pk}/contacts/add/?purpose=chain").status_code == 200
    client.post(f"/agencies/{north.pk}/contacts/add/", {**PERSON, "purpose": "chain"})
    with acting_as(ada):
        contact = AgencyContact.objects.get()
    assert client.get(f"/agencies/contacts/{contact.pk}/edit/").status_code == 200
    client.post(f"/agencies/contacts/{contact.pk}/edit/", {**PERSON, "phone": "1", "purpose": "head"})
    with acting_as(ada):
        contact.refresh_from_db()
    assert (contact.phone, contact.purpose, contact.position) == ("1", "chain", 1)
    assert client.get(f"/agencies/contacts/{contact.pk}/remove/").status_code == 200
    client.post(f"/agencies/contacts/{contact.pk}/remove/")
    assert chain(ada, north) == []


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"phone": ""}, {"email": "nobody"}, {"backup_after_minutes": -1}]
)
def test_a_wrong_contact_is_told(ada, north, sign_in, wrong):
    contact = add(ada, north, "Dana")
    client = sign_in(ada)
    for address, data in (
        (f"/agencies/{north.pk}/contacts/add/", {"purpose": "head"}),
        (f"/agencies/contacts/{contact.pk}/edit/", {}),
    ):
        response = client.post(address, {**PERSON, **data, **wrong})
        assert response.status_code == 200
        assert list(response.context["form"].errors) == list(wrong)


def test_the_chain_keeps_its_order_while_contacts_move_and_leave(ada, north, sign_in):
    one, two, three = (add(ada, north, name) for name in ("One", "Two", "Three"))
    head = add(ada, north, "Head", purpose="head")
    client = sign_in(ada)

    def move(contact, direction):
        return client.post(f"/agencies/contacts/{contact.pk}/move/", {"direction": direction}).status_code

    assert [move(three, "earlier"), move(one, "later")] == [302, 302]
    assert chain(ada, north) == [(1, "Three"), (2, "One"), (3, "Two")]
    assert [move(three, "earlier"), move(two, "later"), move(head, "later")] == [302, 302, 302]
    assert chain(ada, north) == [(1, "Three"), (2, "One"), (3, "Two")]
    with acting_as(ada):
        actions.remove_contact(AgencyContact.objects.get(pk=three.pk), by=ada)
        actions.remove_contact(head, by=ada)
    assert chain(ada, north) == [(1, "One"), (2, "Two")]


@time_machine.travel("2026-11-21T05:00:00Z")
def test_verified_today_is_today_at_the_agency(ada, north, sign_in):
    contact = add(ada, north, "Dana")
    sign_in(ada).post(f"/agencies/contacts/{contact.pk}/verify/")
    with acting_as(ada):
        contact.refresh_from_db()
    assert contact.last_verified_on.isoformat() == "2026-11-20"


def test_others_cannot_touch_contacts(ada, bob, wanda, north, sign_in):
    contact = add(ada, north, "Dana")
    for person in (bob, wanda):
        client = sign_in(person)
        for verb in ("edit", "remove", "move", "verify"):
            assert client.post(f"/agencies/contacts/{contact.pk}/{verb}/", PERSON).status_code == 403
            assert client.post(f"/agencies/contacts/{uuid.uuid4()}/{verb}/", PERSON).status_code == 404
        with acting_as(person):
            assert AgencyContact.objects.filter(pk=contact.pk).update(name="X") == 0
    with acting_as(wanda), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        AgencyContact.objects.create(agency=north, purpose="head", name="X", phone="1")


def test_nobody_signed_in_reads_nothing(north):
    with acting_for():
        assert not Agency.objects.exists()
