"""Blank forms: printable in each language, tagged, with nothing ticked and nothing about anybody."""

import io
import re

import pikepdf
import pytest

from consents.blank import EMPTY_LINES, blank_form
from consents.forms import CATEGORIES
from consents.models import ConsentForm
from consents.text import text_hash
from consents.wording import KINDS, blanks, label, words
from law.vocabulary import Category


@pytest.fixture
def shown(monkeypatch):
    """`shown(form, **filled)`: the words of the paper as they are laid out, and the file."""
    seen = {}
    render = blank_form.__globals__["render_pdf"]

    def _render(template, context, *, language):
        seen["context"], seen["template"] = context, template
        return render(template, context, language=language)

    monkeypatch.setitem(blank_form.__globals__, "render_pdf", _render)

    def _shown(form, **filled):
        from django.template.loader import render_to_string
        from django.utils import translation

        content = blank_form(form, **filled)
        with translation.override(form.language):
            html = render_to_string(seen["template"], {**seen["context"], "pdf_language": form.language})
        return html, content

    return _shown


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_and_language_is_a_tagged_file_with_version_language_and_hash(
    shown, db, north, kind, language
):
    form = ConsentForm.objects.get(kind=kind, language=language)
    html, content = shown(form, issued_by=north)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == language
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.docinfo["/Title"]) == form.title
        assert len(pdf.pages) >= 2
    assert f"{form.title} {form.version} ({language})" in html
    assert text_hash(form, "") in html
    for statement in form.statements:
        assert statement["heading"] in html
    if kind != "uniform":
        assert all(blank in html for blank in blanks(language, kind))
    assert "☑" not in html
    assert label("blank_signature", language) in html


def test_an_open_form_has_empty_lines_with_all_kinds_of_record_and_a_box_for_initials_beside_each(
    shown, db, north
):
    html, _content = shown(ConsentForm.objects.get(kind="uniform", language="es"), issued_by=north)
    assert html.count('<section class="blank-line">') == EMPTY_LINES
    assert html.count('class="initials"') == EMPTY_LINES * len(CATEGORIES)
    for code, _label in CATEGORIES:
        assert html.count(f"☐</span> {words(Category(code), 'es')} <") == EMPTY_LINES


def test_agencies_and_records_that_are_known_are_filled_in_and_the_choice_is_left_to_the_family(
    shown, db, north, south, west
):
    html, _content = shown(
        ConsentForm.objects.get(kind="uniform", language="en"),
        issued_by=north,
        discloser=north,
        recipients=[south, west],
        categories=["attendance", "medical"],
    )
    assert html.count('<section class="blank-line">') == 2
    for agency in (south, west):
        assert f"<span>Agency that may receive</span> {agency.name}" in html
    assert html.count(f"<span>Agency that may share</span> {north.name}") == 2
    assert html.count('class="initials"') == 4
    assert "Discipline <" not in html


def test_no_english_of_ours_is_on_a_spanish_form(shown, db, north):
    for kind in KINDS:
        html, _content = shown(ConsentForm.objects.get(kind=kind, language="es"), issued_by=north)
        plain = re.sub(r"<[^>]+>", " ", html)
        for english in ("Page", "of the", "Sharing Portal", "Signature", "Initials", "Records", "may share"):
            assert english not in plain, (kind, english)
        assert 'data-page="Página"' in html
