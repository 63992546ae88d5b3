"""Who must have a second factor, what she reaches before, and how it is set up and used."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import URLPattern, URLResolver, get_resolver

from agencies import actions
from agencies.acting import acting_as
from agencies.models import Membership
from tests import factories
from tests.conftest import PortalClient

HOME = "/accounts/settings/"
SET_UP = "/accounts/2fa/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def addresses(patterns, prefix=""):
    """Every address of the portal, with something plausible for each of its parts."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and "^" not in path and "(" not in path:
            filled = path.replace("<uuid:pk>", "0" * 8 + "-0000-4000-8000-" + "0" * 12)
            yield "/" + filled


def test_staff_are_not_asked_for_one(alice, type_in):
    assert type_in(alice).get(HOME).status_code == 200


def test_a_custodian_without_one_is_led_to_set_it_up(bob, type_in):
    response = type_in(bob).get(HOME)
    assert (response.status_code, response["Location"]) == (302, SET_UP)


def test_an_operator_without_one_is_led_to_set_it_up(operator, type_in):
    assert type_in(operator).get("/agencies/")["Location"] == SET_UP


def test_before_it_nothing_else_of_the_portal_opens(bob, sign_in):
    """Walks every address without further parts; those that carry ids are refused by the same prefix rule."""
    client = sign_in(bob)
    allowed = (
        "/accounts/2fa/",
        "/accounts/login",
        "/accounts/logout",
        "/accounts/reauth",
        "/accounts/password",
    )
    outside = ("/healthz", "/readyz", "/i18n/", "/accounts/stay/", "/help/")
    checked = 0
    for path in addresses(get_resolver().url_patterns):
        if path.startswith(allowed + outside) or "<" in path:
            continue
        response = client.get(path)
        assert (response.status_code, response.headers.get("Location")) == (302, SET_UP), path
        checked += 1
    assert checked > 20


def test_the_custodian_sets_up_an_app_and_goes_on(bob, type_in, recorded, django_capture_on_commit_callbacks):
    client = type_in(bob)
    page = client.get("/accounts/2fa/totp/activate/")
    if page.status_code == 302:
        client.post(page["Location"], {"password": factories.PASSWORD})
        page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert wrong.context["form"].errors
    assert client.get(HOME)["Location"] == SET_UP
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    assert client.get(HOME).status_code == 200
    assert ("account.second_factor_added", bob, bob) in recorded


def test_the_secret_is_not_readable_in_the_database(bob, give_app):
    secret = give_app(bob)
    assert secret not in str(Authenticator.objects.get(user=bob).data)


def test_the_password_alone_does_not_sign_in(bob, type_in, give_app, recorded):
    give_app(bob)
    client = type_in(bob)
    assert client.get(HOME)["Location"].startswith("/accounts/login/")
    assert recorded == []


def test_the_code_finishes_the_sign_in_and_rotates_the_key(bob, type_in, give_app, recorded):
    secret = give_app(bob)
    client = type_in(bob)
    half = client.session.session_key
    client.post("/accounts/2fa/authenticate/", {"code": "123"})
    assert recorded == [("account.second_factor_failed", None, bob)]
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert client.get(HOME).status_code == 200
    assert client.session.session_key != half
    assert recorded[-1] == ("account.signed_in", bob, bob)


def test_one_code_works_once(bob, type_in, give_app):
    secret = give_app(bob)
    code = code_of(secret)
    type_in(bob).post("/accounts/2fa/authenticate/", {"code": code})
    second = type_in(bob)
    second.post("/accounts/2fa/authenticate/", {"code": code})
    assert second.get(HOME).status_code == 302


def test_recovery_codes_alone_are_not_a_second_factor(bob, sign_in):
    Authenticator.objects.create(user=bob, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    assert sign_in(bob).get(HOME)["Location"] == SET_UP


def test_a_role_that_needs_one_asks_from_the_next_request(alice, sign_in, south, operator):
    client = sign_in(alice)
    assert client.get(HOME).status_code == 200
    admin = factories.member("ada", south, ["agency_admin"], by=operator)
    with acting_as(admin):
        membership = Membership.objects.get(user=alice)
        actions.change_roles(membership, by=admin, roles=["records_custodian"])
    assert client.get(HOME)["Location"] == SET_UP


def test_anonymous_people_reach_only_the_door(db):
    client = PortalClient()
    assert client.get(HOME)["Location"].startswith("/accounts/login/")
    assert client.get("/accounts/2fa/")["Location"].startswith("/accounts/login/")


def test_taking_it_away_is_recorded_and_leads_back_to_setting_it_up(
    bob, type_in, give_app, recorded, django_capture_on_commit_callbacks
):
    secret = give_app(bob)
    client = type_in(bob)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/recovery-codes/generate/")
        client.post("/accounts/2fa/recovery-codes/generate/")
        client.post("/accounts/2fa/totp/deactivate/")
    assert ("account.second_factor_reset", bob, bob) in recorded
    assert ("account.second_factor_removed", bob, bob) in recorded
    assert client.get(HOME)["Location"] == SET_UP
