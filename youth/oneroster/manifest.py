"""The manifest: what the bundle says it holds, compared with what is there."""

from collections.abc import Iterable
from dataclasses import dataclass

from youth.oneroster.layout import ALL_FILES, REQUIRED_FILES, known_format_of_file
from youth.oneroster.problems import Problems
from youth.oneroster.rows import Row

_NAME = "manifest.csv"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A checked manifest: which files are there, and which system they come from."""

    present: frozenset[str]
    source_name: str
    source_code: str


def check_names(names: Iterable[str], problems: Problems) -> None:
    """Note every CSV file that OneRoster 1.1 does not have; files that are not CSV are none of our business."""
    known = {f"{stem}.csv" for stem in (*ALL_FILES, "manifest")}
    for name in names:
        if name.casefold().endswith(".csv") and name not in known:
            problems.add(known_format_of_file(name), name)


def read_manifest(rows: Iterable[Row], names: frozenset[str], problems: Problems) -> Manifest:
    """What the manifest says; every disagreement with the standard and with the bundle is noted."""
    stated: dict[str, tuple[int, str]] = {}
    for row in rows:
        if row["propertyName"] in stated:
            problems.add("manifest_row_twice", _NAME, row.line)
        stated.setdefault(row["propertyName"], (row.line, row["value"]))
    _check_versions(stated, problems)
    present = {stem for stem in ALL_FILES if _is_present(stem, stated, names, problems)}
    for name, (line, _value) in stated.items():
        if name.startswith("file.") and name.removeprefix("file.") not in ALL_FILES:
            problems.add("manifest_unknown_file", _NAME, line)
    source_name, source_code = (
        stated.get(name, (0, ""))[1] for name in ("source.systemName", "source.systemCode")
    )
    return Manifest(frozenset(present), source_name, source_code)


def _check_versions(stated: dict[str, tuple[int, str]], problems: Problems) -> None:
    expected = {
        "manifest.version": ("1.0", "manifest_version"),
        "oneroster.version": ("1.1", "unsupported_version"),
    }
    for name, (wanted, code) in expected.items():
        line, value = stated.get(name, (0, ""))
        if not line:
            problems.add("manifest_row_missing", _NAME, expected=name)
        elif value != wanted:
            lookalike = {"1.2": "looks_like_1_2", "1.0": "looks_like_1_0"}.get(value, code)
            problems.add(lookalike if code == "unsupported_version" else code, _NAME, line, "value")


def _is_present(
    stem: str, stated: dict[str, tuple[int, str]], names: frozenset[str], problems: Problems
) -> bool:
    """Whether the manifest and the bundle agree that this file is there, and whole."""
    line, value = stated.get(f"file.{stem}", (0, ""))
    is_there = f"{stem}.csv" in names
    fault = ""
    if not line:
        problems.add("manifest_row_missing", _NAME, expected=f"file.{stem}")
        return is_there
    if value not in ("absent", "bulk", "delta"):
        fault = "manifest_value"
    elif value == "delta":
        fault = "delta"
    elif value == "absent" and stem in REQUIRED_FILES:
        fault = "required_file"
    if fault:
        problems.add(fault, _NAME, line, f"file.{stem}")
    if value == "absent" and is_there:
        problems.add("present_but_absent", f"{stem}.csv")
    if value in ("bulk", "delta") and not is_there:
        problems.add("missing_but_listed", f"{stem}.csv")
    return is_there
