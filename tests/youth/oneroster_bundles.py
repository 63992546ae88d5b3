"""A small valid OneRoster 1.1 bundle, whole or with one file changed, as a folder or a zip."""

import zipfile
from datetime import date

import pytest

from youth.oneroster import RosterRefused, read_roster
from youth.oneroster.layout import ALL_FILES, COLUMNS

TODAY = date(2026, 1, 15)


def _header(stem):
    return ",".join(column.name for column in COLUMNS[stem]) + "\r\n"


def manifest(present=("demographics", "orgs", "users"), version="1.1"):
    """A manifest that says these files are there; lines 4 to 16 are the files in alphabetical order."""
    told = [f"file.{stem},{'bulk' if stem in present else 'absent'}" for stem in sorted(ALL_FILES)]
    lines = ["propertyName,value", "manifest.version,1.0", f"oneroster.version,{version}", *told]
    return "\r\n".join([*lines, "source.systemName,Sample", "source.systemCode,S1", ""])


ORGS = _header("orgs") + "d1,,,Lake District,district,1,\r\nh1,,,Lake High School,school,2,d1\r\n"
USERS = _header("users") + (
    's1,,,true,"h1,d1",student,ana,,Ana,García-López,María,1001,ana@example.org,,,"p1,t1",09,hunter2\r\n'
    "s2,,,true,h1,student,ben,,Ben,Ode,,1002,,,,,10,hunter2\r\n"
    'p1,,,true,d1,parent,lou,,Lou,García,,,,,(360) 555-0101,"s1,s2",,\r\n'
    "t1,,,true,h1,teacher,may,,May,Lee,,,may@example.org,,,,,hunter2\r\n"
)
DEMOGRAPHICS = _header("demographics") + "s1,,,2009-04-12,female,,,,,true,,true,US,,,\r\n"


def bundle(folder, *, as_zip=False, **changed):
    """Write the bundle with these files changed (text or bytes), added, or left out (``None``)."""
    files = {"manifest": manifest(), "orgs": ORGS, "users": USERS, "demographics": DEMOGRAPHICS} | changed
    contents = {
        f"{stem}.csv": content.encode() if isinstance(content, str) else content
        for stem, content in files.items()
        if content is not None
    }
    folder.mkdir(exist_ok=True)
    if as_zip:
        return pack(folder / "roster.zip", contents)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return folder


def pack(path, contents):
    """A zip file of these names (or ``ZipInfo``) and bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def plain_contents(**changed):
    """The files of the small bundle as bytes by name, for a test that packs them its own way."""
    files = {"manifest": manifest(), "orgs": ORGS, "users": USERS, "demographics": DEMOGRAPHICS} | changed
    return {f"{stem}.csv": content.encode() for stem, content in files.items()}


def read(source, **options):
    return read_roster(source, today=TODAY, **options)


def outcome(source):
    """The roster and no problems, or no roster and the problems."""
    try:
        return read(source), ()
    except RosterRefused as refused:
        return None, refused.problems


def problems(source, **options):
    with pytest.raises(RosterRefused) as refused:
        read(source, **options)
    return refused.value.problems


def codes(source, **options):
    return [(problem.file, problem.line, problem.code) for problem in problems(source, **options)]
