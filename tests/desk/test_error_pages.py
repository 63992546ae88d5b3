"""Every error page says what to do and carries the request's id; some must render when nothing else works."""

from uuid import uuid4

import pytest
from django.test import RequestFactory
from django.urls import reverse

from desk import views
from sharing_portal.error_pages import error_page, server_error
from sharing_portal.errors import AuditUnavailable, Forbidden, InvalidTransition
from sharing_portal.middleware import PortalErrors
from sharing_portal.request_id import request_id


@pytest.fixture
def known_id():
    token = request_id.set("a" * 32)
    yield "a" * 32
    request_id.reset(token)


@pytest.mark.parametrize("status", [413, 500, 503])
def test_it_renders_without_a_request_or_a_database(known_id, status):
    answer = error_page(status)
    assert answer.status_code == status
    assert known_id in answer.content.decode()


def test_what_nobody_foresaw_gets_the_500_page(known_id):
    assert known_id in server_error(RequestFactory().get("/")).content.decode()


def test_a_body_over_the_limit_is_refused_before_it_is_read(client, db):
    answer = client.post(reverse("account_login"), CONTENT_LENGTH=str(10**12))
    assert (answer.status_code, answer["Connection"]) == (413, "close")
    assert answer["X-Request-ID"] in answer.content.decode()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Forbidden("Not yours."), 403),
        (InvalidTransition("Too late."), 409),
        (AuditUnavailable("Not now."), 503),
    ],
)
def test_our_own_errors_say_why_and_carry_the_id(known_id, db, error, status):
    request = RequestFactory().get("/")
    answer = PortalErrors(views.work).process_exception(request, error)
    text = answer.content.decode()
    assert answer.status_code == status
    assert error.message in text
    assert known_id in text


def test_a_page_that_is_not_there_carries_the_id(sign_in, bob):
    answer = sign_in(bob).get(reverse("desk:youth", args=[uuid4()]))
    assert answer.status_code == 404
    assert answer["X-Request-ID"] in answer.content.decode()


def test_the_portals_own_errors_alone_are_rendered():
    assert PortalErrors(views.work).process_exception(RequestFactory().get("/"), ValueError("x")) is None
