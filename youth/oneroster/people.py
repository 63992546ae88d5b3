"""From checked rows to organizations, people and the relations between them, every reference followed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from youth.oneroster.layout import GUARDIAN_ROLES, RACES, STAFF_ROLES
from youth.oneroster.problems import Problems
from youth.oneroster.roster import Demographics, Guardian, GuardianLink, Org, Staff, Student
from youth.oneroster.rows import File, Row


@dataclass
class Orgs:
    """The organizations; ``complete`` when every line of their file could be read, so that none is missing."""

    found: dict[str, Org] = field(default_factory=dict)
    complete: bool = False


@dataclass
class People:
    """The users of the bundle by kind, and whom each of them names as parent, guardian or child.

    ``complete`` as for organizations: a reference dangles only when the file it points into was read whole.
    """

    students: dict[str, Student] = field(default_factory=dict)
    guardians: dict[str, Guardian] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    agents: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    complete: bool = False


def _unique(file: File, problems: Problems) -> Iterator[Row]:
    """The rows whose sourcedId is there and was not used before in this file."""
    first: dict[str, int] = {}
    for row in file.rows():
        key = row["sourcedId"]
        if key in first:
            problems.add("duplicate_id", file.name, row.line, "sourcedId", first=first[key])
        elif key:
            first[key] = row.line
            yield row


def read_orgs(file: File | None, problems: Problems) -> Orgs:
    """The organizations, with each parent in the file and no circle among them."""
    if file is None:
        return Orgs()
    lines: dict[str, int] = {}
    orgs: dict[str, Org] = {}
    for row in _unique(file, problems):
        key = row["sourcedId"]
        lines[key] = row.line
        orgs[key] = Org(key, row["name"], row["type"], row["identifier"], row["parentSourcedId"])
    _check_parents(file, {key: org.parent_id for key, org in orgs.items()}, lines, problems)
    return Orgs(orgs, file.complete)


def check_sessions(file: File | None, problems: Problems) -> None:
    """Note what is wrong in the school years and terms; the portal keeps none of them."""
    if file is None:
        return
    parents: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in _unique(file, problems):
        parents[row["sourcedId"]] = row["parentSourcedId"]
        lines[row["sourcedId"]] = row.line
        begins, ends = row.day("startDate"), row.day("endDate")
        if begins and ends and ends < begins:
            problems.add("dates_reversed", file.name, row.line, "endDate")
    _check_parents(file, parents, lines, problems)


def _check_parents(file: File, parents: dict[str, str], lines: dict[str, int], problems: Problems) -> None:
    """Every parent exists, and going up from anywhere ends; each step is taken once, however deep the tree."""
    if not file.complete:
        return
    ends_well = {""}
    for start in parents:
        path: dict[str, None] = {}
        here = start
        while here not in ends_well and here in parents and here not in path:
            path[here] = None
            here = parents[here]
        if here in path:
            problems.add("circular_parent", file.name, lines[here], "parentSourcedId")
        elif here not in ends_well:
            problems.add("dangling_parent", file.name, lines[next(reversed(path))], "parentSourcedId")
        ends_well.update(path)


def read_people(file: File | None, orgs: Orgs, problems: Problems) -> People:
    """Everybody in users.csv, with every organization known."""
    people = People()
    if file is None:
        return people
    for row in _unique(file, problems):
        if orgs.complete and any(org not in orgs.found for org in row.items("orgSourcedIds")):
            problems.add("dangling_org", file.name, row.line, "orgSourcedIds")
        _add(people, row)
    people.complete = file.complete
    return people


def _add(people: People, row: Row) -> None:
    key, role = row["sourcedId"], row["role"]
    people.roles[key] = role
    if row.items("agentSourcedIds"):
        people.agents[key] = (row.line, row.items("agentSourcedIds"))
    if role == "student":
        people.students[key] = _student(row)
    elif role in GUARDIAN_ROLES:
        people.guardians[key] = _guardian(row)
    elif role in STAFF_ROLES:
        people.staff[key] = _staff(row)


def _student(row: Row) -> Student:
    return Student(
        sourced_id=row["sourcedId"],
        given_name=row["givenName"],
        middle_name=row["middleName"],
        family_name=row["familyName"],
        identifier=row["identifier"],
        org_ids=row.items("orgSourcedIds"),
        grades=row.items("grades"),
        email=row["email"],
        phone=row["phone"] or row["sms"],
        enabled=row["enabledUser"] == "true",
    )


def _guardian(row: Row) -> Guardian:
    return Guardian(
        sourced_id=row["sourcedId"],
        role=row["role"],
        given_name=row["givenName"],
        middle_name=row["middleName"],
        family_name=row["familyName"],
        email=row["email"],
        phone=row["phone"],
        sms=row["sms"],
        enabled=row["enabledUser"] == "true",
    )


def _staff(row: Row) -> Staff:
    return Staff(
        sourced_id=row["sourcedId"],
        role=row["role"],
        given_name=row["givenName"],
        middle_name=row["middleName"],
        family_name=row["familyName"],
        email=row["email"],
        phone=row["phone"] or row["sms"],
        org_ids=row.items("orgSourcedIds"),
        enabled=row["enabledUser"] == "true",
    )


def read_demographics(file: File | None, people: People, problems: Problems) -> dict[str, Demographics]:
    """What the bundle says of each student; what it says of others is checked and not kept."""
    found: dict[str, Demographics] = {}
    for row in _unique(file, problems) if file else ():
        key = row["sourcedId"]
        if people.complete and key not in people.roles:
            problems.add("demographics_without_user", "demographics.csv", row.line, "sourcedId")
        elif key in people.students:
            found[key] = _demographics(row)
    return found


def _demographics(row: Row) -> Demographics:
    hispanic = row["hispanicOrLatinoEthnicity"]
    return Demographics(
        birth_date=row.day("birthDate"),
        sex=row["sex"],
        races=tuple(race for race in RACES if row[race] == "true"),
        hispanic=hispanic == "true" if hispanic else None,
        birth_country=row["countryOfBirthCode"],
        birth_state=row["stateOfBirthAbbreviation"],
        birth_city=row["cityOfBirth"],
        residence_status=row["publicSchoolResidenceStatus"],
    )


def read_links(people: People, problems: Problems) -> tuple[GuardianLink, ...]:
    """Each relation once, whichever of its two people names the other. A relation is no authority to consent."""
    pairs: dict[tuple[str, str], None] = {}
    for key, (line, agents) in people.agents.items():
        for agent in agents:
            fault = _fault_of_link(key, agent, people.roles)
            if fault == "dangling_agent" and not people.complete:
                continue
            if fault:
                problems.add(fault, "users.csv", line, "agentSourcedIds")
            elif people.roles[key] == "student":
                pairs[(key, agent)] = None
            else:
                pairs[(agent, key)] = None
    order = {key: place for place, key in enumerate(people.roles)}
    ordered = sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]]))
    return tuple(GuardianLink(child, adult, _relation(people.roles[adult])) for child, adult in ordered)


def _fault_of_link(key: str, agent: str, roles: dict[str, str]) -> str:
    if agent not in roles:
        return "dangling_agent"
    if agent == key:
        return "own_agent"
    return "" if (roles[key] == "student") != (roles[agent] == "student") else "agent_roles"


def _relation(role: str) -> str:
    """1.1 gives each person one role: a teacher who is also a mother is related, but how is not said."""
    return role if role in GUARDIAN_ROLES else "unspecified"
