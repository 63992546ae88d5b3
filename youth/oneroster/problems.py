"""Why a bundle is refused: stable codes, English templates, and a list that cannot grow without end.

A problem tells file, line, column and code. It never repeats what a cell holds: cells are people's data, and
in a file whose columns have slipped any cell may be a password.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NoReturn

MOST_KEPT = 1_000


def gettext_noop(text: str) -> str:
    """Marks a text for the message catalog and leaves it as it is; the page translates it when it shows it."""
    return text


_ = gettext_noop

REASONS: Mapping[str, str] = MappingProxyType(
    {
        # The bundle
        "not_found": _("There is no such folder or file, or it cannot be read."),
        "not_a_zip": _("This is neither a folder nor a zip file that can be opened."),
        "zip_layout": _(
            "The zip file has a comment or the zip64 layout. Pack the CSV files again as a plain zip."
        ),
        "zip_damaged": _("This entry of the zip file is damaged."),
        "encrypted": _(
            "The zip file is protected by a password. Send it without one, over a protected line."
        ),
        "compression": _(
            "This entry is compressed in a way that is not accepted. Use the usual zip compression."
        ),
        "symlink": _("This is a link to another file. Only plain files are read."),
        "not_plain": _("This is not a plain file."),
        "nested": _("Files must lie at the top of the bundle, not in a folder."),
        "unsafe_name": _("This file name is not safe."),
        "same_name_twice": _("This file is in the bundle twice."),
        "too_many_files": _("The bundle has more than {limit} files."),
        "bundle_too_large": _("The zip file is larger than {limit} bytes."),
        "unpacked_too_large": _("The files together are larger than {limit} bytes."),
        "ratio_too_high": _("This entry unpacks to more than {limit} times its size. Real rosters never do."),
        "unknown_file": _("OneRoster 1.1 has no file of this name."),
        "looks_like_sds": _(
            "This is the format of Microsoft School Data Sync. It resembles OneRoster and is not the same. "
            "Export a OneRoster 1.1 bundle from your student information system."
        ),
        "looks_like_clever": _("This is the format of Clever. Export a OneRoster 1.1 bundle instead."),
        "looks_like_1_2": _("This is OneRoster 1.2. The portal reads OneRoster 1.1."),
        "looks_like_1_0": _("This is OneRoster 1.0. The portal reads OneRoster 1.1."),
        # The manifest
        "manifest_missing": _("The bundle has no manifest.csv."),
        "manifest_row_missing": _("The manifest has no row {expected}."),
        "manifest_row_twice": _("The manifest has this row twice."),
        "manifest_unknown_file": _("The manifest names a file that OneRoster 1.1 does not have."),
        "manifest_value": _("The manifest must say absent, bulk or delta for a file."),
        "manifest_version": _("The manifest's own version must be 1.0."),
        "unsupported_version": _("The manifest must say OneRoster version 1.1."),
        "delta": _("Only whole sets (bulk) are imported. This file is a set of changes (delta)."),
        "required_file": _("The manifest says absent, but a roster cannot do without this file."),
        "present_but_absent": _("The manifest says that this file is absent, but it is there."),
        "missing_but_listed": _("The manifest says that this file is there, but it is not."),
        # Bytes and lines
        "not_utf8": _("The file is not UTF-8 from here on. Save it as UTF-8."),
        "utf16": _("The file is UTF-16. Save it as UTF-8."),
        "nul_byte": _("The line holds a NUL character."),
        "line_ending": _("Lines must end in a line feed. This one has a bare carriage return."),
        "row_too_long": _("The line is longer than {limit} bytes. The rest of the file was not read."),
        "too_many_rows": _("The file has more than {limit} lines."),
        "cell_too_long": _("The value is longer than {limit} characters."),
        "bad_quoting": _(
            "Quotation marks are not balanced or not doubled, or the value goes on in the next line."
        ),
        "cell_count": _("The line has {found} values. The header has {expected}."),
        "empty_file": _("The file is empty. Even a file without rows needs its header."),
        "header": _("The header must have {expected} here. Names, letter case and order are fixed."),
        "header_missing": _("The header lacks {expected}."),
        "header_extra": _("Columns after the fixed ones must be named metadata.something."),
        "header_twice": _("The header has this column twice."),
        # Cells
        "formula": _("The value starts like a spreadsheet formula."),
        "control_character": _("The value holds a control character."),
        "required": _("The value is missing."),
        "status_in_bulk": _("In a whole set (bulk), status and dateLastModified must be empty."),
        "bad_date": _("The value must be a date as YYYY-MM-DD."),
        "date_out_of_range": _("The date lies in the future or more than 150 years ago."),
        "dates_reversed": _("The end date is before the start date."),
        "bad_year": _("The value must be a year of four digits."),
        "bad_boolean": _("The value must be true or false."),
        "unknown_value": _("The value must be one of: {expected}."),
        "repeated_in_list": _("The list names the same thing twice."),
        # References
        "duplicate_id": _("This sourcedId was used before, in line {first}."),
        "dangling_org": _("orgs.csv has no such organization."),
        "dangling_parent": _("This file has no such parent."),
        "circular_parent": _("This parent leads back to where it started."),
        "dangling_agent": _("users.csv has no such person."),
        "own_agent": _("A person cannot be their own parent or guardian."),
        "agent_roles": _("This relation is not between a student and an adult."),
        "demographics_without_user": _("users.csv has no such person."),
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason. ``line`` 0 means the file as a whole, an empty ``file`` the bundle; ``column`` is a header name."""

    file: str
    line: int
    column: str
    code: str
    values: Mapping[str, str | int] = field(default_factory=dict, compare=False)

    @property
    def template(self) -> str:
        """The English template, to be translated and then filled from ``values``."""
        return REASONS[self.code]

    @property
    def reason(self) -> str:
        """The English sentence."""
        return self.template.format(**self.values)

    def __str__(self) -> str:
        where = [self.file or "bundle", f"line {self.line}" if self.line else "", self.column]
        return f"{', '.join(filter(None, where))}: {self.reason}"


class RosterRefused(Exception):
    """The bundle was refused and nothing was kept of it.

    ``problems`` holds the first thousand in the order found, ``omitted`` counts those beyond it.
    """

    def __init__(self, problems: tuple[Problem, ...], omitted: int = 0) -> None:
        super().__init__(problems, omitted)
        self.problems = problems
        self.omitted = omitted

    def __str__(self) -> str:
        return f"The roster was refused: {len(self.problems) + self.omitted} problems."


class Problems:
    """Collects what is wrong, so that one reading shows a district everything it has to mend."""

    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self._omitted = 0

    def __len__(self) -> int:
        return len(self._kept) + self._omitted

    def add(self, code: str, file: str = "", line: int = 0, column: str = "", **values: str | int) -> None:
        """Note one problem; beyond the first thousand only their number is kept."""
        if len(self._kept) < MOST_KEPT:
            self._kept.append(Problem(file, line, column, code, values))
        else:
            self._omitted += 1

    def refuse(self, code: str, file: str = "", **values: str | int) -> NoReturn:
        """Note one problem that leaves nothing more to look at, and raise ``RosterRefused``."""
        self.add(code, file, 0, "", **values)
        raise RosterRefused(tuple(self._kept), self._omitted)

    def refuse_if_any(self) -> None:
        """Raise ``RosterRefused`` with everything noted so far, if anything was."""
        if self._kept:
            raise RosterRefused(tuple(self._kept), self._omitted)
