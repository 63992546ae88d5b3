"""The HTML of a converted Word document as Markdown. Every word is kept; what Markdown cannot say is written plainly."""

import re
from html.parser import HTMLParser

_SIGNS = re.compile(r"([\\`*_\[\]<>|])")
_AT_START = re.compile(r"^(\s*)([#+-]|\d+[.)])(\s)", re.MULTILINE)
_EMPHASIS = {"strong": "**", "em": "*"}


def to_markdown(html: str) -> str:
    """Headings, paragraphs, lists, tables, emphasis and links."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(writer.finished())).strip()


class _Writer(HTMLParser):
    """Collects blocks of Markdown; a list or a table is one block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = []
        self._words = ""
        self._lists: list[int] = []  # the number of the next item, or 0 where items have dots
        self._item = ""
        self._rows: list[list[str]] | None = None
        self._tables = 0
        self._link = ""

    def finished(self) -> list[str]:
        self._end_block()
        return self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6") and self._rows is None:
            self._end_block()
            self._words = "#" * int(tag[1]) + " "
        elif tag in ("ul", "ol"):
            self._end_block()
            self._lists.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self._end_block()
            self._begin_item()
        elif tag == "table":
            self._tables += 1
            if self._tables == 1:
                self._end_block()
                self._rows = []
        elif tag == "tr" and self._tables == 1 and self._rows is not None:
            self._rows.append([])
        elif tag == "br":
            self._words += " " if self._rows is not None else "\n"
        elif tag in _EMPHASIS:
            self._words += _EMPHASIS[tag]
        elif tag == "a":
            self._link = dict(attrs).get("href") or ""
            self._words += "[" if self._goes_out() else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPHASIS:
            self._end_emphasis(_EMPHASIS[tag])
        elif tag == "a":
            self._words += f"]({self._link})" if self._goes_out() else ""
            self._link = ""
        elif tag in ("td", "th") and self._tables == 1 and self._rows:
            self._rows[-1].append(" ".join(self._words.split()))
            self._words = ""
        elif tag == "table":
            self._tables -= 1
            if not self._tables:
                self._end_table()
        elif self._rows is not None:
            self._words += " " if tag in ("p", "li") else ""
        elif tag in ("ul", "ol") and self._lists:
            self._end_block()
            self._lists.pop()
        elif tag in ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6"):
            self._end_block()

    def handle_data(self, data: str) -> None:
        words = _SIGNS.sub(r"\\\1", data)
        self._words += words if self._words.strip() else _AT_START.sub(r"\1\\\2\3", words)

    def _goes_out(self) -> bool:
        return self._link.lower().startswith(("http:", "https:", "mailto:")) and not re.search(
            r"[\s()<>]", self._link
        )

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else 0
        self._item = "  " * 2 * (max(len(self._lists), 1) - 1) + (f"{number}. " if number else "- ")
        if number:
            self._lists[-1] += 1

    def _end_emphasis(self, mark: str) -> None:
        # Markdown has no emphasis around nothing, and none with a space inside.
        before, _mark, within = self._words.rpartition(mark)
        if not within.strip():
            self._words = before + within
            return
        ahead, behind = within[: len(within) - len(within.lstrip())], within[len(within.rstrip()) :]
        self._words = f"{before}{ahead}{mark}{within.strip()}{mark}{behind}"

    def _end_block(self) -> None:
        if self._rows is not None:
            return
        words, self._words = self._words.strip(), ""
        if words.strip("# "):
            self._append(words)

    def _append(self, words: str) -> None:
        if not self._lists:
            self._blocks.append(words)
            return
        begin = self._item or "  " * 2 * len(self._lists)
        self._item = ""
        line = begin + words.replace("\n", "\n" + " " * len(begin))
        joined = self._blocks and self._blocks[-1].lstrip().startswith(("- ", "1. "))
        if joined:
            self._blocks[-1] += "\n" + line
        else:
            self._blocks.append(line)

    def _end_table(self) -> None:
        rows, self._rows = [row for row in self._rows or [] if row], None
        if not rows:
            return
        width = max(map(len, rows))
        lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * width)
        self._blocks.append("\n".join(lines))
