"""May we share? Two people of the public ask the guide, in English and in Spanish, by mouse, by keys, without JavaScript."""

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.browser import NARROW, Person

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SAID = (
    "On Friday he told his coach that he will shoot two classmates on Monday, and showed a picture of a gun."
)


@pytest.fixture(scope="module")
def door(portal_with) -> Iterator[str]:
    """The address of a portal in which nobody has an account yet."""
    with portal_with(lambda: None, 7) as address:
        yield address


@pytest.fixture
def guest(chromium, door, shots) -> Iterator[Callable[..., Person]]:
    """`guest()`: somebody of the public at the door."""
    people: list[Person] = []

    def _guest(**context: object) -> Person:
        people.append(Person(chromium, door, shots, **context))
        return people[-1]

    yield _guest
    for person in people:
        person.close()


def fits(person: Person, name: str) -> None:
    """A picture of the page, wide and on a telephone, where nothing reaches beyond the screen."""
    person.shoot(name)
    person.page.set_viewport_size(NARROW)
    assert person.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], person.path
    person.look()
    person.shoot(f"{name}-narrow")
    person.page.set_viewport_size({"width": 1280, "height": 900})


def ask(person: Person, button: str, **answers: object) -> Person:
    """Answer the questions in turn."""
    for name, value in answers.items():
        person.send(button, **{name: value})
    return person


def test_a_person_asks_the_guide_in_english(guest):
    ada = guest().open("/accounts/login/")
    fits(ada, "guide-sign-in")
    ada.follow("Ask the guide").sees("Who has the records?", "not legal advice")
    fits(ada, "guide-start")
    ada.send("Continue").sees("Choose one.")
    ask(ada, "Continue", holder="school", asker="police", records=["attendance", "discipline"])
    ada.send("Continue", purpose="investigation").sees("How old is the young person?", "Police or sheriff")
    fits(ada, "guide-question")
    ask(ada, "Continue", age="15", youth=["none"], origin="own", record=["none"])
    ada.sees("What do you have, or know?")
    fits(ada, "guide-have")
    ask(ada, "Continue", have=["process"], paper="subpoena", paper_says=["lawfully_issued"])
    ada.send("Continue", against=["none"]).sees("May be shared, with conditions", "34 CFR 99.31(a)(9)")
    fits(ada, "guide-answer")
    ada.page.emulate_media(media="print")
    ada.shoot("guide-answer-printed")
    ada.page.emulate_media(media="screen")
    ada.follow("Change What kind of records?").send("Continue", records=["substance_use"])
    assert "substance_use" in ada.page.url
    assert "paper=subpoena" in ada.page.url


def test_the_answer_says_whose_state_s_rules_it_rests_on(guest):
    lin = guest().open("/guide/")
    ask(lin, "Continue", holder="child_welfare", asker="school", records=["child_welfare"])
    ask(lin, "Continue", purpose="educational_support").sees("In which state are the records kept?")
    fits(lin, "guide-state")
    lin.send("Continue", where="other").follow("Show the answer so far")
    lin.sees("This part is for state law to decide", "Ask the privacy officer or the lawyer")
    fits(lin, "guide-answer-without-state")
    lin.follow("Change In which state are the records kept?")
    lin.send("Continue", where="XE").follow("Show the answer so far")
    lin.sees("This state is invented", "reviewed by nobody")
    fits(lin, "guide-answer-state")


def test_a_person_asks_the_guide_in_spanish(guest):
    eva = guest().open("/guide/").send("Español").sees("¿Quién tiene los expedientes?")
    fits(eva, "guide-start-es")
    eva.send("Continuar", holder="hipaa_provider").send("Continuar", asker="school_official")
    eva.send("Continuar", records=["mental_health"]).send("Continuar", purpose="care_coordination")
    fits(eva, "guide-question-es")
    while eva.page.get_by_role("button", name="Continuar", exact=True).count():
        field = eva.page.locator("main form input:not([type=hidden])").last
        eva.send("Continuar", **{field.get_attribute("name"): [field.get_attribute("value")]})
    eva.sees("Hace falta más", "asesoría legal")
    fits(eva, "guide-answer-es")
    assert eva.page.locator("html").get_attribute("lang") == "es"


def test_facts_of_an_emergency_in_english(guest):
    ben = guest().open("/guide/emergency/").sees("911", "988", "1-800-222-1222", "The clinician on duty")
    fits(ben, "guide-emergency")
    facts = {
        "whom": "many",
        "how_bad": "life",
        "how_soon": "now",
        "means": "yes",
        "medical": "no",
        "consent": "no_time",
        "program": "no",
        "holder": "school",
        "where": "XE",
        "recipient": "police",
        "records": ["discipline", "substance_use"],
    }
    ben.send("Show what may be told", threat="Safety concern", **facts).sees("At least 40 characters")
    assert ben.page.locator("#id_recipient").input_value() == "police"
    ben.send("Show what may be told", threat=SAID)
    ben.sees("May be shared, with conditions", "99.32(a)(5)", SAID, "Example State (invented)")
    fits(ben, "guide-emergency-answer")
    assert ben.path == "/guide/emergency/"
    assert "?" not in ben.page.url


def test_an_emergency_in_spanish(guest):
    rosa = guest().open("/guide/emergency/").send("Español")
    fits(rosa, "guide-emergency-es")
    rosa.sees("Llame primero")


def test_the_guide_without_javascript(guest):
    joe = guest(java_script_enabled=False).open("/guide/")
    ask(
        joe,
        "Continue",
        holder="part2_program",
        asker="parent",
        records=["substance_use"],
        purpose="own_review",
    )
    joe.send("Continue", age="15").follow("Show the answer so far")
    joe.sees("Your answers so far", "The signature of the youth.")
    joe.follow("Go on with the questions").sees("Question 6")


def test_keys_are_enough_for_the_guide(guest):
    kim = guest().open("/guide/")
    kim.tab_to("[name=holder]")
    kim.page.keyboard.press("Space")
    kim.tab_to("main button[type=submit]").enter()
    kim.sees("Who asks for them?", "Public school district")
    kim.tab_to("[name=asker]")
    kim.page.keyboard.press("ArrowDown")
    kim.tab_to("main button[type=submit]").enter()
    kim.sees("What kind of records?")
