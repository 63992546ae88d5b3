"""One's own account: settings, language, sessions, time zone."""

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from accounts.models import User
from sharing_portal.middleware import RequestTransaction
from tests import factories
from tests.conftest import PortalClient

URL = "/accounts/settings/"


def test_settings_are_saved_and_shown_in_the_chosen_language(alice, sign_in, recorded):
    client = sign_in(alice)
    response = client.post(URL, {"name": "Alice Arroyo", "title": "Social worker", "language": "es"})
    assert response.status_code == 302
    alice.refresh_from_db()
    assert (alice.name, alice.title, alice.language) == ("Alice Arroyo", "Social worker", "es")
    assert 'lang="es"' in client.get(URL).text
    assert recorded == [("account.settings_changed", alice, alice)]


@pytest.mark.parametrize("wrong", [{"name": ""}, {"language": "xx"}])
def test_wrong_input_is_told_and_changes_nothing(alice, sign_in, wrong):
    good = {"name": "Alice Arroyo", "title": "", "language": "en"}
    response = sign_in(alice).post(URL, {**good, **wrong})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == list(wrong)
    alice.refresh_from_db()
    assert alice.name == "Alice"


def test_the_email_and_the_operators_mark_cannot_be_posted(alice, sign_in):
    extra = {"email": "x@portal.example", "is_operator": "on", "is_active": ""}
    sign_in(alice).post(URL, {"name": "Alice", "title": "", "language": "en", **extra})
    alice.refresh_from_db()
    assert (alice.email, alice.is_operator, alice.is_active) == ("alice@portal.example", False, True)


def test_the_language_button_is_remembered_with_the_account(alice, sign_in):
    client = sign_in(alice)
    response = client.post("/i18n/setlang/", {"language": "es", "next": URL})
    assert response["Location"] == URL
    alice.refresh_from_db()
    assert alice.language == "es"
    assert 'lang="es"' in sign_in(alice).get(URL).text


def test_the_language_button_works_for_anybody_and_refuses_other_languages(alice, sign_in):
    assert PortalClient().post("/i18n/setlang/", {"language": "es", "next": "/"}).status_code == 302
    sign_in(alice).post("/i18n/setlang/", {"language": "xx", "next": "/"})
    alice.refresh_from_db()
    assert alice.language == "en"


def test_a_cookie_outweighs_the_language_of_the_account(alice, sign_in, settings):
    client = sign_in(alice)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    assert 'lang="es"' in client.get(URL).text


def test_sign_out_everywhere_else_leaves_this_session(alice, type_in, recorded):
    here, there = type_in(alice), type_in(alice)
    assert there.get(URL).status_code == 200
    assert here.post("/accounts/settings/sessions/").status_code == 302
    assert there.get(URL).status_code == 302
    assert here.get(URL).status_code == 200
    assert ("account.other_sessions_ended", alice, alice) in recorded


def test_signing_out_elsewhere_takes_a_post(alice, sign_in):
    assert sign_in(alice).get("/accounts/settings/sessions/").status_code == 405


def test_a_new_password_ends_the_other_sessions(alice, type_in):
    here, there = type_in(alice), type_in(alice)
    new = "a rather different password"
    data = {"oldpassword": factories.PASSWORD, "password1": new, "password2": new}
    here.post("/accounts/password/change/", data)
    assert there.get(URL).status_code == 302
    assert type_in(alice, new).get(URL).status_code == 200


def test_times_are_shown_in_the_agencys_zone_and_no_longer(alice, south):
    """South is in the Pacific zone; after the request the process is back in UTC."""
    shown = []

    def page(request) -> HttpResponse:
        moment = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
        shown.append(Template("{{ moment|date:'g:i a T' }}").render(Context({"moment": moment})))
        shown.append(translation.get_language())
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user, request.session, request.resolver_match = alice, {}, None
    User.objects.filter(pk=alice.pk).update(language="es")
    alice.refresh_from_db()
    with translation.override("en"):
        RequestTransaction(page)(request)
    assert shown == ["12:00 p.m. PST", "es"]
    assert timezone.get_current_timezone_name() == "UTC"
