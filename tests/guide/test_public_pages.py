"""Help, accessibility and privacy are for everybody, signed in or not."""

import pytest
from django.urls import reverse

PAGES = ["guide:help", "guide:accessibility", "guide:privacy"]


@pytest.mark.parametrize("name", PAGES)
def test_anybody_may_read_it(client, db, settings, name):
    settings.PORTAL_OPERATOR, settings.HELP_PHONE = "North County", "555-0100"
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert "North County" in page.content.decode()
    assert "555-0100" in page.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_posted_there(client, db, name):
    assert client.post(reverse(name)).status_code == 405


def test_a_contact_that_is_not_set_is_not_named(client, db, settings):
    settings.HELP_PHONE = settings.HELP_EMAIL = ""
    page = client.get(reverse("guide:help")).content.decode()
    assert "tel:" not in page
    assert "mailto:" not in page
    assert "No telephone number or address is given here" in page


def test_the_foot_of_every_page_says_whom_to_call(client, db, settings):
    settings.PORTAL_OPERATOR, settings.HELP_PHONE = "North County", "555-0100"
    page = client.get(reverse("guide:may_we_share")).content.decode()
    foot = page[page.index("<footer") :]
    assert "Run by: North County" in foot
    assert '<a href="tel:555-0100">' in foot
    assert "go to the agency that keeps it" in foot


@pytest.mark.parametrize("asked", [True, False])
def test_a_second_step_that_is_not_asked_for_is_said(client, db, settings, asked):
    settings.REQUIRE_SECOND_FACTOR = asked
    page = client.get(reverse("guide:help")).content.decode()
    assert ("does not ask for a second step" in page) == (not asked)


def test_the_limits_stated_are_the_limits_set(client, db, settings):
    settings.SESSION_IDLE_SECONDS = 420
    assert "after 7 minutes" in client.get(reverse("guide:help")).content.decode()
