"""HTML to PDF, with no way to the network or the file system."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetchingError


class _DenyAll(URLFetcher):
    """Refuses every address: our PDF templates refer to nothing outside themselves."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        raise URLFetchingError("PDF templates may not load anything")


def render_pdf(template: str, context: dict[str, Any], *, language: str = "en") -> bytes:
    """Render a template under `templates/` to a tagged PDF (PDF/UA-1 variant) in `language`."""
    with translation.override(language):
        html = render_to_string(template, {**context, "pdf_language": language})
    stylesheet = (settings.BASE_DIR / "static" / "css" / "pdf.css").read_text("utf-8")
    fetcher = _DenyAll()
    document = HTML(string=html, url_fetcher=fetcher)
    return document.write_pdf(
        stylesheets=[CSS(string=stylesheet, url_fetcher=fetcher)], pdf_variant="pdf/ua-1", full_fonts=False
    )
