"""An existing agreement, .docx, .md or .txt, taken apart into sections by its headings. Nothing of it is lost."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import mammoth
from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _
from markdownify import markdownify

from mous.wording import TEMPLATE
from sharing_portal.errors import RefusedInput

ENDINGS = (".docx", ".md", ".markdown", ".txt")
LONGEST_SECTION = 20_000
LONGEST_TEXT = 400_000
MOST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 2000
MOST_TAGS = 400_000
"""In all of a Word document's XML: several times what hundreds of pages have. What it costs to read grows with them."""
PREAMBLE, OTHER = "Preamble", "Other"

# Possessive runs: a line of spaces is looked at once, however long it is.
_HEADING = re.compile(r"^ {0,3}+(#{1,6}+)[ \t]++(.+)$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{3,})[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_NUMBERED = re.compile(
    r"^(?:(?:section|article)\s+)?(?:[IVXLC]+|\d+)[.)]?\s+(\S.*)$|^\d+[.)]\s*(\S.*)$", re.IGNORECASE
)
_MARKS = re.compile(r"[*_`\\]+")
# Words in a heading that tell which section of the portal's template it is. The first that fits counts.
_KNOWN: tuple[tuple[str, str], ...] = (
    ("redisclosure", r"re-?disclos|passing .*on\b|onward|third part|secondary"),
    ("emergency", r"emergenc"),
    ("orders", r"subpoena|court order|legal process"),
    ("breach", r"breach|incident|unauthori[sz]ed"),
    ("retention", r"retention|destr|dispos|return of data|keeping"),
    ("juvenile_certification", r"99\.38|certification"),
    ("health_contract", r"business associate|qualified service|baa\b|qsoa"),
    ("school_contract", r"school official|ferpa"),
    ("minors_and_parents", r"minor|parent"),
    ("consent", r"consent|release of information|authori[sz]ation form"),
    ("minimum_necessary", r"minimum necessary"),
    ("access", r"access|permitted user|need to know"),
    ("security", r"secur|safeguard|data protection|storage"),
    ("training", r"training"),
    ("accounting", r"audit|log|accounting|inspection|record.?keeping"),
    ("matching", r"match|data quality|accuracy"),
    ("aggregate", r"research|aggregate|report|publication|de-identif"),
    ("rights", r"rights of|youth and famil|complaint"),
    ("prohibited", r"prohibit|restriction"),
    ("signatures", r"signature|execution|in witness"),
    ("review", r"review"),
    ("governance", r"governance|amend|modif|dispute|notice|committee"),
    ("term", r"term\b|terminat|duration|effective|expir"),
    ("legal_status", r"legal status|governing law|applicable law"),
    ("authority", r"authority"),
    ("purpose", r"purpose|recital|background|scope"),
    ("data", r"data element|what we share|description of .*data|information to be|data to be|covered data"),
    ("parties", r"\bpart(?:y|ies)\b|who agrees"),
)


@dataclass(frozen=True)
class Part:
    """A section as it was found: its heading, its text in Markdown, and the code of the portal's section like it."""

    heading: str
    text: str
    code: str


def read(upload: File[bytes]) -> list[Part]:
    """The sections of an uploaded document, in its order. Raises `RefusedInput` with a reason a person can act on."""
    ending = PurePosixPath((upload.name or "").lower()).suffix
    if ending not in ENDINGS:
        raise _refused(_("Use a Word document (.docx), or a file in Markdown (.md) or plain text (.txt)."))
    if (upload.size or 0) > settings.UPLOAD_LIMIT_BYTES:
        limit = settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)
        raise _refused(_("This file is larger than %(limit)s MB.") % {"limit": limit})
    upload.seek(0)
    content = upload.read()
    markdown = from_word(content) if ending == ".docx" else _decoded(content)
    if len(markdown) > LONGEST_TEXT:
        raise _refused(
            _("This text is longer than %(longest)s characters. Import it in parts.")
            % {"longest": f"{LONGEST_TEXT:,}"}
        )
    parts = split(markdown, plain=ending == ".txt")
    if not parts:
        raise _refused(_("There is no text in this file."))
    return parts


def split(text: str, *, plain: bool = False) -> list[Part]:
    """The sections by their headings. In plain text, short numbered lines and lines in capitals are headings.

    What stands before the first heading is the preamble; a section that is too long goes on in a second one.
    """
    sections: list[tuple[str, list[str]]] = [("", [])]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    level, fenced = (0 if plain else _section_level(lines)), False
    for number, line in enumerate(lines):
        fenced ^= bool(not plain and _FENCE.match(line))
        heading = None if fenced else _heading_in(lines, number, plain, level)
        if heading:
            sections.append((heading, []))
        elif not (number and _is_underline(lines, number, plain, level)):
            sections[-1][1].append(line)
    return _known(
        [part for heading, body in sections for part in _pieces(heading, "\n".join(body).strip("\n"))]
    )


