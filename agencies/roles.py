"""The roles, as a table people can read: what each may see of its own agency, and what each may do.

Nothing is readable by default. PostgreSQL policies are generated from the same table (`reaching`), and the page
"Who can do what" is rendered from it. A person may hold several roles; what they allow adds up.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User


class Reach(StrEnum):
    """What of its own agency's data a role can read, beyond what was given to the person by name."""

    CASELOAD = "caseload"  # youth assigned to the person, and what was released to her
    YOUTH = "youth"  # every youth record of the agency
    REQUESTS = "requests"  # every request made to or by the agency, and its releases' cover pages
    RELEASES = "releases"  # the content of every release to or by the agency
    CONSENTS = "consents"  # every consent the agency recorded or was shown
    AGREEMENTS = "agreements"  # the agency's agreements
    LOG = "log"  # the disclosure log and the audit trail
    MEMBERS = "members"  # the agency's members


class Duty(StrEnum):
    """What a role may do."""

    MANAGE_MEMBERS = "manage_members"
    EDIT_AGENCY = "edit_agency"
    ADD_RECORDS = "add_records"
    IMPORT_ROSTER = "import_roster"
    ASSIGN_CASELOAD = "assign_caseload"
    RECORD_CONSENT = "record_consent"
    REVOKE_CONSENT = "revoke_consent"
    REQUEST = "request"
    DECIDE = "decide"
    RELEASE = "release"
    DRAFT_AGREEMENT = "draft_agreement"
    REVIEW_AGREEMENT = "review_agreement"
    SIGN_AGREEMENT = "sign_agreement"
    EXPORT_LOG = "export_log"


REACH_LABELS: dict[Reach, Promise] = {
    Reach.CASELOAD: _("Youth on the person’s own caseload, and what was released to that person"),
    Reach.YOUTH: _("Every youth record of the agency"),
    Reach.REQUESTS: _("Every request made to or by the agency"),
    Reach.RELEASES: _("The content of every release to or by the agency"),
    Reach.CONSENTS: _("Every consent the agency recorded or was shown"),
    Reach.AGREEMENTS: _("The agency’s agreements"),
    Reach.LOG: _("The disclosure log and the audit trail"),
    Reach.MEMBERS: _("The agency’s members"),
}
DUTY_LABELS: dict[Duty, Promise] = {
    Duty.MANAGE_MEMBERS: _("Invite, suspend and remove members"),
    Duty.EDIT_AGENCY: _("Edit the agency’s profile and chain of contact"),
    Duty.ADD_RECORDS: _("Add and correct records of youth the person can see"),
    Duty.IMPORT_ROSTER: _("Import a roster"),
    Duty.ASSIGN_CASELOAD: _("Assign and hand over caseloads"),
    Duty.RECORD_CONSENT: _("Record a consent"),
    Duty.REVOKE_CONSENT: _("Record that a consent was revoked"),
    Duty.REQUEST: _("Ask another agency for records"),
    Duty.DECIDE: _("Match, approve and refuse requests made to the agency"),
    Duty.RELEASE: _("Release approved records, and recall them"),
    Duty.DRAFT_AGREEMENT: _("Draft agreements and send them for signature"),
    Duty.REVIEW_AGREEMENT: _("Review the text of agreements for the agency before they are signed"),
    Duty.SIGN_AGREEMENT: _("Sign agreements for the agency, and withdraw from them"),
    Duty.EXPORT_LOG: _("Export the disclosure log"),
}


@dataclass(frozen=True)
class Role:
    """One row of the table. `needs_second_factor`: the role decides, signs or exports."""

    code: str
    name: Promise
    purpose: Promise
    reaches: frozenset[Reach]
    duties: frozenset[Duty]
    needs_second_factor: bool = False


