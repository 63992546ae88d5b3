"""The one way in: a bundle becomes a ``Roster``, or a list of everything that is wrong with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from youth.oneroster.bundle import DEFAULT_LIMITS, Bundle, Limits, Meter, opened
from youth.oneroster.layout import OUR_FILES
from youth.oneroster.manifest import Manifest, check_names, read_manifest
from youth.oneroster.people import (
    People,
    check_sessions,
    read_demographics,
    read_links,
    read_orgs,
    read_people,
)
from youth.oneroster.problems import Problems
from youth.oneroster.roster import Guardian, GuardianLink, Roster, Staff
from youth.oneroster.rows import File


def read_roster(
    source: Path | BinaryIO, *, today: date | None = None, limits: Limits = DEFAULT_LIMITS
) -> Roster:
    """Read a folder, a zip file or an open binary file that holds one.

    Raises ``RosterRefused`` with every problem found, and returns only rosters without any. Nothing is written,
    and no password is kept. ``today`` is the day after which no birth date may lie.
    """
    problems = Problems()
    meter = Meter(limits)
    with opened(source, meter, problems) as bundle:
        reading = Reading(bundle, problems, today or date.today(), limits)
        roster = reading.roster(meter)
    problems.refuse_if_any()
    return roster


class Reading:
    """One pass over a bundle."""

    def __init__(self, bundle: Bundle, problems: Problems, today: date, limits: Limits) -> None:
        self._bundle = bundle
        self._problems = problems
        self._today = today
        self._limits = limits

    def roster(self, meter: Meter) -> Roster:
        manifest = self._manifest()
        orgs = read_orgs(self._file("orgs", manifest), self._problems)
        check_sessions(self._file("academicSessions", manifest), self._problems)
        people = read_people(self._file("users", manifest), orgs, self._problems)
        told = read_demographics(self._file("demographics", manifest), people, self._problems)
        links = read_links(people, self._problems)
        return Roster(
            source_name=manifest.source_name,
            source_code=manifest.source_code,
            fingerprint=meter.fingerprint(),
            orgs=tuple(orgs.found.values()),
            students=tuple(
                replace(student, demographics=told.get(key, student.demographics))
                for key, student in people.students.items()
            ),
            guardians=tuple(_guardians(people, links)),
            links=links,
            staff=tuple(people.staff.values()),
            not_read=tuple(name for name in self._bundle.names if name not in _READ),
        )

    def _manifest(self) -> Manifest:
        """The manifest; where it is missing, the files are read all the same, to say what else is wrong."""
        names = frozenset(self._bundle.names)
        check_names(self._bundle.names, self._problems)
        if "manifest.csv" in names:
            return read_manifest(self._reader("manifest").rows(), names, self._problems)
        self._problems.add("manifest_missing")
        return Manifest(frozenset(name[:-4] for name in names if name.endswith(".csv")), "", "")

    def _file(self, stem: str, manifest: Manifest) -> File | None:
        return self._reader(stem) if stem in manifest.present else None

    def _reader(self, stem: str) -> File:
        return File(stem, self._bundle, self._problems, today=self._today, limits=self._limits)


_READ = frozenset(f"{stem}.csv" for stem in (*OUR_FILES, "manifest"))


def _guardians(people: People, links: tuple[GuardianLink, ...]) -> Iterator[Guardian]:
    """Everybody with a family role, and staff whom a student names."""
    yield from people.guardians.values()
    named = {link.guardian_id for link in links}
    for key, member in people.staff.items():
        if key in named:
            yield _as_guardian(member)


def _as_guardian(member: Staff) -> Guardian:
    return Guardian(
        sourced_id=member.sourced_id,
        role="unspecified",
        given_name=member.given_name,
        middle_name=member.middle_name,
        family_name=member.family_name,
        email=member.email,
        phone=member.phone,
        sms="",
        enabled=member.enabled,
    )