def from_word(content: bytes) -> str:
    """The text of a Word document in Markdown: headings, lists, tables, emphasis and links; no pictures."""
    _check_archive(content)
    try:
        html = mammoth.convert_to_html(io.BytesIO(content), convert_image=_no_image).value
    except (
        Exception
    ) as error:  # mammoth has no exceptions of its own; whatever it meets, the file is at fault
        raise _refused(_("This Word document is damaged and cannot be read. Save it again.")) from error
    return markdownify(html, heading_style="ATX", escape_misc=True, table_infer_header=True).strip()


def _no_image(_image: Any) -> list[Any]:
    return []


def _check_archive(document: bytes) -> None:
    """A Word document is an archive: look at what it would unpack to before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            found = archive.infolist()
            if len(found) > MOST_PARTS or sum(part.file_size for part in found) > MOST_UNPACKED:
                raise _refused(_("This Word document is too large to be read. Take the pictures out of it."))
            tags = 0
            for part in found:
                if not part.filename.endswith((".xml", ".rels")):
                    continue
                # An archive may lie about sizes; reading stops at what it says. No Word document declares entities.
                content = archive.read(part)
                if b"<!" in content.replace(b"<!--", b""):
                    raise _refused(_("This Word document has parts that are not accepted. Save it again."))
                tags += content.count(b"<")
                if tags > MOST_TAGS:
                    raise _refused(_("This Word document is too long to be read. Import it in parts."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise _refused(_("This is not a Word document (.docx). Save it again in Word.")) from error


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        # Old Windows editors; every byte but five has a meaning there.
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise _refused(_("This is not a text file. Save it as plain text."))
    return text


def _section_level(lines: list[str]) -> int:
    """The level of heading that begins a section: the highest that occurs more than once, else the highest."""
    levels = [len(found.group(1)) for line in lines if (found := _HEADING.match(line))]
    levels += [
        1 if lines[n][0:1] == "=" else 2
        for n in range(1, len(lines))
        if _UNDERLINE.match(lines[n]) and lines[n - 1].strip()
    ]
    repeated = [level for level, count in Counter(levels).items() if count > 1]
    return min(repeated or levels, default=0)


def _heading_in(lines: list[str], number: int, plain: bool, level: int) -> str:
    line = lines[number]
    if plain:
        return _plain_heading(lines, number)
    if (found := _HEADING.match(line)) and len(found.group(1)) <= level:
        return _clean(found.group(2).rstrip(" \t").rstrip("#"))
    if line.strip() and number + 1 < len(lines) and _is_underline(lines, number + 1, plain, level):
        return _clean(line)
    return ""


def _is_underline(lines: list[str], number: int, plain: bool, level: int) -> bool:
    """Whether this line makes the one before it a heading that begins a section."""
    if plain or not (found := _UNDERLINE.match(lines[number])):
        return False
    before = lines[number - 1]
    alone = number < 2 or not lines[number - 2].strip()
    return (
        bool(before.strip())
        and alone
        and not _HEADING.match(before)
        and (1 if found.group(1)[0] == "=" else 2) <= level
    )


def _plain_heading(lines: list[str], number: int) -> str:
    """A short line that stands alone, in capitals or numbered, and is no sentence."""
    line = lines[number].strip()
    alone = not (number and lines[number - 1].strip())
    if not alone or not 2 < len(line) <= 80 or line.endswith((".", ";", ",")):
        return ""
    letters = [mark for mark in line if mark.isalpha()]
    if len(letters) > 3 and all(mark.isupper() for mark in letters):
        return _clean(line)
    return _clean(line) if _NUMBERED.match(line) else ""


def _clean(heading: str) -> str:
    """The heading without its number and emphasis."""
    words = " ".join(_MARKS.sub("", heading).split())
    if found := _NUMBERED.match(words):
        words = found.group(1) or found.group(2)
    return words.strip(" :.–-") or words


def _pieces(heading: str, text: str) -> list[Part]:
    """One part, or several where heading or text are too long for one."""
    if not heading and not text.strip():
        return []
    if len(heading) > 120:
        heading, text = heading[:117] + "…", f"{heading}\n\n{text}".strip()
    pieces = []
    while len(text) > LONGEST_SECTION:
        cut = (
            max(text.rfind("\n\n", 1, LONGEST_SECTION), 0)
            or max(text.rfind(" ", 1, LONGEST_SECTION), 0)
            or LONGEST_SECTION
        )
        pieces.append(text[:cut].strip("\n"))
        text = text[cut:].strip("\n")
    return [Part(heading, piece, "") for piece in [*pieces, text]]


def _known(parts: list[Part]) -> list[Part]:
    """The parts with names for those without, and each section of the template recognized once."""
    codes = {section.heading.casefold(): section.code for section in TEMPLATE}
    taken: set[str] = set()
    named = []
    for number, part in enumerate(parts):
        heading = part.heading or (PREAMBLE if number == 0 else OTHER)
        code = codes.get(heading.casefold()) or _code_of(heading) if part.heading else ""
        code = "" if code in taken else code
        taken.add(code)
        named.append(Part(heading, part.text, code))
    return named


def _code_of(heading: str) -> str:
    return next((code for code, words in _KNOWN if re.search(words, heading, re.IGNORECASE)), "")


def _refused(message: str) -> RefusedInput:
    return RefusedInput(message, field="file")
