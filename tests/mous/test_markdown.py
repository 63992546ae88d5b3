"""Markdown of agreements: what is shown, and what never becomes HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mous.markdown import literal, to_html


def test_headings_lie_below_the_section():
    assert "<h4>Terms</h4>" in to_html("# Terms")
    assert "<h3>Terms</h3>" in to_html("# Terms", below=2)
    assert "<h6>Deep</h6>" in to_html("###### Deep")


def test_lists_tables_and_line_breaks():
    assert to_html("1. one\n2. two").count("<li>") == 2
    assert '<ol start="3">' in to_html("3. three")
    assert "<td>a</td>" in to_html("| x | y |\n|---|---|\n| a | b |")
    assert to_html("first\nsecond") == "<p>first<br>\nsecond</p>\n"


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<svg onload=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JAVA\tSCRIPT:alert(1))",
        "[x](data:text/html,hello)",
        "[x](//elsewhere.example)",
        "[x](/accounts/logout/)",
        "![x](https://elsewhere.example/a.png)",
        "<https://ok.example> <javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '[x](https://ok.example "onclick")',
    ],
)
def test_nothing_that_runs_or_is_fetched(source):
    html = to_html(source)
    for danger in ("<script", "<svg", "<img", 'href="javascript', 'href="data', 'href="/', "title="):
        assert danger not in html.lower()


def test_links_to_pages_and_mail_addresses():
    assert 'href="https://www.ecfr.gov"' in to_html("[eCFR](https://www.ecfr.gov)")
    assert 'href="mailto:a@b.example"' in to_html("<mailto:a@b.example>")


@given(st.text(alphabet="<>[]()!*_`#|-:/\\ \nasjvcript\"'&;", max_size=120))
def test_whatever_is_typed_stays_harmless(source):
    html = to_html(source).lower()
    assert "<script" not in html
    assert 'href="java' not in html


def test_names_are_shown_as_they_are():
    assert "A *great* [school] <b>" in to_html(literal("A *great* [school] <b>")).replace(
        "&lt;", "<"
    ).replace("&gt;", ">")
