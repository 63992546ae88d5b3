"""What every page promises: axe has nothing against it, it fits a telephone, keys and plain HTML are enough."""

import re

import pytest

from tests.e2e.browser import NARROW, Person

pytestmark = [pytest.mark.browser, pytest.mark.processes]
CUSTODIAN = "ruth.okafor@cedarhollow.example"
PRIVACY_OFFICER = "gwen.castellano@cedarhollow.example"
CASEWORKER = "priya.raman@larkspurmind.example"
ADMINISTRATOR = "marcy.dill@cedarhollow.example"
SIGNATORY = "alan.whitcomb@cedarhollow.example"
AUDITOR = "ingrid.voss@cedarhollow.example"
OPERATOR = "olive.pendergast@portal.example"
REASON = "We plan his care together with the family and need to know how often he misses school."
UUID = "[0-9a-f-]{36}"
PAGES = {
    CUSTODIAN: (
        "/",
        "/youth/",
        f"/youth/{UUID}/",
        "/requests/inbox/",
        f"/requests/{UUID}/",
        "/requests/sent/",
        f"/requests/releases/{UUID}/",
        "/consents/",
        f"/consents/{UUID}/",
        "/notices/",
    ),
    CASEWORKER: ("/requests/received/", f"/requests/releases/{UUID}/", "/requests/", f"/requests/{UUID}/"),
    SIGNATORY: ("/agreements/", f"/agreements/{UUID}/", "/agreements/deputies/", "/agreements/deputies/add/"),
    PRIVACY_OFFICER: ("/log/", f"/log/{UUID}/"),
    AUDITOR: ("/", "/log/", "/log/trail/"),
    ADMINISTRATOR: ("/", "/agencies/members/", "/agencies/who-can-do-what/"),
    OPERATOR: ("/", "/agencies/"),
    "": (
        "/accounts/login/",
        "/help/",
        "/help/accessibility/",
        "/help/privacy/",
        "/law/",
        "/law/part2/",
        "/law/who-signs/",
        "/law/not-required/",
        "/law/register/",
    ),
}


def fits(person: Person) -> None:
    """Nothing reaches beyond the width of a telephone."""
    person.page.set_viewport_size(NARROW)
    assert person.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], person.path
    person.look()


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who.split("@")[0] or "anybody")
def test_axe_has_no_objection_and_the_page_fits_a_telephone(visit, who):
    person = visit(who)
    for number, page in enumerate(PAGES[who]):
        path = page
        if UUID in page:
            path = person.link(f'(?<=href="){page}(?=")')
        person.page.set_viewport_size({"width": 1280, "height": 900})
        person.open(path)
        person.shoot(f"page-{who.split('.')[0] or 'anybody'}-{number}")
        fits(person)
        person.shoot(f"page-{who.split('.')[0] or 'anybody'}-{number}-narrow")


def test_the_decision_and_the_choice_of_items_fit_and_please_axe(visit):
    ruth = visit(CUSTODIAN).open("/requests/inbox/?state=submitted")
    path = ruth.link(f'(?<=href=")/requests/{UUID}/(?=")')
    for page in ("decide/", "match/", "refuse/"):
        fits(ruth.open(path + page))
    ruth.open("/requests/inbox/?state=approved")
    fits(ruth.open(ruth.link(f'(?<=href=")/requests/{UUID}/(?=")') + "release/"))
    ruth.page.locator("input[name=items]").first.check()
    fits(ruth.send("Check what goes out"))


def test_the_gallery_of_components_pleases_axe(visit):
    fits(visit().open("/components/"))


def test_a_request_is_made_without_javascript(visit):
    priya = visit(CASEWORKER, java_script_enabled=False).open("/requests/new/")
    priya.send("Save and continue").sees("Enter the first name.")
    priya.send(
        "Save and continue",
        holder="Cedar Hollow",
        first_name="Ana",
        last_name="Ruiz",
        details="Trestle Middle School",
    )
    priya.send("Save and continue", categories=["attendance"])
    priya.send("Save and continue", purpose="care_coordination", reason=REASON, urgency="routine")
    for heading in ("Works for the school under its direct control", "A health or safety emergency"):
        assert priya.page.get_by_role("group", name=heading).is_visible()
    priya.send("Save and continue", basis="treatment", evidence=["health.furthers_health_care"])
    priya.sees("Check your answers", "Ana Ruiz", "Attendance", REASON)
    priya.send("Send the request").sees("Request sent")


def test_statements_are_shown_for_the_basis_chosen(visit):
    priya = visit(CASEWORKER).open("/requests/new/")
    priya.send("Save and continue", holder="Cedar Hollow", first_name="Ana", last_name="Ruiz")
    priya.send("Save and continue", categories=["attendance"])
    priya.send("Save and continue", purpose="care_coordination", reason=REASON, urgency="routine")
    statements = priya.page.locator("[name=evidence]:visible")
    assert statements.count() == 0
    priya.page.get_by_role("radio", name="The student enrolls with us").check()
    assert statements.count() == 3
    priya.look()
    priya.page.get_by_role("radio", name="A consent signed by the family").check()
    assert statements.count() == 0


def test_keys_are_enough_to_sign_in_and_begin_a_request(visit):
    person = visit().open("/accounts/login/")
    person.tab_to("#id_login").type(CASEWORKER)
    person.tab_to("#id_password").type("larkspur county 2026")
    person.enter()
    person.sees("Work list").open("/requests/new/")
    person.tab_to(".usa-skipnav")
    person.enter(moves=False)
    person.tab_to("#id_holder").type("Cedar")
    person.tab_to("#id_first_name").type("Ana")
    person.tab_to("#id_last_name").type("Ruiz")
    person.enter()
    person.sees("Step 2 of 5: Which records?")


def test_errors_take_the_focus_and_lead_to_their_fields(visit):
    priya = visit(CASEWORKER).open("/requests/new/").send("Save and continue")
    assert priya.page.title().startswith("Error:")
    assert priya.page.locator("[data-error-summary]:focus").count() == 1
    priya.page.get_by_role("link", name="Enter the last name.").click()
    assert priya.page.locator("#id_last_name:focus").count() == 1


def test_the_time_out_is_announced_and_put_off(visit):
    priya = visit(CASEWORKER)
    priya.page.clock.install()
    priya.open("/requests/new/")
    dialog = priya.page.get_by_role("alertdialog", name="Are you still there?")
    assert not dialog.is_visible()
    priya.page.clock.run_for("13:10")
    assert dialog.is_visible()
    assert priya.page.locator("[data-session-stay]:focus").count() == 1
    priya.look()
    priya.page.keyboard.press("Enter")
    dialog.wait_for(state="hidden")
    priya.sees("Step 1 of 5")


def test_the_language_link_keeps_the_page(visit):
    priya = visit(CASEWORKER).open("/requests/?state=released")
    address = priya.page.url
    priya.send("Español")
    assert priya.page.url == address
    assert priya.page.locator("html").get_attribute("lang") == "es"
    priya.send("English")
    assert priya.page.url == address
    assert priya.page.locator("html").get_attribute("lang") == "en"


def test_titles_of_sensitive_pages_name_nobody(visit):
    ruth = visit(CUSTODIAN).open("/requests/inbox/")
    name = ruth.page.locator("tbody th a").first.inner_text()
    ruth.follow(name)
    assert ruth.page.locator("h1").inner_text() == name
    assert not re.search("|".join(re.escape(part) for part in name.split()), ruth.page.title())
