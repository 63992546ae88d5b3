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


def test_the_limits_stated_are_the_limits_set(client, db, settings):
    settings.SESSION_IDLE_SECONDS = 420
    assert "after 7 minutes" in client.get(reverse("guide:help")).content.decode()
