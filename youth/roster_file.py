"""A checked roster as the portal keeps it between the dry run and the import: without passwords, in plain JSON.

The upload itself is never stored: the standard lets a bundle carry passwords.
"""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from youth.oneroster import Demographics, Guardian, GuardianLink, Org, Roster, Staff, Student


def dump(roster: Roster) -> bytes:
    """The roster as JSON; the same roster gives the same bytes."""
    return json.dumps(asdict(roster), default=date.isoformat, sort_keys=True).encode()


def load(content: bytes) -> Roster:
    """The roster that `dump` wrote."""
    kept = json.loads(content)
    return Roster(
        source_name=kept["source_name"],
        source_code=kept["source_code"],
        fingerprint=kept["fingerprint"],
        orgs=tuple(Org(**org) for org in kept["orgs"]),
        students=tuple(_student(student) for student in kept["students"]),
        guardians=tuple(Guardian(**adult) for adult in kept["guardians"]),
        links=tuple(GuardianLink(**link) for link in kept["links"]),
        staff=tuple(Staff(**{**person, "org_ids": tuple(person["org_ids"])}) for person in kept["staff"]),
        not_read=tuple(kept["not_read"]),
    )


def _student(kept: dict[str, Any]) -> Student:
    told = kept["demographics"]
    born = told["birth_date"]
    demographics = Demographics(
        **{
            **told,
            "races": tuple(told["races"]),
            "birth_date": date.fromisoformat(born) if born else None,
        }
    )
    return Student(
        **{
            **kept,
            "org_ids": tuple(kept["org_ids"]),
            "grades": tuple(kept["grades"]),
            "demographics": demographics,
        }
    )
