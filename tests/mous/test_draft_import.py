"""Importing an existing agreement: every word arrives, sections are recognized, and hostile files are refused."""

import re
import time
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.acting import acting_as
from mous import actions
from mous.importing import MOST_TAGS, MOST_UNPACKED, Part, from_word, read, split
from mous.markdown import to_html
from sharing_portal.errors import RefusedInput
from tests.mous import agreements
from tests.mous.word_documents import document, heading, paragraph, run, table

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "data-sharing-agreements"
DAYS = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def named(content: bytes, name: str) -> ContentFile:
    return ContentFile(content, name=name)


def test_markdown_is_split_at_its_headings():
    text = "Between A and B.\n\n# 1. Purpose\nTo help.\n\n## Detail\nMore.\n\n# Data Security #\nLocked.\n\n# Parking\nFree."
    parts = read(named(text.encode(), "old.md"))
    assert parts == [
        Part("Preamble", "Between A and B.", ""),
        Part("Purpose", "To help.\n\n## Detail\nMore.", "purpose"),
        Part("Data Security", "Locked.", "security"),
        Part("Parking", "Free.", ""),
    ]


@pytest.mark.parametrize(
    "text",
    ["# a" + " " * 399_000 + "x", "# a" + "#" * 399_000 + "x", "# a\n" * 99_000],
    ids=["spaces", "signs", "headings"],
)
def test_a_hostile_text_is_split_as_fast_as_any(text):
    began = time.process_time()
    assert split(text)
    assert time.process_time() - began < 10


def test_underlined_headings_and_fenced_code():
    parts = split("Purpose\n=======\nTo help.\n\n```\n# no heading\n```\n\nTerm\n====\nOne year.")
    assert [(part.heading, part.code) for part in parts] == [("Purpose", "purpose"), ("Term", "term")]
    assert "# no heading" in parts[0].text


def test_plain_text_has_headings_in_capitals_or_numbered():
    text = "MEMORANDUM\n\nBetween us.\n\n1. Purpose\n\nWe help. This is\n2. not a heading.\n\nARTICLE IV\n\nEnds.\n\nII. Term\n\nA year."
    headings = [part.heading for part in read(named(text.encode("cp1252"), "old.txt"))]
    assert headings == ["MEMORANDUM", "Purpose", "ARTICLE IV", "Term"]


def test_each_section_of_the_template_is_taken_once():
    parts = split("# Security\nA.\n\n# Security of paper\nB.")
    assert [part.code for part in parts] == ["security", ""]


def test_a_word_document():
    content = document(
        heading("Purpose")
        + paragraph(run("We "), run("always ", bold=True), run("help 2*3 <b>."))
        + heading("Retention")
        + table(("What", "How long"), ("Files", "30 days"))
        + paragraph(run("After | that: gone."))
    )
    parts = read(named(content, "old.DOCX"))
    assert [(part.heading, part.code) for part in parts] == [
        ("Purpose", "purpose"),
        ("Retention", "retention"),
    ]
    html = to_html(parts[0].text)
    assert "<strong>always</strong>" in html
    assert "2*3 &lt;b&gt;." in html
    assert "<td>30 days</td>" in to_html(parts[1].text)
    assert "After | that: gone." in to_html(parts[1].text)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"PK\x03\x04nothing", "a.docx", "not a Word document"),
        (b"", "a.md", "no text"),
        (b"a\x00b", "a.txt", "not a text file"),
        (b"x", "a.pdf", "Use a Word document"),
        (b"x" * 400_001, "a.txt", "longer than"),
        (document("", prolog='<!DOCTYPE x [<!ENTITY a "aaaa">]>'), "a.docx", "not accepted"),
        (document("<w:p>"), "a.docx", "damaged"),
        (
            document(paragraph(run("x")), more={"word/media/a.bin": bytes(MOST_UNPACKED)}),
            "a.docx",
            "too large",
        ),
        (document("<w:p/>" * (MOST_TAGS + 1)), "a.docx", "too long"),
    ],
    ids=["broken", "empty", "binary", "kind", "long", "entities", "bad xml", "bomb", "paragraphs"],
)
def test_what_cannot_be_read_is_refused_with_the_reason(content, name, reason):
    with pytest.raises(RefusedInput, match=reason):
        read(named(content, name))


