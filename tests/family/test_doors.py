"""The door holds: wrong answers, closed and expired links, other people's sessions, and the device in a family's hands."""

import logging
import re
from datetime import date, timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings as portal_settings
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.actions import close_link
from consents.links import token_of
from family.doors import SESSION_KEY
from sharing_portal.request_id import SecretAddresses
from tests import factories
from tests.accounts.test_second_factor import code_of
from tests.factories import PASSWORD
from tests.family.conftest import Check, Family, Kind, born

REFUSED = b"That did not work"


def test_the_code_opens_and_the_date_of_birth_does_not(prepared, linked):
    link, code = linked(prepared(), check=Check.CODE)
    assert REFUSED in Family().come(link).content
    assert REFUSED in Family().come(link, code="000000" if code != "000000" else "111111").content
    assert Family().come(link, code=f"{code[:3]} {code[3:]}").status_code == 302


def test_the_fifth_wrong_answer_closes_the_link_for_good(prepared, linked, family):
    link, _code = linked(prepared())
    for _try in range(5):
        assert REFUSED in family.come(link, **born(date(2010, 1, 1))).content
    assert REFUSED in family.come(link).content


def test_wrong_answers_are_in_the_trail_of_who_sent_the_link(prepared, linked, family, north, operator):
    link, _code = linked(prepared())
    family.come(link, **born(date(2010, 1, 1)))
    officer = factories.member("petra", north, ["privacy_officer"], by=operator)
    with acting_as(officer):
        entry = AuditEvent.objects.get(event="consent.link_refused")
    assert (entry.actor_id, entry.agency_id, entry.details) == (None, north.pk, {"link": str(link.pk)})


def test_a_closed_link_opens_nothing_not_even_to_who_is_inside(prepared, linked, family, bob):
    link, _code = linked(prepared())
    family.come(link)
    assert b"You are asked to decide" in family.get("/family/who/").content
    with acting_as(bob):
        close_link(link, by=bob)
    assert REFUSED in Family().come(link).content
    assert b"This page is closed" in family.get("/family/who/").content


def test_a_link_past_its_time_opens_nothing(prepared, linked, family, monkeypatch):
    monkeypatch.setattr("consents.actions.links._until", lambda kind: timezone.now() - timedelta(seconds=1))
    link, _code = linked(prepared())
    assert REFUSED in family.come(link).content


def test_a_new_link_closes_the_one_before(prepared, linked):
    draft = prepared()
    first, _code = linked(draft)
    second, _code = linked(draft)
    assert REFUSED in Family().come(first).content
    assert Family().come(second).status_code == 302


def test_the_door_speaks_the_language_of_the_link_until_another_is_chosen(prepared, linked):
    link, _code = linked(prepared(), language="es")
    path, family = f"/family/{token_of(link.pk)}/", Family(headers={"accept-language": "en-US"})
    asked = family.get(f"{path}?language=es").content.decode()
    assert '<html lang="es"' in asked
    assert "Antes de mostrarle algo" in asked
    refused = family.post(f"{path}?language=es", {"code": "1"}).content
    assert b'<html lang="es"' in refused
    assert REFUSED not in refused
    button = re.search(r'name="next" value="([^"]*)"', asked)[1]
    chosen = family.post(reverse("set_language"), {"next": button, "language": "en"})
    assert chosen["Location"] == path
    assert b'<html lang="en"' in family.get(path).content
    family.come(link)
    assert b"You are asked to decide" in family.get("/family/who/").content


def test_no_page_opens_without_a_link(prepared, linked, family, maya):
    linked(prepared())
    for path in ("", "who/", "records/0/", "how/0/", "summary/", "read/", "sign/", "no/", "done/", "page/"):
        page = family.get(f"/family/{path}")
        assert b"This page is closed" in page.content, path
        assert b"Pages close after 15 minutes without use, an hour after you sign" in page.content
        assert b"Maya" not in page.content


def test_after_fifteen_idle_minutes_the_page_is_closed(prepared, linked, family):
    link, _code = linked(prepared())
    family.come(link)
    assert family.session.get_expiry_age() == portal_settings.SESSION_IDLE_SECONDS
    session = family.session
    session[SESSION_KEY] = {**session[SESSION_KEY], "seen": session[SESSION_KEY]["seen"] - 15 * 60 - 1}
    session.save()
    assert b"This page is closed" in family.get("/family/who/").content


def test_after_twelve_hours_it_is_closed_however_busy(prepared, linked, family):
    link, _code = linked(prepared())
    family.come(link)
    assert b"You are asked to decide" in family.get("/family/who/").content
    session = family.session
    session[SESSION_KEY] = {**session[SESSION_KEY], "began": session[SESSION_KEY]["began"] - 12 * 3600 - 1}
    session.save()
    assert b"This page is closed" in family.get("/family/who/").content


def test_entering_ends_the_session_of_staff_and_signing_in_that_of_the_family(prepared, linked, bob, sign_in):
    link, _code = linked(prepared())
    both = sign_in(bob)
    before = both.session.session_key
    assert both.get("/").status_code == 200
    both.post(f"/family/{token_of(link.pk)}/", born())
    assert both.session.session_key != before
    assert both.get(reverse("consents:list"))["Location"].startswith("/accounts/login/")
    assert b"You are asked to decide" in both.get("/family/who/").content
    both.post(reverse("account_login"), {"login": bob.email, "password": PASSWORD})
    assert both.get(reverse("consents:list")).status_code == 200
    assert SESSION_KEY not in both.session
    assert b"This page is closed" in both.get("/family/who/").content


def test_staff_signed_in_reach_no_page_of_a_family(bob, sign_in):
    assert b"This page is closed" in sign_in(bob).get("/family/who/").content


