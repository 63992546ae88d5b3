"""The files of OneRoster 1.1, the columns of those we read, and how formats that only resemble it look."""

from dataclasses import dataclass

OUR_FILES = ("orgs", "academicSessions", "users", "demographics")
REQUIRED_FILES = ("orgs", "users")
ALL_FILES = (
    "academicSessions", "categories", "classes", "classResources", "courses", "courseResources",
    "demographics", "enrollments", "lineItems", "orgs", "resources", "results", "users",
)  # fmt: skip

ORG_TYPES = ("department", "school", "district", "local", "state", "national")
SESSION_TYPES = ("gradingPeriod", "semester", "schoolYear", "term")
GUARDIAN_ROLES = ("guardian", "parent", "relative")
STAFF_ROLES = ("administrator", "aide", "proctor", "teacher")
ROLES = tuple(sorted((*GUARDIAN_ROLES, *STAFF_ROLES, "student")))
# 1.1 has male and female; the two words of 1.2 are understood too, rather than losing a student over them.
SEXES = ("male", "female", "other", "unspecified")
RACES = (
    "americanIndianOrAlaskaNative", "asian", "blackOrAfricanAmerican",
    "nativeHawaiianOrOtherPacificIslander", "white", "demographicRaceTwoOrMoreRaces",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its exact name, whether a value must be there, and how the value is checked.

    ``kind`` is text, list, date, year, boolean, one_of (with ``choices``), blank (must be empty) or secret
    (dropped unseen).
    """

    name: str
    required: bool = False
    kind: str = "text"
    choices: tuple[str, ...] = ()


_STARTS = (
    Column("sourcedId", True),
    Column("status", kind="blank"),
    Column("dateLastModified", kind="blank"),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "manifest": (Column("propertyName", True), Column("value")),
    "orgs": (
        *_STARTS,
        Column("name", True),
        Column("type", True, "one_of", ORG_TYPES),
        Column("identifier"),
        Column("parentSourcedId"),
    ),
    "academicSessions": (
        *_STARTS,
        Column("title", True),
        Column("type", True, "one_of", SESSION_TYPES),
        Column("startDate", True, "date"),
        Column("endDate", True, "date"),
        Column("parentSourcedId"),
        Column("schoolYear", True, "year"),
    ),
    "users": (
        *_STARTS,
        Column("enabledUser", True, "boolean"),
        Column("orgSourcedIds", True, "list"),
        Column("role", True, "one_of", ROLES),
        Column("username", True),
        Column("userIds", kind="list"),
        Column("givenName", True),
        Column("familyName", True),
        Column("middleName"),
        Column("identifier"),
        Column("email"),
        Column("sms"),
        Column("phone"),
        Column("agentSourcedIds", kind="list"),
        Column("grades", kind="list"),
        Column("password", kind="secret"),
    ),
    "demographics": (
        *_STARTS,
        Column("birthDate", kind="date"),
        Column("sex", kind="one_of", choices=SEXES),
        *(Column(race, kind="boolean") for race in RACES),
        Column("hispanicOrLatinoEthnicity", kind="boolean"),
        Column("countryOfBirthCode"),
        Column("stateOfBirthAbbreviation"),
        Column("cityOfBirth"),
        Column("publicSchoolResidenceStatus"),
    ),
}

# File names and header names that only the formats resembling OneRoster 1.1 have.
_FOREIGN_FILES = {
    "looks_like_sds": {
        "roles.csv", "userflags.csv", "relationships.csv", "school.csv", "section.csv", "student.csv",
        "teacher.csv", "studentenrollment.csv", "teacherroster.csv", "guardianrelationship.csv",
    },
    "looks_like_clever": {"schools.csv", "sections.csv", "students.csv", "teachers.csv"},
    "looks_like_1_2": {"userprofiles.csv", "userresources.csv", "scorescales.csv"},
}  # fmt: skip
_FOREIGN_HEADERS = {
    "looks_like_sds": {"activeDirectoryMatchId", "SIS ID", "School SIS ID", "Student SIS ID"},
    "looks_like_clever": {"School_id", "Student_id", "Teacher_id"},
    "looks_like_1_2": {
        "userMasterIdentifier",
        "primaryOrgSourcedId",
        "preferredGivenName",
        "resourceSourcedIds",
    },
    "looks_like_1_0": {"agents", "userId", "orgSourcedId"},
}


def known_format_of_file(name: str) -> str:
    """The code of the format that has a file of this name, or ``unknown_file``."""
    found = (code for code, names in _FOREIGN_FILES.items() if name.casefold() in names)
    return next(found, "unknown_file")


def known_format_of_header(stem: str, header: tuple[str, ...]) -> str:
    """The code of the format that this header of a file of ours belongs to, or nothing."""
    names = set(header)
    if stem == "orgs" and header == ("sourcedId", "name", "type", "parentSourcedId"):
        return "looks_like_sds"
    return next((code for code, marks in _FOREIGN_HEADERS.items() if names & marks), "")
