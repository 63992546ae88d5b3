"""What the framework says of a wrong field is said in our words, in each language, and none has lost its source."""

import re

import polib
import pytest
from django import forms
from django.conf import settings
from django.utils import translation

from deploy.messages import CATALOGUES
from deploy.places import ROOT

LANGUAGES = [code for code, name in settings.LANGUAGES]
PLACE = re.compile(r"%\(\w+\)[a-z]")
RAW = re.compile("Ensure|Select a valid|This field|Enter a valid|Asegúrese|Este campo|válid")


class Everything(forms.Form):
    needed = forms.CharField()
    short = forms.CharField(min_length=20)
    long = forms.CharField(max_length=3)
    day = forms.DateField()
    email = forms.EmailField()
    one = forms.ChoiceField(choices=[("a", "A")])
    several = forms.MultipleChoiceField(choices=[("a", "A")])
    id = forms.UUIDField()
    small = forms.IntegerField(max_value=3)
    large = forms.IntegerField(min_value=3)
    number = forms.IntegerField()


WRONG = {
    "short": "x", "long": "xxxx", "day": "2026-02-30", "email": "nobody", "one": "b", "several": ["b"], "id": "1",
    "small": "4", "large": "2", "number": "x",
}  # fmt: skip


def catalogue(language):
    return polib.pofile(str(ROOT / f"sharing_portal/framework_words/{language}/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_wrong_answer_is_met_in_our_words(language):
    with translation.override(language):
        said = Everything(WRONG).errors
        assert set(said) == set(Everything.base_fields)
        for field, errors in said.items():
            assert not RAW.search(" ".join(errors)), (field, errors)


@pytest.mark.parametrize(("language", "words"), [
    ("en", "Write at least 20 letters and signs. There are 1 now."),
    ("es", "Escriba al menos 20 letras y signos. Ahora hay 1."),
])  # fmt: skip
def test_the_places_are_filled(language, words):
    with translation.override(language):
        assert Everything(WRONG).errors["short"] == [words]


def test_each_language_has_the_same_texts_with_the_same_places():
    texts = [{(entry.msgid, entry.msgid_plural) for entry in catalogue(language)} for language in LANGUAGES]
    assert texts[0] == texts[1]
    for language in LANGUAGES:
        for entry in catalogue(language):
            for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
                assert set(PLACE.findall(text)) == set(PLACE.findall(entry.msgid)), text


def test_the_framework_still_says_what_is_reworded():
    """A release of Django that changes a sentence would bring the raw one back."""
    import django

    source = polib.pofile(f"{django.__path__[0]}/conf/locale/es/LC_MESSAGES/django.po")
    known = {entry.msgid for entry in source}
    assert {entry.msgid for entry in catalogue("es")} <= known


def test_they_are_compiled():
    assert any("framework_words" in pattern for pattern in CATALOGUES)
