"""How easy the forms are to read, measured by textstat: English at grade 8 or below, Spanish as easy.

Flesch-Kincaid gives a school grade. Fernández-Huerta puts grades 7 and 8 at 60 to 70 of 100 ("normal"), INFLESZ calls
55 to 65 "normal"; higher is easier. The library splits Spanish words a little too seldom, so more is asked here.
"""

import re

import pytest
import textstat
from django.utils import translation
from django.utils.translation import gettext

from consents.models import ConsentGrant
from consents.wording import (
    KINDS,
    LANGUAGES,
    SEPARATE,
    UNIFORM,
    blanks,
    english,
    labels,
    spanish,
    statements,
    title,
)
from law.vocabulary import Category, Purpose, SignerCapacity, SignerGround

GRADE = 8.0
FERNANDEZ_HUERTA = 65.0
INFLESZ = 60.0
# A citation has points inside that end no sentence.
CITATION = re.compile(r" \(\d+ CFR [^()]*(?:\([^()]*\))*\)")


def texts(language, kind):
    """Every statement of a form, and the whole of it, without citations."""
    found = {part["code"]: CITATION.sub("", part["text"]) for part in statements(language, kind)}
    return {**found, "whole": " ".join(found.values())}


def grade(text):
    textstat.set_lang("en")
    return textstat.flesch_kincaid_grade(text)


def ease(text):
    textstat.set_lang("es")
    return textstat.fernandez_huerta(text), textstat.szigriszt_pazos(text)


@pytest.mark.parametrize("kind", KINDS)
def test_every_english_statement_and_the_whole_are_at_grade_eight_or_below(kind):
    hard = {code: grade(text) for code, text in texts("en", kind).items() if grade(text) > GRADE}
    assert hard == {}


@pytest.mark.parametrize("kind", KINDS)
def test_every_spanish_statement_and_the_whole_are_as_easy(kind):
    measured = {code: ease(text) for code, text in texts("es", kind).items()}
    assert {code: found for code, found in measured.items() if found[0] < FERNANDEZ_HUERTA} == {}
    assert {code: found for code, found in measured.items() if found[1] < INFLESZ} == {}


def test_the_measure_tells_a_hard_text_from_an_easy_one():
    assert (
        grade(
            "Notwithstanding the foregoing, redisclosure of individually identifiable information is prohibited."
        )
        > 16
    )
    assert (
        ease(
            "La comunicación posterior de información individualmente identificable constituye una infracción."
        )[0]
        < 40
    )
    assert CITATION.sub("", "They may not (45 CFR 164.508(b)(3)). Or so.") == "They may not. Or so."


def test_nothing_is_cut_that_is_no_citation():
    for language in LANGUAGES:
        for kind in KINDS:
            for part in statements(language, kind):
                for cut in CITATION.findall(part["text"]):
                    assert len(cut) < 30, (part["code"], cut)


def test_both_languages_of_every_kind_say_the_same_in_the_same_order():
    for kind in KINDS:
        assert [s["code"] for s in statements("es", kind)] == [s["code"] for s in statements("en", kind)]
        for language in LANGUAGES:
            assert title(language, kind)
            assert all(s["heading"] and s["text"] for s in statements(language, kind))
            codes = [s["code"] for s in statements(language, kind)]
            assert len(codes) == len(set(codes))
    assert {kind: len(blanks("en", kind)) for kind in SEPARATE["en"]} == {
        kind: len(blanks("es", kind)) for kind in SEPARATE["es"]
    }
    assert labels("en").keys() == labels("es").keys()
    assert UNIFORM not in SEPARATE["en"]


def test_spanish_has_words_for_everything_that_can_be_filled_in():
    wanted = [*Category, *Purpose, *SignerCapacity, *SignerGround]
    assert [code.value for code in wanted if not spanish.CODES.get(code.value)] == []
    for language in (english, spanish):
        assert {event.value for event in ConsentGrant.EndsWhen} <= language.LABELS.keys()
    same = [
        code for code, words in spanish.CODES.items() if words == {c.value: c.label for c in wanted}[code]
    ]
    assert same == []


def test_a_page_in_spanish_calls_everything_as_the_form_does():
    """Who ticks one text would otherwise sign another."""
    named = {
        code: spanish.CODES[code.value] for code in [*Category, *Purpose, *SignerCapacity, *SignerGround]
    }
    named |= {event: spanish.LABELS[event.value] for event in ConsentGrant.EndsWhen}
    with translation.override("es"):
        on_pages = {code: gettext(code.label) for code in named}
    differ = {
        on_pages[code]: words for code, words in named.items() if on_pages[code].lower() != words.lower()
    }
    assert differ == {}


def test_every_placeholder_of_a_label_is_in_both_languages():
    slots = re.compile(r"%\((\w+)\)")
    for name, words in english.LABELS.items():
        assert sorted(slots.findall(words)) == sorted(slots.findall(spanish.LABELS[name])), name


@pytest.mark.parametrize(
    ("language", "says"),
    [
        (
            "en",
            {
                "what_this_is": ("may share", "does not say that they must"),
                "sending_and_talking": ("send documents", "talk with each other"),
                "named_agencies": ("only to pass them on",),
                "redisclosure_part2": ("civil, criminal, administrative or legislative", "separate form"),
                "copy": ("see what is shared", "get a copy"),
                "not_on_this_form": ("psychotherapy notes", "counseling notes", "paid", "advertising"),
                "language": ("interpreter", "no cost"),
                "voluntary": ("your choice", "give up no rights"),
            },
        ),
        (
            "es",
            {
                "what_this_is": ("pueden compartir", "No dice que deben"),
                "sending_and_talking": ("enviar documentos", "hablar entre sí"),
                "named_agencies": ("solo para pasarlos a otros",),
                "redisclosure_part2": ("civil, penal, administrativo o legislativo", "formulario aparte"),
                "copy": ("ver lo que se comparte", "recibir una copia"),
                "not_on_this_form": ("notas de psicoterapia", "notas de consejería", "dinero", "publicidad"),
                "language": ("intérprete", "sin costo"),
                "voluntary": ("su decisión", "no pierde ningún derecho"),
            },
        ),
    ],
)
def test_what_the_law_or_the_family_wants_said_is_said(language, says):
    found = {part["code"]: part["text"] for part in statements(language)}
    missing = {(code, words) for code, wanted in says.items() for words in wanted if words not in found[code]}
    assert missing == set()
