"""State law in the guide: asked where it decides, the same answer as a request gets, and named on the page."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from agencies.facts import state_pack
from agencies.models import Agency
from guide.answers import Answers
from guide.facts import facts_from, pack_for
from guide.questions import by_code
from guide.questions.basics import STATES
from guide.tree import offers
from law import decide
from law.packs import for_state, shipped
from tests.guide.test_tree_pages import EMERGENCY

TODAY = date(2026, 11, 21)
CARE = {
    "holder": "child_welfare",
    "asker": "school",
    "records": "child_welfare",
    "purpose": "educational_support",
}
PROBATION = {
    "holder": "probation",
    "asker": "school",
    "records": "juvenile_justice",
    "purpose": "supervision",
}
GRADES = {"holder": "school", "asker": "teacher", "records": "education", "purpose": "educational_support"}
THERAPY = {
    "holder": "hipaa_provider",
    "asker": "parent",
    "records": "mental_health",
    "purpose": "own_review",
}


def said(case: dict[str, str], **more: str) -> Answers:
    return Answers({name: tuple(codes.split()) for name, codes in {**case, **more}.items()})


def page_of(client, case: dict[str, str], **more: str) -> str:
    found = client.get(reverse("guide:may_we_share") + said(case, **more).address(show="answer"))
    return " ".join(unescape(found.content.decode()).split())


def asks_where(case: dict[str, str], **more: str) -> bool:
    return bool(offers(by_code("where"), said(case, **more), TODAY))


def test_the_state_is_asked_where_its_rules_change_the_answer_and_not_where_they_do_not():
    assert asks_where(CARE, age="15")
    assert asks_where(PROBATION, age="15")
    assert not asks_where(GRADES, age="15")


def test_the_state_is_asked_of_a_youth_old_enough_to_consent_to_such_care_and_not_of_a_younger_one():
    assert asks_where(THERAPY, age="16")
    assert not asks_where(THERAPY, age="15")
    assert not asks_where(THERAPY, age="19")


def test_who_agreed_to_the_care_is_asked_where_the_state_makes_it_matter():
    at_sixteen = {
        choice.code for choice in offers(by_code("youth"), said(THERAPY, age="16", where="XE"), TODAY)
    }
    elsewhere = {
        choice.code for choice in offers(by_code("youth"), said(THERAPY, age="16", where="other"), TODAY)
    }
    assert "parent_consented_to_care" in at_sixteen - elsewhere


def test_every_state_whose_rules_are_there_can_be_chosen_once_and_any_other_too():
    codes = [choice.code for choice in by_code("where").choices]
    assert codes == [*STATES, "other"]
    assert set(STATES) == {pack.state for pack in shipped()}


@pytest.mark.parametrize("state", ["XE", "WA"])
@pytest.mark.parametrize("case", [CARE, PROBATION, GRADES, THERAPY], ids=lambda case: case["holder"])
@pytest.mark.parametrize("age", ["12", "15", "16", "17", "18"])
def test_the_guide_answers_as_a_request_to_an_agency_of_that_state_is_answered(state, case, age):
    stated = said(case, age=age, where=state).stated
    facts = facts_from(stated, TODAY)
    pack = state_pack(Agency(us_state=state))
    assert pack_for(stated, TODAY) is pack
    assert decide(facts, pack_for(stated, TODAY)) == decide(facts, pack)


def test_a_state_without_rules_and_no_state_at_all_leave_open_what_state_law_decides():
    elsewhere = said(CARE, age="15", where="other").stated
    assert pack_for(elsewhere, TODAY) is None
    assert pack_for({"us_state": "WA"}, TODAY) is None
    assert not decide(facts_from(elsewhere, TODAY)).allows_release
    here = said(CARE, age="15", where="XE").stated
    assert decide(facts_from(here, TODAY), pack_for(here, TODAY)).allows_release


def test_rules_that_have_ended_are_no_rules():
    pack = for_state("XE", TODAY)
    assert pack_for({"us_state": "XE"}, pack.effective_to) is pack
    assert pack_for({"us_state": "XE"}, date(2036, 1, 1)) is None


def test_the_answer_names_the_rules_it_rests_on_and_that_the_state_is_invented(client, db):
    page = page_of(client, CARE, age="15", where="XE")
    for text in (
        "Example State (invented)",
        "This state is invented",
        "January 1, 2020 to December 31, 2035",
        "reviewed by nobody",
        f"{reverse('law:register')}#state.XE",
    ):
        assert text in page, text
    assert "No state’s rules were used" not in page


def test_without_a_state_s_rules_the_page_says_what_state_law_decides_and_whom_to_ask(client, db):
    page = page_of(client, CARE, age="15", where="other")
    for text in (
        "No state’s rules were used",
        "This part is for state law to decide",
        "Ask the privacy officer or the lawyer",
        "No state rules are loaded for this state and day.",
    ):
        assert text in page, text
    assert "This state is invented" not in page


def test_where_state_law_leaves_nothing_open_nobody_is_sent_to_a_lawyer(client, db):
    page = page_of(client, GRADES)
    assert "No state’s rules were used" in page
    assert "This part is for state law to decide" not in page


def test_what_counsel_found_can_be_told_from_the_answer(client, db):
    rest = {"youth": "none", "holder_is": "none", "asker_is": "none", "origin": "own", "record": "none"}
    answers = said(CARE, age="15", where="other", **rest, have="state")
    page = page_of(client, CARE, age="15", where="other", **rest, have="state")
    assert f'"/guide/{answers.address(change="have")}">Come back and choose' in page


def test_an_emergency_is_answered_under_the_rules_of_the_state_that_is_chosen(client, db):
    asked = client.get(reverse("guide:emergency")).content.decode()
    assert 'name="where"' in asked
    here = unescape(client.post(reverse("guide:emergency"), {**EMERGENCY, "where": "XE"}).content.decode())
    assert "This state is invented" in here
    elsewhere = unescape(client.post(reverse("guide:emergency"), EMERGENCY).content.decode())
    assert "No state’s rules were used" in elsewhere
    made_up = unescape(client.post(reverse("guide:emergency"), {**EMERGENCY, "where": "ZZ"}).content.decode())
    assert "May be shared" not in made_up
