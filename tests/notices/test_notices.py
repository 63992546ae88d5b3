"""Notices: one's own, at the agency one acts for, opened by a POST."""

import ast
import uuid
from pathlib import Path

import pytest
from django.conf import settings as project

from agencies.acting import acting_as
from notices import kinds, queries
from notices.actions import tell
from notices.models import Notice
from tests import factories


@pytest.fixture
def told(alice, bob, south, north) -> Notice:
    """bob told alice that something about North has changed; gives alice's notice."""
    with acting_as(bob):
        tell([alice], "request.approved", agency_id=south.pk, on=north)
    with acting_as(alice):
        return Notice.objects.get()


def test_the_list_shows_the_sentence_and_the_count(alice, told, sign_in):
    page = sign_in(alice).get("/notices/")
    assert page.status_code == 200
    assert "Your request was approved." in page.text
    assert "1 notice is unread." in page.text


def test_reading_the_list_marks_nothing(alice, told, sign_in):
    sign_in(alice).get("/notices/")
    with acting_as(alice):
        assert queries.unread_count(alice) == 1


def test_opening_marks_it_as_read_and_leads_to_what_it_is_about(alice, told, north, sign_in):
    client = sign_in(alice)
    assert client.get(f"/notices/{told.pk}/open/").status_code == 405
    response = client.post(f"/notices/{told.pk}/open/")
    assert response["Location"] == f"/agencies/{north.pk}/"
    with acting_as(alice):
        first = Notice.objects.get().read_at
    client.post(f"/notices/{told.pk}/open/")
    with acting_as(alice):
        assert Notice.objects.get().read_at == first
        assert queries.unread_count(alice) == 0


def test_nobody_else_sees_or_opens_it(told, bob, carol, sign_in):
    for person in (bob, carol):
        client = sign_in(person)
        assert "approved" not in client.get("/notices/").text
        assert client.post(f"/notices/{told.pk}/open/").status_code == 404
        assert client.post(f"/notices/{uuid.uuid4()}/open/").status_code == 404


def test_a_person_of_two_agencies_never_mixes_them(told, alice, west, operator, sign_in):
    factories.member("alice", west, ["staff"], by=operator)
    assert "approved" not in sign_in(alice, west).get("/notices/").text
    with acting_as(alice, west):
        assert queries.unread_count(alice) == 0


def test_unread_come_first_then_the_newest(alice, bob, south, north, told, sign_in):
    with acting_as(bob):
        tell([alice], "request.refused", agency_id=south.pk, on=north)
        tell([alice], "request.more_needed", agency_id=south.pk, on=north)
    client = sign_in(alice)
    with acting_as(alice):
        refused = Notice.objects.get(kind="request.refused")
    client.post(f"/notices/{refused.pk}/open/")
    with acting_as(alice):
        order = list(queries.visible_to(alice).values_list("kind", flat=True))
    assert order == ["request.more_needed", "request.approved", "request.refused"]


def test_all_can_be_marked_as_read(alice, told, sign_in):
    assert sign_in(alice).post("/notices/read/").status_code == 302
    with acting_as(alice):
        assert queries.unread_count(alice) == 0


def test_without_an_agency_the_list_is_empty_and_says_so(operator, sign_in):
    page = sign_in(operator).get("/notices/")
    assert "No notices" in page.text
    assert queries.unread_count(operator) == 0


def test_what_has_no_page_leads_back_to_the_list():
    assert kinds.address(Notice(kind="x", object_type="", object_id=None)) == "/notices/"
    assert kinds.address(Notice(kind="x", object_type="mous.mou", object_id=None)) == "/notices/"
    assert kinds.address(Notice(kind="x", object_type="agencies.membership")) == "/agencies/choose/"
    assert kinds.sentence(Notice(kind="x")) == "Something that concerns you has changed."


def kinds_in_the_code() -> set[str]:
    """The literal kinds given to `tell` and to the functions called `_tell…` that pass them on."""
    found = set()
    for path in Path(project.BASE_DIR).glob("[a-z]*/**/*.py"):
        if path.parts[len(Path(project.BASE_DIR).parts)] in ("tests", "node_modules", "var"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and "tell" in node.func.id:
                found |= {a.value for a in node.args[1:2] if isinstance(a, ast.Constant)}
    return found


def test_every_kind_that_is_told_has_a_sentence():
    told = kinds_in_the_code()
    assert "membership.roles_changed" in told
    assert told <= set(kinds.KINDS)