def test_a_file_that_is_too_large_is_not_read(settings):
    settings.UPLOAD_LIMIT_BYTES = 10
    with pytest.raises(RefusedInput, match="larger than"):
        read(named(b"x" * 11, "a.txt"))


def test_an_archive_that_lies_about_its_size_is_refused():
    content = document(paragraph(run("x" * 5000)))
    size = next(
        i.file_size for i in zipfile.ZipFile(named(content, "a")).infolist() if "document" in i.filename
    )
    lying = content.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(RefusedInput):
        from_word(lying)


def test_a_section_that_is_too_long_goes_on_in_the_next():
    parts = split("# Long\n" + "word " * 9000)
    assert all(len(part.text) <= 20_000 for part in parts)
    assert " ".join(part.text for part in parts).split() == ["word"] * 9000


@pytest.mark.skipif(not REAL.exists(), reason="the collection of real agreements is not here")
def test_no_word_of_real_agreements_is_lost():
    files = sorted(REAL.rglob("*.md"))
    assert len(files) > 40
    for path in files:
        text = path.read_text("utf-8", errors="replace")
        for name in ("a.md", "a.txt"):
            parts = read(named(text.encode(), name))
            found = Counter(
                re.findall(r"[^\W\d_]+", " ".join(f"{part.heading} {part.text}" for part in parts))
            )
            lost = Counter(re.findall(r"[^\W\d_]+", text)) - found
            # The number of a heading goes, and the word before it.
            assert set(lost) <= {"Section", "SECTION", "Article", "ARTICLE"} | {
                word for word in lost if re.fullmatch("[IVXLC]+", word)
            }, (path.name, lost)


def test_a_document_is_looked_at_then_taken_over(draft, dana, sign_in):
    client = sign_in(dana)
    page = reverse("mous:import", args=[draft.pk])
    assert client.get(page).status_code == 200
    wrong = client.post(page, {"file": SimpleUploadedFile("a.docx", b"no", WORD)}).content.decode()
    assert "not a Word document" in wrong
    word = document(
        heading("Purpose") + paragraph(run("To help.")) + heading("Parking") + paragraph(run("Free."))
    )
    preview = client.post(page, {"file": SimpleUploadedFile("old.docx", word, WORD)}).content.decode()
    assert "Nothing has changed yet" in preview
    assert 'value="purpose" selected' in preview
    with acting_as(dana):
        assert draft.sections.get(code="purpose").number == 1
    parts = {
        "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2",
        "form-0-heading": "Purpose", "form-0-code": "purpose", "form-0-text": "To help.",
        "form-1-heading": "Parking", "form-1-code": "purpose", "form-1-text": "Free.",
    }  # fmt: skip
    assert "cannot replace the same section" in client.post(page, parts).content.decode()
    assert "usa-error-message" in client.post(page, {**parts, "form-1-heading": ""}).content.decode()
    assert client.post(page, {**parts, "form-1-code": "+"}).url == reverse("mous:text", args=[draft.pk])
    with acting_as(dana):
        sections = list(draft.sections.all())
        assert [(part.code, part.text) for part in sections[:2]] == [
            ("purpose", "To help."),
            ("parking", "Free."),
        ]
        assert len(sections) == 29
        assert sections[0].versions.count() == 2


def test_an_empty_draft_is_filled_by_import(dana):
    with acting_as(dana):
        mou = actions.draft(by=dana, title="Ours", start=actions.Start.FILE, **DAYS)
        actions.take_over(
            mou, [Part("Who agrees", "A and B.", "parties"), Part("Other", "More.", "")], by=dana
        )
        assert [part.code for part in mou.sections.all()][:2] == ["parties", "other"]
        agreements.reword(mou, dana, "other", text="Less.")