@pytest.fixture
def handed(prepared, bob, sign_in, maya, mother):
    """A device that bob has handed over, and his session's key before."""
    prepared()
    device = sign_in(bob)
    device.get("/")
    answered = device.post(f"/family/hand-over/{maya.pk}/")
    assert (answered.status_code, answered["Location"]) == (302, "/family/")
    return device


OWN = (
    "/family/",
    "/accounts/login/",
    "/accounts/2fa/authenticate/",
    "/accounts/2fa/webauthn/login/",
    "/i18n/",
)
PARTS = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "1", "slug": "x", "str": "x", "path": "x"}


def every_address():
    """Each address of the portal, with something plausible for each of its parts."""
    return [path for path in _addresses(get_resolver().url_patterns, "/") if "(" not in path]


def _addresses(patterns, prefix):
    for pattern in patterns:
        path = prefix + re.sub(
            r"<(?:(\w+):)?\w+>", lambda part: PARTS[part[1] or "str"], str(pattern.pattern)
        )
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, path)
        else:
            yield path


def test_on_a_device_handed_over_every_address_answers_the_familys_page(handed, maya):
    """Whatever is typed, by every method, until somebody signs in."""
    addresses = [*every_address(), "/nowhere/", f"/youth/{maya.pk}/", f"/youth/{maya.pk}", "/components/"]
    assert len(addresses) > 200
    stays = []
    for path in addresses:
        for method in ("get", "post", "put", "delete"):
            answered = getattr(handed, method)(path)
            if not path.startswith(OWN) and (answered.status_code, answered.get("Location")) != (
                302,
                "/family/",
            ):
                stays.append(f"{method} {path}: {answered.status_code}")
    assert stays == []


def test_nothing_of_the_staff_session_is_left_on_it(handed, bob, maya):
    assert "_auth_user_id" not in handed.session
    assert "agency_id" not in handed.session
    page = handed.get("/family/who/")
    assert page["Cache-Control"] == "no-store"
    assert b"Bob" not in page.content
    assert reverse("account_login").encode() in page.content
    handed.post("/family/leave/")
    assert b"Please hand the device back" in handed.get("/family/").content
    assert handed.get("/youth/")["Location"] == "/family/"


def test_a_page_says_whose_session_it_keeps_alive(handed, bob, sign_in):
    """So that a tab of staff does not stay open while a family goes on (static/js/session.js)."""
    assert b'data-session-of="family"' in handed.get("/family/who/").content
    assert b'data-session-of="staff"' in sign_in(bob).get("/").content


def filled_in_by_the_browser(client):
    """What it may fill in on the way to the family's own page."""
    Family.choose(client, "attendance", "discipline")
    Family.choose(client, "attendance", number=1)
    client.post("/family/read/")
    signing = client.get("/family/sign/").content.decode()
    assert Family.sign(client).status_code == 302
    done = client.get("/family/done/").content.decode()
    wrong = client.post("/family/done/page/", {"email": "ana at home"}).content.decode()
    for page, field in ((signing, "typed_name"), (done, "email"), (wrong, "email")):
        assert f'name="{field}"' in page
    return re.findall(r'autocomplete="(name|email)"', signing + done + wrong)


def test_a_device_handed_over_offers_nobody_the_names_of_other_families(handed):
    assert filled_in_by_the_browser(handed) == []


def test_at_home_the_browser_may_fill_in_name_and_address(prepared, linked, family):
    link, _code = linked(prepared())
    family.come(link)
    assert filled_in_by_the_browser(family) == ["name", "email", "email"]


def test_an_idle_device_shows_nothing_and_stays_closed(handed):
    session = handed.session
    session[SESSION_KEY] = {**session[SESSION_KEY], "seen": 0}
    session.save()
    assert b"Please hand the device back" in handed.get("/family/who/").content
    assert handed.get("/")["Location"] == "/family/"


def test_only_a_fresh_sign_in_with_the_second_factor_leaves_it(handed, bob, settings):
    secret = generate_totp_secret()
    bob.authenticator_set.create(type="totp", data={"secret": get_adapter().encrypt(secret)})
    assert handed.get(reverse("account_login")).status_code == 200
    handed.post(reverse("account_login"), {"login": bob.email, "password": "wrong"})
    assert handed.get("/")["Location"] == "/family/"
    answered = handed.post(reverse("account_login"), {"login": bob.email, "password": PASSWORD})
    assert answered["Location"].startswith(reverse("mfa_authenticate"))
    assert handed.get("/")["Location"] == "/family/", "half a sign-in opens nothing"
    handed.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert handed.get("/").status_code == 200


def test_a_device_is_handed_over_by_who_may_record_consents(prepared, maya, sign_in, alice, carol):
    prepared()
    for stranger in (alice, carol):
        assert sign_in(stranger).post(f"/family/hand-over/{maya.pk}/").status_code == 404
    assert Family().post(f"/family/hand-over/{maya.pk}/")["Location"].startswith("/accounts/login/")


def test_the_link_of_a_device_is_no_address(prepared, linked):
    link, _code = linked(prepared(), kind=Kind.KIOSK, check=Check.IN_PERSON, email="")
    assert REFUSED in Family().come(link).content


def test_a_log_line_keeps_no_secret(prepared, linked):
    link, _code = linked(prepared())
    token = token_of(link.pk)
    assert len(token) == 43
    line = logging.LogRecord("django.request", 30, "x", 1, "%s: %s", ("Too Many", f"/family/{token}/"), None)
    assert SecretAddresses().filter(line)
    assert line.getMessage() == "Too Many: /family/…/"


def test_the_door_is_limited(family, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "family_door": "3/m/ip"}
    answers = [family.get(f"/family/{'A' * 43}/").status_code for _ in range(5)]
    assert answers[0] == 200
    assert answers[-1] == 429