_CASEWORK = frozenset({Duty.ADD_RECORDS, Duty.RECORD_CONSENT, Duty.REVOKE_CONSENT, Duty.REQUEST})

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "agency_admin",
            _("Agency administrator"),
            _("Looks after the agency’s members, profile and agreements. Sees no youth records."),
            frozenset({Reach.MEMBERS, Reach.AGREEMENTS}),
            frozenset({Duty.MANAGE_MEMBERS, Duty.EDIT_AGENCY, Duty.DRAFT_AGREEMENT}),
        ),
        Role(
            "staff",
            _("Staff or caseworker"),
            _("Works with the youth on their own caseload and asks other agencies for what is needed."),
            frozenset({Reach.CASELOAD, Reach.AGREEMENTS}),
            _CASEWORK,
        ),
        Role(
            "counselor",
            _("School counselor"),
            _("Works with the students on their own caseload and submits release requests."),
            frozenset({Reach.CASELOAD, Reach.AGREEMENTS}),
            _CASEWORK,
        ),
        Role(
            "records_custodian",
            _("Records custodian"),
            _("Keeps the agency’s records, decides requests made to it and releases what is approved."),
            frozenset(
                {
                    Reach.CASELOAD,
                    Reach.YOUTH,
                    Reach.REQUESTS,
                    Reach.RELEASES,
                    Reach.CONSENTS,
                    Reach.AGREEMENTS,
                }
            ),
            _CASEWORK | {Duty.IMPORT_ROSTER, Duty.ASSIGN_CASELOAD, Duty.DECIDE, Duty.RELEASE},
            needs_second_factor=True,
        ),
        Role(
            "privacy_officer",
            _("Privacy officer"),
            _("Answers for lawful sharing: decides requests, watches the log, stops what should not be."),
            frozenset(Reach),
            frozenset(
                {
                    Duty.DECIDE,
                    Duty.RELEASE,
                    Duty.REVOKE_CONSENT,
                    Duty.RECORD_CONSENT,
                    Duty.EXPORT_LOG,
                    Duty.REVIEW_AGREEMENT,
                }
            ),
            needs_second_factor=True,
        ),
        Role(
            "signatory",
            _("Signatory"),
            _("Signs agreements for the agency. Sees no youth records."),
            frozenset({Reach.AGREEMENTS}),
            frozenset({Duty.DRAFT_AGREEMENT, Duty.SIGN_AGREEMENT}),
            needs_second_factor=True,
        ),
        Role(
            "counsel",
            _("Agency counsel"),
            _("Advises on requests and agreements. Reads decisions, not records."),
            frozenset({Reach.REQUESTS, Reach.AGREEMENTS}),
            frozenset({Duty.REVIEW_AGREEMENT}),
        ),
        Role(
            "auditor",
            _("Auditor"),
            _("Reads, checks and exports the disclosure log. Sees no records."),
            frozenset({Reach.LOG, Reach.AGREEMENTS}),
            frozenset({Duty.EXPORT_LOG}),
        ),
    )
}

ASKING_ROLES = tuple(code for code, role in ROLES.items() if Duty.REQUEST in role.duties)

# What an auditor should not have done herself.
_WORK_WITH_RECORDS = _CASEWORK | {Duty.IMPORT_ROSTER, Duty.DECIDE, Duty.RELEASE}


def undivided(codes: list[str]) -> list[Promise]:
    """What these roles together leave to one person though it belongs to two, in sentences; a warning, not a rule."""
    duties = set[Duty]().union(*(ROLES[code].duties for code in codes))
    found: list[Promise] = []
    if "auditor" in codes and duties & _WORK_WITH_RECORDS:
        found.append(
            _(
                "An auditor who also works with records checks their own work. If you can, give these roles to two people."
            )
        )
    if Duty.MANAGE_MEMBERS in duties and duties & {Duty.DECIDE, Duty.RELEASE, Duty.SIGN_AGREEMENT}:
        found.append(
            _(
                "An administrator who also decides requests or signs agreements appoints the people who should check "
                "them. If you can, give these roles to two people."
            )
        )
    return found


# Background work (`portal.principal()`); no person can hold it.
SYSTEM = "system"
# What background work reads: consents for their reminders, releases for their PDFs, agreements for theirs.
SYSTEM_REACHES = frozenset({Reach.CONSENTS, Reach.RELEASES, Reach.REQUESTS, Reach.AGREEMENTS, Reach.MEMBERS})


def reaching(reach: Reach) -> list[str]:
    """The codes of the roles with this reach, for policies."""
    codes = [role.code for role in ROLES.values() if reach in role.reaches]
    return sorted([*codes, SYSTEM] if reach in SYSTEM_REACHES else codes)


def with_duty(duty: Duty) -> list[str]:
    """The codes of the roles with this duty, for policies."""
    return sorted(role.code for role in ROLES.values() if duty in role.duties)


def can_read(user: "User", reach: Reach) -> bool:
    """Whether the roles the user acts in have this reach in the agency she acts for."""
    return any(reach in ROLES[code].reaches for code in user.acting_roles)


def may(user: "User", duty: Duty) -> bool:
    """Whether the roles the user acts in have this duty in the agency she acts for."""
    return any(duty in ROLES[code].duties for code in user.acting_roles)


def needs_second_factor(user: "User") -> bool:
    """Whether the user is an operator or acts in a role that decides, signs or exports."""
    return user.is_operator or any(ROLES[code].needs_second_factor for code in user.acting_roles)
