"""Code typed into a name, a note, a title or a file name does nothing where it is shown."""

from html.parser import HTMLParser

from django import forms

from tests.security.opened import Opened
from tests.security.world import PAYLOAD

ESCAPED = b"&lt;svg onload=alert(1)&gt;"
# Pages that show something a person has typed, and must show it.
SHOWN_ON = {
    "agencies:choose",
    "agencies:contact_edit",
    "agencies:list",
    "agencies:member",
    "agencies:members",
    "agencies:profile",
    "consents:detail",
    "consents:for_youth",
    "consents:list",
    "consents:step",
    "desk:log",
    "desk:log_entry",
    "desk:work",
    "desk:youth",
    "disclosures:decide",
    "disclosures:detail",
    "disclosures:draft",
    "disclosures:inbox",
    "disclosures:list",
    "disclosures:edit_guardian",
    "disclosures:match",
    "disclosures:open",
    "disclosures:received",
    "disclosures:release",
    "disclosures:sent",
    "disclosures:wish",
    "disclosures:wishes",
    "mous:detail",
    "mous:list",
    "mous:section",
    "mous:sign",
    "mous:terms",
    "youth:item",
    "youth:item_correct",
    "youth:list",
    "youth:record",
    "youth:record_edit",
    "youth:roster_import",
}


class _Elements(HTMLParser):
    """Finds what the payload would become if it were not escaped."""

    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        handlers = [name for name, value in attrs if name.startswith("on")]
        links = [value for name, value in attrs if name in ("href", "src", "action") and value]
        if handlers or any(link.lower().startswith(("javascript:", "data:")) for link in links):
            self.ran.append(self.get_starttag_text() or tag)


def elements_that_run(text: bytes) -> list[str]:
    """The start tags that would run code."""
    found = _Elements()
    found.feed(text.decode())
    return found.ran


def test_no_page_runs_it(opened: list[Opened]):
    running = {page.address: elements_that_run(page.text) for page in opened if page.is_page}
    assert {address: tags for address, tags in running.items() if tags} == {}


def test_the_pages_show_it_as_words(opened: list[Opened]):
    """Otherwise the test before proves nothing."""
    shown = {page.address for page in opened if page.is_page and ESCAPED in page.text}
    assert SHOWN_ON - shown == set()


def test_the_payload_would_be_found():
    assert elements_that_run(f'<input value="{PAYLOAD}">'.encode()) == ["<svg onload=alert(1)>"]


def test_files_are_downloads_under_a_name_that_ends_no_header(opened: list[Opened]):
    """Stored files and exports: never shown in the portal's own origin, and the name stays inside its quotes."""
    files = [page for page in opened if page.method == "GET" and "Content-Disposition" in page.headers]
    # The description of the API holds nothing that anybody typed.
    files = [page for page in files if page.address != "api-schema"]
    assert {page.address for page in files} >= {"youth:item_file", "disclosures:item_file", "mous:pdf"}
    for page in files:
        assert page.headers["Content-Disposition"].startswith("attachment"), page.address
        assert page.headers["X-Content-Type-Options"] == "nosniff", page.address
        assert not page.is_page, page.address
        assert "\n" not in page.headers["Content-Disposition"], page.address


class _Hinted(forms.Form):
    box = forms.BooleanField(help_text=PAYLOAD)
    several = forms.MultipleChoiceField(
        choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, help_text=PAYLOAD
    )
    words = forms.CharField(help_text=PAYLOAD)


def test_the_hint_of_a_field_is_text():
    """Names stand in hints: who may not sign, how a name is to be typed."""
    html = str(_Hinted())
    assert "<svg" not in html
    assert html.count(ESCAPED.decode()) == 3
