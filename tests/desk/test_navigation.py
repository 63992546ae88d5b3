"""The header: the pages of one's roles, nothing asked of the database in vain."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from agencies.acting import acting_as
from agencies.models import Membership
from agencies.roles import ROLES
from desk.navigation import context
from sharing_portal.rls.context import acting_for
from tests import factories

SEEN = {
    "agency_admin": ["Work list", "Agreements", "Members", "Agencies"],
    "staff": ["Work list", "Youth", "Requests", "Released to us", "Consents", "Agreements", "Agencies"],
    "counselor": ["Work list", "Youth", "Requests", "Released to us", "Consents", "Agreements", "Agencies"],
    "records_custodian": [
        "Work list",
        "Youth",
        "Requests",
        "Released to us",
        "Consents",
        "Agreements",
        "Agencies",
    ],
    "privacy_officer": [
        "Work list",
        "Youth",
        "Requests",
        "Released to us",
        "Consents",
        "Agreements",
        "Log",
        "Members",
        "Agencies",
    ],
    "signatory": ["Work list", "Agreements", "Agencies"],
    "counsel": ["Work list", "Requests", "Released to us", "Agreements", "Agencies"],
    "auditor": ["Work list", "Agreements", "Log", "Agencies"],
}


def shown(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    request.resolver_match = None
    return context(request)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_shown_its_pages(north, operator, role):
    person = factories.member("person", north, [role], by=operator)
    with acting_as(person) as user:
        assert [str(item["label"]) for item in shown(user)["navigation"]] == SEEN[role]


def test_every_link_of_a_role_opens(north, operator, sign_in):
    person = factories.member("person", north, list(ROLES), by=operator)
    client = sign_in(person)
    with acting_as(person) as user:
        addresses = [item["url"] for item in shown(user)["navigation"]]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )


def test_operators_see_agencies_only(operator):
    assert [str(item["label"]) for item in shown(operator)["navigation"]] == ["Agencies"]


def test_the_page_one_is_on_is_marked(north, bob):
    with acting_as(bob) as user:
        here = [
            [str(item["label"]) for item in shown(user, path)["navigation"] if item["current"]]
            for path in ("/", "/youth/new/", "/requests/received/", "/requests/1/decide/", "/help/")
        ]
    assert here == [["Work list"], ["Youth"], ["Released to us"], ["Requests"], []]


def test_the_anonymous_cost_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert "navigation" not in shown(AnonymousUser())


def test_nothing_is_asked_until_a_page_shows_it(bob, django_assert_num_queries):
    with acting_as(bob) as user:
        with django_assert_num_queries(0):
            found = shown(user)
        with django_assert_num_queries(2):
            assert int(str(found["unread_notices"])) == 0
            assert not found["can_switch_agency"]


def test_who_may_act_for_another_agency_can_switch(bob, north, west, operator):
    with acting_for(user_id=operator.pk):
        Membership.objects.create(user=bob, agency=west, roles=["staff"], state="active")
    with acting_as(bob, north) as user:
        assert shown(user)["can_switch_agency"]


def test_the_other_language_is_offered(db, client):
    assert "Español" in client.get(reverse("guide:help")).content.decode()
    client.cookies["django_language"] = "es"
    assert "English" in client.get(reverse("guide:help")).content.decode()


def people():
    return {
        "demo_sign_ins": [
            {"email": "x@portal.example", "name": "Xenia", "agency": "North", "what_for": "Decides."}
        ],
        "demo_password": "open sesame",
    }


def test_the_demonstration_shows_its_people_on_the_sign_in_page_alone(client, db, settings):
    settings.PORTAL_DEMO, settings.DEMO_SIGN_INS = True, f"{__name__}.people"
    assert "Xenia" in client.get(reverse("account_login")).content.decode()
    assert "Xenia" not in client.get(reverse("guide:help")).content.decode()
    settings.PORTAL_DEMO = False
    assert "Xenia" not in client.get(reverse("account_login")).content.decode()
