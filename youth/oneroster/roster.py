"""What a checked roster holds: frozen, without passwords, every reference resolved."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Org:
    """A district, school or department; ``parent_id`` is empty at the top, else an Org of the roster."""

    sourced_id: str
    name: str
    kind: str
    identifier: str
    parent_id: str


@dataclass(frozen=True, slots=True)
class Demographics:
    """What the bundle says of a student beyond her name. Empty, or ``None``, means that it does not say."""

    birth_date: date | None = None
    sex: str = ""
    races: tuple[str, ...] = ()
    hispanic: bool | None = None
    birth_country: str = ""
    birth_state: str = ""
    birth_city: str = ""
    residence_status: str = ""


@dataclass(frozen=True, slots=True)
class Student:
    """A student; ``sourced_id`` with the roster's source is her external id."""

    sourced_id: str
    given_name: str
    middle_name: str
    family_name: str
    identifier: str
    org_ids: tuple[str, ...]
    grades: tuple[str, ...]
    email: str
    phone: str
    enabled: bool
    demographics: Demographics = Demographics()


@dataclass(frozen=True, slots=True)
class Guardian:
    """An adult whom the bundle relates to a student. Nothing here says that she may consent to anything."""

    sourced_id: str
    role: str
    given_name: str
    middle_name: str
    family_name: str
    email: str
    phone: str
    sms: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class GuardianLink:
    """``relation`` is parent, guardian or relative; unspecified when the adult's only role is a job."""

    student_id: str
    guardian_id: str
    relation: str


@dataclass(frozen=True, slots=True)
class Staff:
    """A teacher, administrator, aide or proctor, as someone who may be invited."""

    sourced_id: str
    role: str
    given_name: str
    middle_name: str
    family_name: str
    email: str
    phone: str
    org_ids: tuple[str, ...]
    enabled: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """One whole bundle. Tuples are in the order of the file; links in the order of students, then of adults.

    ``fingerprint`` is the SHA-256 of the files read: a dry run and the import that follows it are of one
    bundle exactly when it is equal. ``not_read`` names the files that the portal has no use for.
    """

    source_name: str
    source_code: str
    fingerprint: str
    orgs: tuple[Org, ...]
    students: tuple[Student, ...]
    guardians: tuple[Guardian, ...]
    links: tuple[GuardianLink, ...]
    staff: tuple[Staff, ...]
    not_read: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """How many of each kind, for the page and the command to show."""
        kinds = ("orgs", "students", "guardians", "links", "staff")
        return {kind: len(getattr(self, kind)) for kind in kinds}
