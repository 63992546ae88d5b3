"""What the county is to consist of, before anything is stored: agencies, their people, and what they write down."""

import random
from dataclasses import dataclass, replace

from county.names import FURTHER_PLACES, NAMINGS
from youth.names import fold

MAIL_ENDING = ".example"


@dataclass(frozen=True)
class PersonPlan:
    """One member of an agency. The same name and domain at two agencies is one person with two memberships."""

    name: str
    title: str
    roles: tuple[str, ...]
    domain: str

    @property
    def email(self) -> str:
        """`first.last@agency.example`."""
        local = ".".join(word for word in fold(self.name).split() if word != "dr")
        return f"{local}@{self.domain}{MAIL_ENDING}"


@dataclass(frozen=True)
class Topic:
    """What an agency writes: a category, the bank of phrases, how many records in 100 have it, how many items at most."""

    category: str
    bank: str
    share: int
    most: int = 2


@dataclass(frozen=True)
class AgencyPlan:
    """One agency. `caseload` is how many of 100 of its youth are on somebody's caseload."""

    key: str
    name: str
    kind: str
    statuses: tuple[str, ...]
    address: str
    phone: str
    numbering: str
    topics: tuple[Topic, ...]
    caseload: int
    people: tuple[PersonPlan, ...]
    sites: tuple[str, ...] = ()

    def with_role(self, *roles: str) -> list[PersonPlan]:
        """The people who hold one of these roles, in the plan's order."""
        return [person for person in self.people if set(roles) & set(person.roles)]


def people(domain: str, text: str) -> tuple[PersonPlan, ...]:
    """Read `name | title | role, role` lines."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return tuple(
        PersonPlan(name, title, tuple(role.strip() for role in roles.split(",")), domain)
        for name, title, roles in rows
    )


def further(agencies: tuple[AgencyPlan, ...], place_number: int) -> tuple[AgencyPlan, ...]:
    """The same agencies again for another place, with other names and people: what `--scale` adds."""
    place = FURTHER_PLACES[place_number % len(FURTHER_PLACES)]
    if place_number >= len(FURTHER_PLACES):
        place = f"{place} {place_number // len(FURTHER_PLACES) + 1}"
    slug = fold(place).replace(" ", "")
    chance = random.Random(f"people of {place}")
    names: dict[str, str] = {}

    def there(text: str) -> str:
        for here, name in (("Cedar Hollow", place), ("Port Alder", f"Upper {place}"), ("Larkspur", place)):
            text = text.replace(here, name)
        return text

    def moved(agency: AgencyPlan) -> AgencyPlan:
        for person in agency.people:
            if person.name not in names:
                names[person.name] = _grown_up(chance, set(names.values()))
        name = there(agency.name)
        return replace(
            agency,
            name=name if name != agency.name else f"{name}, {place}",
            address=there(agency.address),
            sites=tuple(there(site) for site in agency.sites),
            people=tuple(
                PersonPlan(names[person.name], there(person.title), person.roles, f"{slug}-{person.domain}")
                for person in agency.people
            ),
        )

    return tuple(moved(agency) for agency in agencies)


def _grown_up(chance: random.Random, taken: set[str]) -> str:
    """A name nobody at this place has yet."""
    while True:
        naming = chance.choices(NAMINGS, [naming.share for naming in NAMINGS])[0]
        name = f"{chance.choice((*naming.girls, *naming.boys))} {chance.choice(naming.last)}"
        if name not in taken:
            return name
