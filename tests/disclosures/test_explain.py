"""One explanation, four doors: the decision page, the PDF of a release, the API and the command line."""

import io
import json
from dataclasses import replace

from django.utils import translation

from agencies.acting import acting_as
from audit.models import AuditEvent
from disclosures.actions import refuse
from disclosures.explain import answers, stored
from disclosures.facts import facts_for, terms_for
from disclosures.pdf import package_context, render_package
from law import decide
from law.__main__ import main
from law.vocabulary import Category
from tests import factories

WAY = "Ask for a written consent that covers this, signed by: Parent or Legal guardian."


def test_every_route_and_the_nearest_way_are_told(matched, bob):
    with acting_as(bob):
        decision = decide(facts_for(matched))
    told = answers(decision)[0]
    found = decision.answer(Category.ATTENDANCE)
    assert [route["title"] for route in told["routes"]] == [route.title for route in found.routes]
    assert told["routes"][0]["missing"] == ["A valid consent for this disclosure."]
    assert told["nearest"] == [[WAY]]
    assert told["next_step"] == WAY


def test_the_decision_page_folds_the_routes(matched, bob, sign_in):
    page = sign_in(bob).get(f"/requests/{matched.pk}/decide/").content.decode()
    assert "Routes that were tried" in page
    assert WAY in page
    assert '<details class="answer__routes">' in page
    assert "No exception applies" in page


def test_the_api_tells_the_same(matched, bob, sign_in):
    body = sign_in(bob).get(f"/api/requests/{matched.pk}/decision/").json()
    answer = body["categories"][0]
    with acting_as(bob):
        assert answer == json.loads(json.dumps(decide(facts_for(matched)).categories[0].to_json()))
    assert answer["nearest"] == [[WAY]]
    assert answer["routes"][0]["rule"] == "ferpa.none"


def test_the_pdf_of_a_release_says_why_the_law_allows_it(released, bob):
    with acting_as(bob):
        context = package_context(released, list(released.items.all()))
        (told,) = context["explained"]
        assert context["feet"] == [
            "Do not pass these education records on without written consent, unless the law allows it."
        ]
        assert render_package(released, list(released.items.all())).startswith(b"%PDF")
    assert told["category"] == "Attendance"
    assert told["ground"] == "Written consent of the parent or eligible student"
    assert told["citations"] == ["34 CFR 99.30; 99.33(d)"]
    assert told["conditions"] == ["Tell the recipient that it may not pass the information on."]


def test_the_paper_of_a_decision_tells_every_category_and_every_route(
    matched, maya, bob, north, operator, sign_in
):
    client = sign_in(bob)
    assert client.get(f"/requests/{matched.pk}/decision.pdf").status_code == 404
    with acting_as(bob):
        refuse(matched, by=bob, reason="The law does not allow it.", note="Told the caseworker why.")
        decision = matched.decisions.get()
        told = stored(decision.engine, ["attendance", "discipline"])
    assert [answer["category"] for answer in told] == ["Attendance", "Discipline"]
    assert told[0]["missing"] == ["A valid consent for this disclosure."]
    assert told[0]["signers"] == ["Parent", "Legal guardian"]
    assert told[0]["next_step"] == WAY
    assert [(route["rule"], route["found"]) for route in told[0]["routes"]] == [("ferpa.none", "Not lawful")]
    page = client.get(f"/requests/{matched.pk}/decide/").content.decode()
    assert f"/requests/{matched.pk}/decision.pdf" in page
    paper = client.get(f"/requests/{matched.pk}/decision.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    gwen = factories.member("gwen", north, ["privacy_officer"], by=operator)
    with acting_as(gwen):
        event = AuditEvent.objects.get(event="disclosure.decision_downloaded")
    assert (event.object_id, event.youth_id, event.actor_id) == (matched.pk, maya.pk, bob.pk)


def test_a_refusal_rests_on_no_agreement(matched, approved, bob):
    with acting_as(bob):
        terms = terms_for(matched, matched.holding_agency.today())
        refused, allowed = (
            answers(decision, terms=terms)[0]["relied_on"]
            for decision in (decide(replace(facts_for(matched), consents=())), decide(facts_for(matched)))
        )
    assert (refused, [source["label"] for source in allowed]) == ([], [terms[0].mou.title])


def test_what_was_refused_is_not_explained_to_the_recipient(released, bob):
    with acting_as(bob):
        engine = released.request.decisions.first().engine
        explained = package_context(released, list(released.items.all()))["explained"]
    assert {answer["category"] for answer in engine["categories"]} == {"attendance", "discipline"}
    assert [answer["category"] for answer in explained] == ["Attendance"]


def test_the_command_line_tells_the_same(tmp_path):
    file = tmp_path / "question.json"
    file.write_text(
        json.dumps(
            {
                "id": "one",
                "holder": {"type": "school"},
                "recipient": {"type": "health_provider", "role": "therapist"},
                "youth": {"age": 14},
                "category": "attendance",
                "purpose": "treatment",
                "evidence": {},
            }
        )
    )
    out = io.StringIO()
    assert main([str(file)], out) == 0
    line = json.loads(out.getvalue())
    assert line["nearest"] == [[WAY]]
    assert [route["rule"] for route in line["routes"]] == ["ferpa.none"]


def test_the_explanation_follows_the_reader_s_language(matched, bob):
    with acting_as(bob):
        decision = decide(facts_for(matched))
    with translation.override("es"):
        told = answers(decision)[0]
    assert told["routes"][0]["title"] == "No se aplica ninguna excepción"
    assert told["routes"][0]["missing"] == ["Un consentimiento válido para esta divulgación."]
    assert told["next_step"] == (
        "Pida un consentimiento por escrito que cubra esto, con la firma de: Padre o madre o Tutor o tutora legal."
    )
