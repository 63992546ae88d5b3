"""Whatever a family is shown is in the log, in the transaction that shows it: walked over every address of its pages."""

from collections import defaultdict
from itertools import product

import pytest
from django.db import connection
from django.urls import reverse

from agencies.acting import acting_as
from audit.models import AuditEvent
from consents.actions import close_link
from consents.links import token_of
from consents.models import Consent
from family.urls import urlpatterns
from tests import factories
from tests.family.conftest import Family, born
from tests.security.opened import tables_written
from tests.security.test_get_changes_nothing import ALWAYS

VIEWED = {"consent.family_read", "consent.family_page", "consent.copy_taken"}
# What a GET of these answers is the same for everybody, or a step to another page; nothing was released here to ask about.
SHOW_NOTHING = {"start", "stay", "leave", "own_page", "ask_about", "reminders", "hand_over", "enter"}
CLOSED = b"This page is closed"


@pytest.fixture
def leo(bob, guardian_of):
    """Maya's brother, for whom the same mother signs in the same sitting."""
    brother = factories.youth(bob, "Leo", "Torres")
    guardian_of(brother)
    return brother


@pytest.fixture
def on_its_way(prepared, linked, leo, bob):
    """`on_its_way()`: a family and its link, time and again: asked, about to sign, after it signed, on its page."""

    def _on_its_way():
        link, _code = linked(prepared(siblings=[leo.pk]))
        family = Family()
        family.come(link)
        yield family, link
        family.choose("attendance")
        family.choose(number=1)
        family.post("/family/read/")
        yield family, link
        assert family.sign().status_code == 302
        yield family, link
        page, _code = linked(signed_for("Maya Torres", bob))
        later = Family()
        later.come(page)
        yield later, page

    return _on_its_way


def signed_for(name, bob):
    with acting_as(bob):
        return Consent.objects.filter(youth_name=name).first()


def path_of(pattern, link, bob):
    consent = signed_for("Maya Torres", bob) or link
    given = {"number": 0, "pk": consent.pk, "release": consent.pk, "token": token_of(link.pk)}
    return reverse(
        f"family:{pattern.name}", kwargs={name: given[name] for name in pattern.pattern.converters}
    )


def viewed(auditor):
    """Each event that says that a family looked at something, by its id."""
    with acting_as(auditor):
        return {event.pk: event for event in AuditEvent.objects.filter(event__in=VIEWED)}


def visit(family, path, auditor):
    """Whether something was shown, and what the log says of it."""
    before = viewed(auditor)
    answered = family.get(path)
    written = [event for pk, event in viewed(auditor).items() if pk not in before]
    return answered.status_code == 200 and CLOSED not in answered.content, written


def test_whatever_is_shown_is_in_the_history_of_each_young_person(on_its_way, auditor, bob, maya, leo):
    shown_by = defaultdict(list)
    for family, link in on_its_way():
        for pattern in urlpatterns:
            name = pattern.name
            shown, written = visit(family, path_of(pattern, link, bob), auditor)
            if not shown or name in SHOW_NOTHING:
                assert written == [], name
                continue
            shown_by[name].append(link.kind)
            assert {event.details["link"] for event in written} == {str(link.pk)}, name
            about = {maya.pk} if name == "copy" else {maya.pk, leo.pk}
            assert {event.youth_id for event in written} == about, name
    assert set(shown_by) == {pattern.name for pattern in urlpatterns} - SHOW_NOTHING


def test_a_look_changes_nothing_but_the_log(on_its_way, bob):
    """In the other language, too: a page that is opened is not answered yet. The copy is written down as given."""
    for family, link in on_its_way():
        for language, pattern in product(("en", "es"), urlpatterns):
            family.cookies["django_language"] = language
            before = tables_written()
            family.get(path_of(pattern, link, bob))
            after = tables_written()
            wrote = {table for table in after if after[table] != before.get(table, 0)}
            copies = {"consents_consentcopy"} if pattern.name == "copy" else set()
            assert wrote <= ALWAYS | copies, pattern.name
        family.cookies["django_language"] = "en"


def test_a_form_shown_again_with_its_errors_was_seen_again(prepared, linked, auditor):
    link, _code = linked(prepared())
    family = Family()
    family.come(link)
    assert family.post("/family/records/0/", {"attendance": "on"}).status_code == 200
    assert [event.details["page"] for event in viewed(auditor).values()] == ["records"]


def test_a_page_that_cannot_be_logged_is_not_shown(prepared, linked, monkeypatch):
    link, _code = linked(prepared())
    family = Family()
    family.come(link)

    def full(*args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr(AuditEvent, "save", full)
    answered = family.get("/family/who/")
    assert answered.status_code == 503
    assert b"Maya" not in answered.content


def test_nobody_looked_before_the_door_was_passed_or_after_it_was_closed(prepared, linked, auditor, bob):
    link, _code = linked(prepared())
    family, inside = Family(), Family()
    family.come(link, **born(link.created_at.date()))
    inside.come(link)
    with acting_as(bob):
        close_link(link, by=bob)
    for pattern in urlpatterns:
        path = path_of(pattern, link, bob)
        assert visit(family, path, auditor)[1] == [], pattern.name
        assert visit(inside, path, auditor)[1] == [], pattern.name
