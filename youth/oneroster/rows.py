"""From bytes to checked cells, one line at a time.

A record is one line: no value of a roster has a reason to hold a line break, and so a missing quotation mark
costs one line and not the rest of the file.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from youth.oneroster.bundle import Bundle, Limits, Refused
from youth.oneroster.layout import COLUMNS, Column, known_format_of_header
from youth.oneroster.problems import Problems

# RFC 4180: a value is quoted whole, with its quotation marks doubled, or has none.
_LINE = re.compile(r'(?:"(?:[^"]|"")*+"|[^",]*+)(?:,(?:"(?:[^"]|"")*+"|[^",]*+))*+')
# The full-width forms count too: spreadsheets in East Asian languages read them as the plain ones.
_FORMULA_STARTS = tuple("=+-@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH COMMERCIAL AT}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PHONE = re.compile(r"\+[0-9][0-9 ().-]{4,30}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")
_METADATA = re.compile(r"metadata\.[\w.-]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One checked line: ``line`` for messages, and the values of the file's fixed columns by name."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def items(self, column: str) -> tuple[str, ...]:
        """The values of a list cell."""
        return tuple(part.strip() for part in self.cells[column].split(",") if part.strip())

    def day(self, column: str) -> date | None:
        """The date of a cell, ``None`` when it is empty or was found wrong."""
        return _day(self.cells[column])


class File:
    """Reads one file of the bundle and notes what is wrong in it.

    ``complete`` turns true when every line has been handed on: only then does a reference to a row that is
    not there mean that the bundle lacks it.
    """

    def __init__(self, stem: str, bundle: Bundle, problems: Problems, *, today: date, limits: Limits) -> None:
        self.name = f"{stem}.csv"
        self.complete = False
        self._stem = stem
        self._bundle = bundle
        self._problems = problems
        self._today = today
        self._limits = limits
        self._columns = COLUMNS[stem]
        self._width = 0
        self._dropped = 0

    def rows(self) -> Iterator[Row]:
        """Each line whose cells could be told apart, even when some of them are wrong."""
        line = 0
        try:
            for line, raw in enumerate(self._bundle.open(self.name).lines(), start=1):
                text = self._decoded(line, raw)
                cells = None if text is None else self._split(line, text)
                if text is None or (line == 1 and not self._accepts_header(cells)):
                    return
                if line > 1 and cells != []:
                    yield from self._row(line, cells)
        except Refused as refused:
            self._note(refused.code, line + 1, "", **refused.values)
            return
        if not line:
            self._note("empty_file", 0)
        self.complete = bool(line) and not self._dropped

    def _note(self, code: str, line: int, column: str = "", **values: str | int) -> None:
        self._problems.add(code, self.name, line, column, **values)

    def _decoded(self, line: int, raw: bytes) -> str | None:
        """The line without its end, ``None`` where the file ceases to be UTF-8."""
        fault = "utf16" if line == 1 and raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "not_utf8"
        try:
            text = raw.decode("utf-8-sig" if line == 1 else "utf-8")
        except UnicodeDecodeError:
            self._note(fault, line)
            return None
        return text.removesuffix("\n").removesuffix("\r")

    def _split(self, line: int, text: str) -> list[str] | None:
        """The cells; an empty list for a blank line, ``None`` when they cannot be told apart."""
        fault = "nul_byte" if "\0" in text else "line_ending" if "\r" in text else ""
        if not fault and not _LINE.fullmatch(text):
            fault = "bad_quoting"
        if fault:
            self._note(fault, line)
            return None
        return next(csv.reader([text], strict=True), [])

    def _accepts_header(self, header: list[str] | None) -> bool:
        if header is None:
            return False
        expected = [column.name for column in self._columns]
        self._width = len(header)
        lookalike = known_format_of_header(self._stem, tuple(header))
        if header[: len(expected)] != expected:
            self._note_header(expected, header, lookalike)
            return False
        extra = header[len(expected) :]
        fault = "" if all(map(_METADATA.fullmatch, extra)) else lookalike or "header_extra"
        fault = fault or ("header_twice" if len(extra) != len(set(extra)) else "")
        if fault:
            self._note(fault, 1)
        return not fault

    def _note_header(self, expected: list[str], header: list[str], lookalike: str) -> None:
        """Say first what format it is, if we know, and then the first place where it departs from ours.

        What stands there instead is not repeated: where the header is missing it is somebody's data.
        """
        if lookalike:
            self._note(lookalike, 1)
        for name, found in zip(expected, [*header, *[""] * len(expected)], strict=False):
            if name != found:
                self._note("header" if name in header else "header_missing", 1, name, expected=name)
                return

    def _row(self, line: int, cells: list[str] | None) -> Iterator[Row]:
        """The row, or none when its cells cannot be told apart or are too many or too few."""
        if cells is not None and len(cells) != self._width:
            self._note("cell_count", line, found=len(cells), expected=self._width)
            cells = None
        if cells is None:
            self._dropped += 1
            return
        fixed = {
            column.name: self._checked(line, column, cell)
            for column, cell in zip(self._columns, cells, strict=False)
        }
        for cell in cells[len(self._columns) :]:
            self._check_text(line, Column("metadata", kind="list"), cell)
        yield Row(line, fixed)

    def _checked(self, line: int, column: Column, cell: str) -> str:
        """The cell without outer spaces, its faults noted. A password is gone before anything looks at it."""
        if column.kind == "secret" or not (cell or column.required):
            return ""
        value = cell.strip(" ")
        if not self._check_text(line, column, cell):
            return value
        fault = _fault(column, value, self._today)
        if fault:
            self._note(fault, line, column.name, expected=", ".join(column.choices))
        return value

    def _check_text(self, line: int, column: Column, cell: str) -> bool:
        fault = ""
        longest = self._limits.list_characters if column.kind == "list" else self._limits.text_characters
        if len(cell) > longest:
            fault = "cell_too_long"
        elif _is_formula(column, cell):
            fault = "formula"
        elif _CONTROL.search(cell):
            fault = "control_character"
        if fault:
            self._note(fault, line, column.name, limit=longest)
        return not fault


def _is_formula(column: Column, cell: str) -> bool:
    """Whether a spreadsheet would calculate it. An international phone number may keep its plus sign."""
    start = cell.lstrip(" \N{NO-BREAK SPACE}")
    if not start.startswith(_FORMULA_STARTS):
        return False
    return not (column.name in ("phone", "sms") and _PHONE.fullmatch(cell.strip(" ")))


def _fault(column: Column, value: str, today: date) -> str:
    if not value:
        return "required" if column.required else ""
    match column.kind:
        case "blank":
            return "status_in_bulk"
        case "boolean":
            return "" if value in ("true", "false") else "bad_boolean"
        case "one_of":
            return "" if value in column.choices else "unknown_value"
        case "year":
            return "" if _YEAR.fullmatch(value) else "bad_year"
        case "list":
            return _fault_of_list(value.split(","), column.required)
        case "date":
            return _fault_of_date(column.name, value, today)
    return ""


def _fault_of_list(parts: Sequence[str], required: bool) -> str:
    named = [part.strip() for part in parts if part.strip()]
    if not named:
        return "required" if required else ""
    return "repeated_in_list" if len(named) != len(set(named)) else ""


def _fault_of_date(column: str, value: str, today: date) -> str:
    day = _day(value)
    if day is None:
        return "bad_date"
    is_past = today.year - 150 <= day.year and day <= today
    return "date_out_of_range" if column == "birthDate" and not is_past else ""


def _day(value: str) -> date | None:
    if not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
