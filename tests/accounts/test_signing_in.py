"""Signing in and out: what is recorded, what a wrong try tells, which sessions live."""

import time_machine
from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from agencies.acting import acting_as
from audit.models import AuditEvent
from tests import factories
from tests.conftest import PortalClient

HOME = "/accounts/settings/"


def sign_in_page(client: Client, email: str, password: str):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_the_right_password_opens_and_is_recorded(alice, type_in, recorded):
    client = type_in(alice)
    assert client.get(HOME).status_code == 200
    assert recorded == [("account.signed_in", alice, alice)]


def test_the_address_is_the_same_in_any_case(alice):
    client = PortalClient()
    assert sign_in_page(client, alice.email.upper(), factories.PASSWORD).status_code == 302


def test_wrong_password_and_unknown_address_read_the_same(alice, recorded):
    known = sign_in_page(PortalClient(), alice.email, "wrong")
    unknown = sign_in_page(PortalClient(), "nobody@portal.example", "wrong")
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors
    assert recorded == [("account.sign_in_failed", None, alice), ("account.sign_in_failed", None, None)]


def test_the_sixth_try_is_refused_even_with_the_right_password(alice):
    client = PortalClient()
    for _ in range(5):
        sign_in_page(client, alice.email, "wrong")
    assert sign_in_page(client, alice.email, factories.PASSWORD).status_code == 200
    assert client.get(HOME).status_code == 302


def test_a_closed_account_cannot_sign_in(alice, type_in):
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert type_in(alice).get(HOME).status_code == 302


def test_a_session_ends_at_once_when_the_account_is_closed(alice, type_in):
    client = type_in(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert client.get(HOME).status_code == 302


def test_signing_in_changes_the_session_key(alice):
    client = PortalClient()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies[project.SESSION_COOKIE_NAME] = planted = session.session_key
    sign_in_page(client, alice.email, factories.PASSWORD)
    assert client.cookies[project.SESSION_COOKIE_NAME].value != planted
    assert not Session.objects.filter(pk=planted).exists()


def test_signing_out_takes_a_post_and_ends_the_session_on_the_server(
    alice, type_in, south, recorded, operator
):
    client = type_in(alice)
    key = client.session.session_key
    client.get("/accounts/logout/")
    assert client.get(HOME).status_code == 200
    client.post("/accounts/logout/")
    assert not Session.objects.filter(pk=key).exists()
    assert recorded[-1] == ("account.signed_out", alice, alice)
    auditor = factories.member("ann", south, ["auditor"], by=operator)
    with acting_as(auditor):
        assert AuditEvent.objects.filter(event="account.signed_out", actor_id=alice.pk).count() == 1


def test_fifteen_idle_minutes_end_the_session(alice, type_in):
    with time_machine.travel("2026-11-20T09:00:00Z", tick=False) as clock:
        client = type_in(alice)
        clock.shift(14 * 60 + 59)
        assert client.get(HOME).status_code == 200
        clock.shift(14 * 60 + 59)
        assert client.get("/accounts/stay/").status_code == 204
        clock.shift(15 * 60 + 1)
        assert client.get(HOME).status_code == 302


def test_twelve_hours_end_the_busiest_session(alice, type_in, recorded):
    with time_machine.travel("2026-11-20T06:00:00Z", tick=False) as clock:
        client = type_in(alice)
        for _ in range(72):
            clock.shift(10 * 60)
            assert client.get("/accounts/stay/").status_code == 204
        clock.shift(1)
        assert client.get(HOME).status_code == 302
    assert recorded[-1][0] == "account.signed_out"


def test_sign_up_is_closed(db):
    client = PortalClient()
    new = {"email": "new@portal.example", "password1": factories.PASSWORD}
    for response in (client.get("/accounts/signup/"), client.post("/accounts/signup/", new)):
        assert "account/signup_closed.html" in [template.name for template in response.templates]
    assert not User.objects.exists()


def test_the_address_of_an_account_cannot_be_changed(alice, type_in):
    client = type_in(alice)
    assert client.get("/accounts/email/").status_code == 404
    added = {"action_add": "", "email": "elsewhere@portal.example"}
    assert client.post("/accounts/email/", added).status_code == 404
    assert client.get("/accounts/confirm-email/").status_code == 404
    assert client.get("/accounts/confirm-email/abc/").status_code == 404
