"""Markdown as agreements use it: text in, harmless HTML out.

CommonMark with tables. No raw HTML and no images; links only to web pages and mail addresses; headings always lie
below the heading of the section they stand in. A line break is kept, so that plain text reads as it was typed.
"""

import re
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

DEEPEST = 6
_TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"),
}
_SCHEMES = {"http", "https", "mailto"}
_MARKS = re.compile(r"([\\`*\[\]<>])")


def to_html(source: str, *, below: int = 3) -> SafeString:
    """The text as HTML whose headings lie below level `below`. What could do harm is shown as it was typed."""
    return mark_safe(_rendered(source, below))  # noqa: S308 - nh3 lets through only the tags above


def literal(words: str) -> str:
    """The words so that Markdown shows them as they are."""
    return _MARKS.sub(r"\\\1", words)


@lru_cache(maxsize=256)
def _rendered(source: str, below: int) -> str:
    tokens = _parser().parse(source)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(DEEPEST, int(token.tag[1]) + below)}"
    html = _parser().renderer.render(tokens, _parser().options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
    parser.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])
    parser.validateLink = _is_safe  # type: ignore[method-assign, assignment]
    return parser


def _is_safe(address: str) -> bool:
    return address.strip().lower().split(":", 1)[0] in _SCHEMES and ":" in address
