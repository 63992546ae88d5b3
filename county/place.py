"""One place of the county while it is being loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from county.facts import grade_place
from county.offices import Office
from county.young_people import Young


@dataclass(frozen=True)
class Need:
    """What the story wants an agency to hold about a young person, and on whose caseload (by place in the plan)."""

    categories: frozenset[str] = frozenset()
    hand: int = 0


@dataclass(frozen=True)
class Place:
    """Its agencies, the young people they know, and what the story needs: by a young person's number and an agency."""

    number: int
    today: date
    offices: Mapping[str, Office]
    young: list[Young]
    needs: Mapping[tuple[int, str], Need]

    def school_of(self, young: Young) -> str:
        """The school she goes to, by district and grade; empty when none of the districts knows her."""
        office = next((self.offices[key] for key in ("cedar", "alder") if key in young.known_to), None)
        if office is None:
            return ""
        grade = grade_place(young, self.today)
        level = "High" if grade is None or grade > 8 else "Middle" if grade > 5 else "Elementary"
        fitting = [site for site in office.plan.sites if level in site]
        return fitting[young.number % len(fitting)]
