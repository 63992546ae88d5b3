"""The catalogues are whole: every text has a translation that keeps its places, and none has been forgotten."""

import re
import shutil

import polib
import pytest

from deploy.extract import CATALOGUE, LOCALES, extracted

LANGUAGES = sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir())
FIXED_BY_LAW = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
SECTION = re.compile(r"\d+ (?:CFR|USC)|\d+\.\d+|\((?:\d|[a-z])\)")
PLACE = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|{\w*}")


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALES / language / CATALOGUE))


def places(text: str) -> list[str]:
    return sorted(PLACE.findall(text))


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_spanish_is_there():
    assert "es" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    waiting = [entry.msgid for entry in catalogue(language) if not all(translations(entry)) or entry.fuzzy]
    assert waiting == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_places(language):
    """A plural's forms may each have the places of the singular or of the plural."""
    for entry in catalogue(language):
        sources = {tuple(places(source)) for source in (entry.msgid, entry.msgid_plural) if source}
        for text in translations(entry):
            assert tuple(places(text)) in sources, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_complete(language):
    entries = catalogue(language)
    count = int(re.search(r"nplurals=(\d)", entries.metadata["Plural-Forms"]).group(1))
    assert {len(entry.msgstr_plural) for entry in entries if entry.msgid_plural} == {count}


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_white_space_and_citations(language):
    """Sections of law are the same in every language, and so is the white space at the ends."""
    for entry in catalogue(language):
        for text in translations(entry):
            assert len(text) - len(text.strip()) == len(entry.msgid) - len(entry.msgid.strip()), text
            assert SECTION.findall(text) == SECTION.findall(entry.msgid), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_fixed_by_law_are_not_translated(language):
    assert FIXED_BY_LAW not in {entry.msgid for entry in catalogue(language)}


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_up_to_date(language):
    stored = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue(language)}
    wanted = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in extracted(language)}
    assert (wanted - stored, stored - wanted) == (set(), set()), "forgotten, no longer used: ./run messages"
