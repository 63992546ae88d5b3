"""The pages of "May we share?": one question each, then the answer; nothing stored, nothing lost, nothing leaked."""

import logging
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from agencies.acting import acting_as
from agencies.models import AgencyContact
from audit.models import AuditEvent
from disclosures.models import DisclosureRequest
from guide.questions import QUESTIONS
from guide.questions.basics import STATES
from tests import factories

GUIDE = "/guide/"
CASE = "holder=school&asker=police&records=attendance&records=mental_health&purpose=investigation"
SETTLED = "age=15&where=other&youth=none&holder_is=none&asker_is=none&origin=own&record=none"
SAID = (
    "On Friday he told his coach that he will shoot two classmates on Monday, and showed a picture of a gun."
)
EMERGENCY = {
    "threat": SAID,
    "whom": "many",
    "how_bad": "life",
    "how_soon": "now",
    "means": "yes",
    "medical": "no",
    "consent": "no_time",
    "holder": "school",
    "recipient": "police",
    "records": ["discipline"],
    "program": "no",
}


def words(response) -> str:
    return unescape(response.content.decode())


def test_the_first_page_asks_who_holds_the_records(client, db):
    page = words(client.get(GUIDE))
    assert "Who has the records?" in page
    assert "not legal advice" in page
    assert reverse("guide:emergency") in page


def test_an_answer_leads_to_the_next_question_and_stands_in_the_address(client, db):
    sent = client.get(f"{GUIDE}?sent=holder&holder=school")
    assert sent.status_code == 302
    assert parse_qs(urlsplit(sent.url).query) == {"holder": ["school"]}
    page = words(client.get(sent.url))
    assert "Who asks for them?" in page
    assert "Public school" in page
    assert "change=holder" in page


def test_no_answer_is_an_error_that_says_what_to_do(client, db):
    page = words(client.get(f"{GUIDE}?sent=asker&holder=school"))
    assert "Choose one." in page
    assert 'name="holder" value="school"' in page


def test_none_and_something_is_an_error_that_loses_nothing(client, db):
    page = words(
        client.get(f"{GUIDE}?{CASE}&age=15&where=other&sent=youth&youth=none&youth=attends_postsecondary")
    )
    assert "not both" in page
    assert page.count("checked") == 2


def test_changing_an_answer_shows_it_and_carries_the_others(client, db):
    page = words(client.get(f"{GUIDE}?{CASE}&change=records"))
    assert "What kind of records?" in page
    assert page.count("checked") == 2
    for name, value in (("holder", "school"), ("asker", "police"), ("purpose", "investigation")):
        assert f'name="{name}" value="{value}"' in page
    assert 'type="hidden" name="records"' not in page


@pytest.mark.parametrize(
    "query",
    [
        "holder=dragon",
        "holder=school&holder=university",
        "sent=nothing",
        "change=nothing&sent=",
        "holder=school&asker=%00%ff&records=attendance",
        "youth=none&youth=emancipated",
        f"{CASE}&have=everything&show=answer",
        f"{CASE}&change=against",
        "show=answer",
        "sent=paper&paper=subpoena",
        "holder=" + "x" * 5000,
    ],
)
def test_made_up_addresses_are_answered_plainly(client, db, query):
    assert client.get(f"{GUIDE}?{query}").status_code in (200, 302)


def test_what_is_no_answer_is_left_out_and_said(client, db):
    page = words(client.get(f"{GUIDE}?{CASE}&age=old"))
    assert "was not understood" in page
    assert "How old is the young person?" in page
    assert "Police or sheriff" in page


def test_the_answer_has_its_reasons_duties_and_next_step_for_each_kind_of_record(client, db):
    page = words(client.get(f"{GUIDE}?{CASE}&show=answer"))
    assert "May not be shared" in page
    for text in (
        "Attendance",
        "Mental health",
        "34 CFR 99.30(a)",
        "A court order or a lawfully issued subpoena.",
        "Next:",
    ):
        assert text in page
    assert "Go on with the questions" in page
    assert "Start a request" not in page
    assert "This is information, not legal advice." in page


def test_the_whole_way_ends_in_an_answer(client, db):
    address = f"{GUIDE}?{CASE}&{SETTLED}&have=process&paper=subpoena"
    page = words(client.get(f"{address}&paper_says=lawfully_issued&against=none"))
    assert "May be shared, with conditions" in page
    assert "Go on with the questions" not in page


