"""A PDF is made of its template and nothing else: nothing is fetched, no file is read, whatever a text says."""

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pytest
from weasyprint.urls import URLFetchingError

from sharing_portal import pdf
from tests.security.opened import Opened
from tests.security.world import PAYLOAD

CANARY = "canary-4f1e7a"


@pytest.fixture
def listener():
    """A web server on this machine; gives its address and the paths it was asked for."""
    asked: list[str] = []

    class _Note(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CANARY.encode())

        def log_message(self, *args: object) -> None:
            """Keep the test's output clean."""

    server = HTTPServer(("127.0.0.1", 0), _Note)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def file(tmp_path: Path) -> str:
    """The address of a file that the process can read."""
    path = tmp_path / "secret.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text>{CANARY}</text></svg>')
    return path.as_uri()


WAYS = {
    "image": '<img alt="x" src="{url}">',
    "style sheet": '<link rel="stylesheet" href="{url}">',
    "attachment": '<link rel="attachment" href="{url}">',
    "link to an attachment": '<a rel="attachment" href="{url}">x</a>',
    "object": '<object data="{url}">x</object>',
    "embed": '<embed src="{url}">',
    "frame": '<iframe src="{url}"></iframe>',
    "import": '<style>@import url("{url}");</style>',
    "background": "<p style=\"background: url('{url}')\">x</p>",
    "font": '<style>@font-face {{ font-family: f; src: url("{url}") }} p {{ font-family: f }}</style><p>x</p>',
    "list mark": "<ul style=\"list-style-image: url('{url}')\"><li>x</li></ul>",
    "content": "<style>p::before {{ content: url('{url}') }}</style><p>x</p>",
    "attribute of an old table": '<table background="{url}"><tr><td background="{url}">x</td></tr></table>',
    "drawing": '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>',
    "drawing by reference": '<svg xmlns="http://www.w3.org/2000/svg"><use href="{url}#x"/></svg>',
    "base": '<base href="{url}"><img alt="x" src="x.svg">',
}


@pytest.fixture
def render(monkeypatch):
    """`render(fragment)`: the PDF of a template into which this came unescaped."""

    def _render(fragment: str) -> bytes:
        page = f"<html lang='en'><head><title>x</title></head><body><h1>x</h1>{fragment}</body></html>"
        monkeypatch.setattr(pdf, "render_to_string", lambda template, context: page)
        return pdf.render_pdf("any.html", {})

    return _render


def whole(content: bytes) -> bytes:
    """Everything in the PDF, unpacked."""
    unpacked = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert not opened.attachments
        opened.save(unpacked, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
    return unpacked.getvalue()


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_fetched_and_no_file_is_read(render, listener, file, way):
    address, asked = listener
    for url in (f"{address}/x.svg", file, "file:///etc/passwd"):
        content = whole(render(WAYS[way].format(url=url)))
        assert CANARY.encode() not in content
        assert b"root:" not in content
    assert asked == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1:1/", "ftp://127.0.0.1/", "data:text/plain,x", "x.css"]
)
def test_the_fetcher_refuses_every_address(url):
    with pytest.raises(URLFetchingError):
        pdf._DenyAll().fetch(url)


def test_the_portals_own_pdfs_show_hostile_names_as_words(opened: list[Opened]):
    """The world's names, titles and notes are in them; each was rendered through its own template."""
    made = [page for page in opened if page.headers.get("Content-Type") == "application/pdf"]
    named = {page.address for page in made if page.method == "GET"}
    assert named == {
        "desk:blank_consent_form",
        "consents:letter",
        "consents:paper",
        "consents:pdf",
        "mous:evidence",
        "mous:exhibit",
        "mous:pdf",
        "mous:scan",
        "disclosures:decision_pdf",
        "disclosures:package",
    }
    for page in made:
        if page.method == "GET":
            assert b"//evil.example" not in whole(page.text)


def test_a_template_escapes_what_it_is_given(monkeypatch):
    """Escaping is the first wall; the fetcher is the second."""
    seen: list[str] = []
    html = pdf.HTML

    def _html(string: str, **options):
        seen.append(string)
        return html(string=string, **options)

    monkeypatch.setattr(pdf, "HTML", _html)
    context = {"release": {"agency": PAYLOAD}, "request": {"described_name": PAYLOAD}, "items": []}
    pdf.render_pdf("disclosures/pdf/package.html", context)
    assert PAYLOAD not in seen[0]
    assert "&lt;svg onload" in seen[0]
