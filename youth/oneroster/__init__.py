"""Reading a school district's roster from a OneRoster 1.1 CSV bundle, all or nothing.

``read_roster`` answers with a checked, frozen ``Roster`` or raises ``RosterRefused`` with every problem it found.
It writes nothing. Passwords in the file are dropped while its rows are read, and guardianship is a relation
between two people, never an authority to consent.
"""

from youth.oneroster.bundle import Limits
from youth.oneroster.problems import REASONS, Problem, RosterRefused
from youth.oneroster.read import read_roster
from youth.oneroster.roster import Demographics, Guardian, GuardianLink, Org, Roster, Staff, Student

__all__ = [
    "REASONS",
    "Demographics",
    "Guardian",
    "GuardianLink",
    "Limits",
    "Org",
    "Problem",
    "Roster",
    "RosterRefused",
    "Staff",
    "Student",
    "read_roster",
]