def test_nothing_is_stored(client, db, settings):
    before = AuditEvent.objects.count()
    with CaptureQueriesContext(connection) as asked:
        for query in ("", CASE, f"{CASE}&show=answer"):
            assert client.get(f"{GUIDE}?{query}").status_code == 200
        assert client.post(reverse("guide:emergency"), EMERGENCY).status_code == 200
    written = [query["sql"] for query in asked if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert written == []
    assert AuditEvent.objects.count() == before
    assert Session.objects.count() == 0
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_it_is_read_only(client, db):
    assert client.post(GUIDE, {"holder": "school"}).status_code == 405


def test_facts_of_an_emergency_are_answered_and_appear_in_no_address_and_no_log(client, db, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = client.post(reverse("guide:emergency"), EMERGENCY)
    page = words(answer)
    assert "May be shared, with conditions" in page
    assert SAID in page
    assert "34 CFR 99.32(a)(5)" in page
    assert "classmates" not in caplog.text
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "label", ["", "safety concern", "At risk.", "danger " * 12, "He is a safety concern", "threat!!!!" * 6]
)
def test_a_label_is_no_fact(client, db, label):
    page = words(client.post(reverse("guide:emergency"), EMERGENCY | {"threat": label}))
    assert "What may be told" not in page
    assert "Afterwards" not in page
    assert 'value="police" selected' in page


def test_facts_of_a_program_go_to_medical_staff_only(client, db):
    facts = EMERGENCY | {"holder": "part2_program", "records": ["substance_use"], "medical": "yes"}
    police = words(client.post(reverse("guide:emergency"), facts))
    assert "May not be shared" in police
    assert "go to medical staff only" in police
    medics = words(client.post(reverse("guide:emergency"), facts | {"recipient": "health_provider"}))
    assert "May be shared, with conditions" in medics
    assert "42 CFR 2.51(c)" in medics
    source = words(
        client.post(
            reverse("guide:emergency"), EMERGENCY | {"records": ["substance_use"], "program": "unknown"}
        )
    )
    assert "May be shared" not in source.split("go to medical staff only")[0]


def test_a_danger_that_is_over_opens_nothing(client, db):
    page = words(client.post(reverse("guide:emergency"), EMERGENCY | {"how_soon": "over"}))
    assert "May not be shared" in page


def test_the_public_sees_the_usual_chain_of_contact_and_staff_their_own(
    client, sign_in, north, bob, operator
):
    page = words(client.get(reverse("guide:emergency")))
    assert "The clinician on duty" in page
    with acting_as(factories.member("ada", north, ["agency_admin"], by=operator)):
        AgencyContact.objects.create(
            agency=north,
            purpose="chain",
            position=1,
            name="Dana Whitfield",
            phone="555-0142",
            hours="Day and night",
        )
    page = words(sign_in(bob).get(reverse("guide:emergency")))
    assert "Dana Whitfield" in page
    assert "555-0142" in page
    assert "The clinician on duty" not in page


def test_staff_begin_a_request_with_the_answers_and_nothing_is_kept_before_they_confirm(
    alice, north, sign_in
):
    client = sign_in(alice)
    case = "holder=school&asker=health_provider&records=attendance&records=psychotherapy_notes&purpose=care_coordination"
    page = words(client.get(f"{GUIDE}?{case}&{SETTLED}&have=consent&show=answer"))
    assert "Start a request with these answers" in page
    begin = next(part for part in page.split('"') if part.startswith("/requests/new/?"))
    assert parse_qs(urlsplit(begin).query) == {
        "categories": ["attendance"],
        "purpose": ["care_coordination"],
        "basis": ["consent"],
    }
    first = words(client.get(begin))
    assert "From your answers in the guide" in first
    assert "Attendance" in first
    with acting_as(alice):
        assert not DisclosureRequest.objects.exists()
    whom = {
        "holder": str(north.pk),
        "first_name": "Maya",
        "last_name": "Torres",
        "details": "North Middle School",
    }
    assert client.post(begin, whom).status_code == 302
    with acting_as(alice):
        draft = DisclosureRequest.objects.get()
        assert draft.purpose == "care_coordination"
        assert draft.basis == "consent"
        assert [row.category for row in draft.categories.all()] == ["attendance"]


def test_a_request_is_not_begun_with_made_up_codes(alice, sign_in):
    page = sign_in(alice).get("/requests/new/?categories=psychotherapy_notes&purpose=dragon&basis=")
    assert page.status_code == 200
    assert "From your answers in the guide" not in words(page)


def test_every_word_of_the_questions_is_translated():
    """No label, title or hint reads the same in Spanish, but for names of laws."""
    with translation.override("es"):
        spanish = _all_words()
    same = {
        english for english, word in zip(_all_words(), spanish, strict=True) if word == english and english
    }
    ages, states = {str(age) for age in range(12, 21)}, set(STATES.values())
    assert same - ages == states


def _all_words() -> list[str]:
    found = []
    for question in QUESTIONS:
        found += [question.title, question.label, question.hint]
        found += [part for choice in question.choices for part in (choice.label, choice.hint, choice.section)]
    return [translation.gettext(str(part)) if part else "" for part in found]


def test_the_emergency_page_is_spanish_throughout(client, db, settings):
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "es"})
    page = words(client.post(reverse("guide:emergency"), EMERGENCY | {"threat": "peligro", "holder": ""}))
    assert "Elija" in page
    assert "Diga qué pasó" in page
    assert "Choose" not in page.replace('"Choose', "")
    assert "Say what" not in page
