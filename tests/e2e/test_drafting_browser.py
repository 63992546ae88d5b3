"""Two agencies draft together in a browser: by keyboard, with a clash that loses nothing, comments, import and paper."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from agencies.acting import acting_as
from mous import actions
from tests import factories
from tests.e2e.browser import NARROW, Person
from tests.factories import PASSWORD
from tests.mous import agreements

pytestmark = [pytest.mark.browser, pytest.mark.processes]
OLD = "Between us.\n\n# Purpose\nWe help.\n\n# Parking\nFree.\n"


@pytest.fixture(scope="module")
def portal(portal_with) -> Iterator[SimpleNamespace]:
    """A draft of North that South was let into, and an agreement on paper that waits to be confirmed."""
    made = SimpleNamespace()

    def fill() -> None:
        operator = factories.operator()
        north = factories.agency("North School District", "school_district", ["ferpa_bound"], by=operator)
        south = factories.agency("South Center", "hipaa_provider", ["hipaa_covered"], by=operator)
        for agency in (north, south):
            agreements.give_address(agency, by=operator)
        dana = factories.member("dana", north, ["agency_admin"], by=operator)
        factories.member("adam", north, ["signatory"], by=operator)
        factories.member("ana", south, ["agency_admin", "signatory"], by=operator)
        flow = (north, south, ["attendance"], ["care_coordination"])
        mou = agreements.drafted(dana, [south], [flow])
        paper = agreements.on_paper(dana, [south], flow)
        with acting_as(dana):
            actions.invite_to_draft(mou, by=dana, agencies=[south])
            actions.ask_to_confirm(paper, by=dana)
        made.text, made.paper = f"/agreements/{mou.pk}/text/", f"/agreements/{paper.pk}/paper/"
        made.purpose = f"{made.text}section/purpose/"

    with portal_with(fill, 15) as made.address:
        yield made


@pytest.fixture
def person(chromium, portal, shots):
    def _person(name: str) -> Person:
        return Person(chromium, portal.address, shots).sign_in(f"{name}@portal.example", PASSWORD)

    return _person


def test_a_section_is_edited_by_two_and_nothing_is_lost(portal, person):
    dana, ana = person("dana"), person("ana")
    dana.open(portal.text).shoot("draft-outline")
    dana.open(portal.purpose).tab_to("button[name=do][value=edit]").enter()
    ana.open(portal.purpose).sees("Dana (North School District) is editing since")
    ana.send("Take over and edit")
    ana.page.locator("#id_text").fill("- To help **each** child.\n- To keep them in school.")
    ana.send("Save this section")
    dana.page.locator("#id_text").fill("- To help every child.\n- To keep them in school.")
    dana.send("Preview").sees("To help every child.")
    dana.send("Save this section", status=409)
    dana.sees("Your words are not saved yet", "Saved by Ana").shoot("draft-clash")
    assert dana.page.locator("#id_text").input_value().startswith("- To help every child.")
    dana.send("Save my words on top")
    dana.open(f"{portal.purpose}versions/").sees("Saved by").shoot("draft-versions")
    dana.page.set_viewport_size(NARROW)
    dana.open(portal.purpose).shoot("draft-narrow")


def test_comments_are_answered_and_resolved(portal, person):
    ana, dana = person("ana"), person("dana")
    ana.open(f"{portal.text}section/breach/").send("Add a comment", text="Is 24 hours enough?")
    dana.open(f"{portal.text}section/breach/").sees("Is 24 hours enough?")
    dana.page.locator("summary", has_text="Answer").click()
    dana.page.locator("textarea[id^=answer]").fill("It is what we can keep.")
    dana.send("Send the answer").sees("It is what we can keep.").shoot("draft-comments")
    dana.page.get_by_role("button", name="Mark as resolved").first.click()
    dana.page.wait_for_load_state()
    dana.sees("Resolved by Dana")


def test_a_document_is_imported(portal, person, tmp_path):
    old = tmp_path / "old.md"
    old.write_text(OLD, "utf-8")
    dana = person("dana")
    dana.open(f"{portal.text}import/").send("Look at it", file=str(old))
    dana.sees("Nothing has changed yet").shoot("draft-import")
    dana.send("Take it over").sees("3 sections were taken over", "Parking")


def test_a_paper_original_is_confirmed(portal, person):
    ana = person("ana")
    ana.open(f"{portal.paper}confirm/").sees("signed.pdf", "Compare it with what was entered").shoot(
        "paper-confirm"
    )


def test_drafting_without_a_script(chromium, portal, shots):
    dana = Person(chromium, portal.address, shots, java_script_enabled=False)
    dana.sign_in("dana@portal.example", PASSWORD)
    dana.open(f"{portal.text}section/data/").send("Edit this section")
    dana.page.locator("#id_text").fill("Only what Annex A lists.")
    dana.send("Save this section").sees("Only what Annex A lists.")
    dana.open(f"{portal.text}together/").sees("Who drafts together with you?")
