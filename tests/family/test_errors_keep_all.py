"""A form that is shown again with its errors holds everything that was typed, ticked and drawn."""

from html.parser import HTMLParser

import pytest

from agencies.acting import acting_as
from consents.links import token_of
from consents.models import Consent
from tests.family.conftest import Family

DRAWN = "[[[0.1,0.2],[0.3,0.4]]]"


class Fields(HTMLParser):
    """What the fields of a page hold: the value of each, and the values of the boxes that are ticked."""

    def __init__(self, page):
        super().__init__()
        self.held, self.wrong = {}, "data-error-summary" in page
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag != "input" or "name" not in given:
            return
        if given.get("type") in ("checkbox", "radio"):
            if "checked" in given:
                self.held.setdefault(given["name"], []).append(given.get("value") or "on")
        elif given.get("value") is not None:
            self.held[given["name"]] = given["value"]


def kept(answered, given):
    assert answered.status_code == 200
    page = Fields(answered.content.decode())
    assert page.wrong, "an error is shown"
    return {name: page.held.get(name) for name in given} == given


@pytest.fixture
def inside(prepared, linked):
    link, _code = linked(prepared())
    family = Family()
    family.come(link)
    return family


def test_at_the_door(prepared, linked):
    link, _code = linked(prepared())
    given = {"code": "12 34 56", "born_year": "2011", "born_month": "13", "born_day": "4"}
    assert kept(Family().post(f"/family/{token_of(link.pk)}/", given), given)


def test_ticks_and_initials(inside):
    given = {"attendance": ["on"], "attendance-initials": "AT", "discipline": ["on"]}
    assert kept(inside.post("/family/records/0/", given), given)


def test_for_what_and_until_when(inside):
    inside.post("/family/records/0/", {"attendance": "on", "attendance-initials": "AT"})
    given = {"purposes": ["care_coordination"], "ways": ["may_send", "may_talk"], "expires_on": "2099-01-01"}
    assert kept(inside.post("/family/how/0/", given), given)


@pytest.mark.parametrize("wrong", [{"typed_name": "Raul Torres", "agrees": ["on"]}, {"typed_name": "Ana"}])
def test_name_yes_and_drawing(inside, wrong):
    inside.choose("attendance")
    inside.choose(number=1)
    inside.post("/family/read/")
    carried = inside.get("/family/sign/").context["form"]["text_sha256"].value()
    given = {"text_sha256": carried, "drawing": DRAWN, **wrong}
    assert kept(inside.post("/family/sign/", given), given)


def test_the_address_after_signing(inside):
    assert inside.post("/family/done/page/", {"email": "ana at home"})["Location"] == "/family/", "not yet"
    inside.choose("attendance")
    inside.choose(number=1)
    inside.sign()
    given = {"email": "ana at home", "remind": ["on"]}
    assert kept(inside.post("/family/done/page/", given), given)


def test_the_address_for_reminders_of_one_consent(signed, linked, bob):
    signed()
    with acting_as(bob):
        consent = Consent.objects.get()
    link, _code = linked(consent)
    family = Family()
    family.come(link)
    answered = family.post(f"/family/page/{consent.pk}/reminders/", {"email": "ana at home"})
    assert kept(answered, {"email": "ana at home"})
    page = answered.content.decode()
    assert "<details open>" in page
    assert f'href="#reminders-{consent.pk}-email"' in page
    assert "<title>Error:" in page
