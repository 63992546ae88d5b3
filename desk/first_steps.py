"""What to do first, for somebody on whose desk nothing lies yet: a fresh administrator, a new counselor."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.queries import contacts_visible_to, members_of
from agencies.roles import Duty, Reach, can_read, may
from disclosures.permissions import can_compose
from mous.queries import holders_one_may_ask
from mous.queries import visible_to as agreements_visible_to
from youth.permissions import acting_agency, can_create, can_import_roster
from youth.queries import visible_to as youth_visible_to


@dataclass(frozen=True)
class Step:
    """One thing to begin with, and where."""

    heading: str
    text: str
    url: str


def first_steps(user: User) -> list[Step]:
    """The steps that fit the person's roles and are not taken yet; asked only when nothing waits for her."""
    return [*_for_administrators(user), *_for_case_work(user), *_for_readers(user)]


def _for_administrators(user: User) -> list[Step]:
    steps = []
    if may(user, Duty.MANAGE_MEMBERS) and members_of(user).count() == 1:
        steps.append(
            Step(
                _("Invite your colleagues"),
                _("A records custodian and a privacy officer first: they decide what is shared."),
                reverse("agencies:invite"),
            )
        )
    if may(user, Duty.EDIT_AGENCY) and not _has_contacts(user):
        steps.append(
            Step(
                _("Say whom to call"),
                _("Partners see your privacy officer, your counsel and your chain of contact."),
                reverse("agencies:profile", args=[user.acting_agency_id]),
            )
        )
    if may(user, Duty.DRAFT_AGREEMENT) and not agreements_visible_to(user).exists():
        steps.append(
            Step(
                _("Draft your first agreement"),
                _(
                    "Without one your agency can be asked, and can ask, only in an emergency or under a court order."
                ),
                reverse("mous:draft"),
            )
        )
    return steps


def _has_contacts(user: User) -> bool:
    return contacts_visible_to(user).filter(agency_id=acting_agency(user)).exists()


def _for_case_work(user: User) -> list[Step]:
    steps = []
    if can_create(user) and not youth_visible_to(user).exists():
        if can_import_roster(user):
            steps.append(
                Step(
                    _("Import your roster"),
                    _(
                        "Load the youth you serve from a OneRoster file. You see every change before it is made."
                    ),
                    reverse("youth:roster_list"),
                )
            )
        steps.append(
            Step(
                _("Add a youth"),
                _("Or ask your records custodian to put the youth you work with on your caseload."),
                reverse("youth:record_new"),
            )
        )
    if can_compose(user) and holders_one_may_ask(user).exists():
        steps.append(
            Step(
                _("Ask for records"),
                _(
                    "Describe the young person and say what you need. The agency that holds the records decides."
                ),
                reverse("disclosures:compose"),
            )
        )
    return steps


def _for_readers(user: User) -> list[Step]:
    steps = []
    if can_read(user, Reach.LOG):
        steps.append(
            Step(
                _("Read the disclosure log"),
                _("Every request, decision, release and opening, with its legal basis."),
                reverse("desk:log"),
            )
        )
    if can_read(user, Reach.AGREEMENTS) and not may(user, Duty.DRAFT_AGREEMENT):
        steps.append(
            Step(
                _("Look at your agency's agreements"),
                _("They say whom you may ask for what."),
                reverse("mous:list"),
            )
        )
    return steps
