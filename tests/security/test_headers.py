"""What every answer carries, error pages too, and what no error page tells."""

import logging
import re

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.base import BaseHandler
from django.db import DatabaseError
from django.http import HttpResponse
from django.urls import reverse

from sharing_portal import middleware
from sharing_portal.errors import AuditUnavailable
from tests.conftest import PortalClient
from tests.security.addresses import LINES
from tests.security.opened import Opened, Visits
from tests.security.visits import Visitor

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
EXPECTED = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Each address once.
ADDRESSES = {line.address: line for line in LINES}.values()
SECRET = "SELECT first_name FROM youth WHERE last_name='Torres' -- /srv/portal/youth/views.py"


def lacking(headers: dict[str, str]) -> list[str]:
    """What is missing or wrong in these headers."""
    wrong = [f"{name}: {headers.get(name)}" for name, value in EXPECTED.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    if {part.strip() for part in policy.split(";")} != POLICY:
        wrong.append(f"Content-Security-Policy: {policy}")
    if not re.fullmatch(r"[0-9a-f]{32}", headers.get("X-Request-ID", "")):
        wrong.append("X-Request-ID")
    return wrong


def test_every_answer_carries_them(opened: list[Opened]):
    wrong = {f"{page.address} by {page.person}": lack for page in opened if (lack := lacking(page.headers))}
    # Its address is a family's secret, which goes to no other page, ours neither.
    secret = {name: wrong.pop(name) for name in list(wrong) if name.startswith("family:enter ")}
    assert {tuple(lack) for lack in secret.values()} == {("Referrer-Policy: strict-origin",)}
    assert wrong == {}


def test_no_page_holds_code_or_style_of_its_own(opened: list[Opened]):
    """The policy would stop it; the page would be broken."""
    inline = re.compile(
        rb"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"|javascript:",
        re.I,
    )
    found = {page.address: inline.findall(page.text) for page in opened if page.is_page}
    assert {address: code for address, code in found.items() if code} == {}


def test_the_page_and_its_head_answer_alike(visits: Visits):
    """allauth's own pages and the operators' forms take GET and POST alone."""
    lines = [line for line in LINES if line.method == "GET"]
    got = {
        line.address: [
            visits.see(line.right, line, method).response.status_code for method in ("GET", "HEAD")
        ]
        for line in lines
    }
    assert {address: codes for address, codes in got.items() if codes[1] not in (codes[0], 405)} == {}


@pytest.fixture
def refused(world) -> dict[str, HttpResponse]:
    """One answer of each kind that nobody planned for."""
    bob, nobody = Visitor(world, "bob"), PortalClient(enforce_csrf_checks=True)
    record = reverse("youth:record", args=[world.id_of("maya")])
    return {
        "another host": bob.client.get("/", HTTP_HOST="evil.example"),
        "without the role": bob.client.get(reverse("desk:log")),
        "nothing there": bob.client.get(f"{record}nothing-here/"),
        "not by get": bob.client.get(reverse("desk:audit_verify")),
        "wrong state": Visitor(world, "nora").client.get(
            reverse("mous:edit", args=[world.id_of("agreement")])
        ),
        "too large": bob.client.post(record, CONTENT_LENGTH=str(10**12)),
        "without a token": nobody.post(reverse("account_login"), {"login": "x"}),
    }


def test_refusals_carry_them_too(refused):
    assert [answer.status_code for answer in refused.values()] == [400, 403, 404, 405, 409, 413, 403]
    wrong = {status: lack for status, answer in refused.items() if (lack := lacking(answer.headers))}
    assert wrong == {}


def test_refusals_tell_nothing(refused):
    told = re.compile(rb"evil\.example|Traceback|/srv/|site-packages|SELECT ", re.I)
    assert [found for answer in refused.values() for found in told.findall(answer.content)] == []


@pytest.fixture
def unlogged():
    """Hundreds of errors, each logged with its traceback, are not looked at here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def _failing(monkeypatch, error: Exception) -> None:
    """Every view raises this instead of answering."""

    def _raise(request, *args, **kwargs):
        raise error

    monkeypatch.setattr(BaseHandler, "make_view_atomic", lambda self, view: _raise)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError(SECRET), 500),
        (DatabaseError(SECRET), 500),
        (AuditUnavailable("Not now."), 503),
        (SuspiciousOperation(SECRET), 400),
    ],
    ids=["fault", "database", "audit", "suspicious"],
)
def test_an_error_on_any_address_tells_nothing(world, monkeypatch, unlogged, error, status):
    bob = Visitor(world, "bob")
    _failing(monkeypatch, error)
    bob.client.raise_request_exception = False
    wrong = {}
    for line in ADDRESSES:
        answer = bob.visit(line.method, line.address, line.things)
        # Two addresses stand outside everything and answer a machine.
        if answer.status_code != status and line.address not in ("alive", "ready"):
            wrong[line.address] = answer.status_code
        elif b"SELECT" in answer.content or b"/srv/" in answer.content or b"Torres" in answer.content:
            wrong[line.address] = answer.content
        elif lack := lacking(answer.headers):
            wrong[line.address] = lack
        elif answer["X-Request-ID"].encode() not in answer.content and status != 400:
            wrong[line.address] = "without the request's id"
    assert wrong == {}


def test_a_database_that_is_away_is_said_without_its_error(world, monkeypatch, unlogged):
    """The request's own transaction fails: the page is refused, and when to try again is said."""
    bob = Visitor(world, "bob")

    def _away(self, request):
        raise DatabaseError(SECRET)

    monkeypatch.setattr(middleware.RequestTransaction, "_identify", _away)
    wrong = {}
    for line in ADDRESSES:
        answer = bob.visit(line.method, line.address, line.things)
        if line.address in ("alive", "ready"):
            continue
        if (answer.status_code, answer.headers.get("Retry-After")) != (
            503,
            "30",
        ) or b"SELECT" in answer.content:
            wrong[line.address] = answer.status_code
        elif lack := lacking(answer.headers):
            wrong[line.address] = lack
    assert wrong == {}


def test_the_api_answers_json_that_no_browser_takes_for_a_page(opened: list[Opened]):
    kinds = {
        page.headers["Content-Type"]
        for page in opened
        if page.address.startswith("api-") and page.address != "api-schema" and page.method == "GET"
    }
    assert kinds == {"application/json", "application/fhir+json"}
