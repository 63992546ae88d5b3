"""How the text of an agreement is shown in pages and in the PDF."""

from django import template
from django.utils.safestring import SafeString

from mous.markdown import to_html

register = template.Library()


@register.filter
def markdown(source: str, below: int = 3) -> SafeString:
    """Markdown as harmless HTML, its headings below the given level."""
    return to_html(source, below=below)
