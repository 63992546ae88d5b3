"""Opens the county's agencies: accounts, agencies, members, contacts and chains of contact, in the operator's name."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from accounts.models import User
from agencies.models import Agency, AgencyContact, Membership
from agencies.roles import Duty, with_duty
from agencies.states import AgencyState, MembershipState
from audit.record import record
from county.cast import OPERATOR
from county.plan import AgencyPlan, PersonPlan
from sharing_portal.rls.context import acting_for
from youth.models import YouthRecord

PASSWORD = "larkspur county 2026"  # noqa: S105 -- everybody's, in the demonstration only
STATE = "XE"
"""The invented state in which the county lies; its rules are `law/packs/example.toml`."""
WORKING = ("staff", "counselor")


@dataclass
class Office:
    """One agency of the county, open for business. `records` are its youth records by the young person's number."""

    plan: AgencyPlan
    agency: Agency
    people: dict[str, User]
    records: dict[int, YouthRecord] = field(default_factory=dict)

    def all(self, *roles: str) -> list[User]:
        """The people with one of these roles, in the plan's order."""
        return [self.people[person.email] for person in self.plan.with_role(*roles)]

    def one(self, *roles: str) -> User:
        """The first of them."""
        return self.all(*roles)[0]

    @property
    def custodian(self) -> User:
        """Who keeps the records."""
        return self.one("records_custodian")


def operator() -> User:
    """The portal operator, whose account is made on first use."""
    found = User.objects.filter(email=OPERATOR.email).first()
    return found or User.objects.create(
        email=OPERATOR.email,
        name=OPERATOR.name,
        title=OPERATOR.title,
        is_operator=True,
        password=make_password(PASSWORD),
    )


def open_offices(plans: Sequence[AgencyPlan], *, by: User, today: date, county: str) -> dict[str, Office]:
    """Every agency of the plan, active, with its members and its chain of contact."""
    accounts = _accounts([person for plan in plans for person in plan.people])
    with acting_for(user_id=by.pk):
        agencies = [
            Agency(
                name=plan.name,
                kind=plan.kind,
                legal_statuses=list(plan.statuses),
                county=county,
                us_state=STATE,
                address=plan.address,
                phone=plan.phone,
                state=AgencyState.ACTIVE,
            )
            for plan in plans
        ]
        Agency.objects.bulk_create(agencies)
        for plan, agency in zip(plans, agencies, strict=True):
            Membership.objects.bulk_create(
                Membership(
                    user=accounts[person.email],
                    agency=agency,
                    roles=list(person.roles),
                    state=MembershipState.ACTIVE,
                    invited_by=by,
                )
                for person in plan.people
            )
            AgencyContact.objects.bulk_create(_contacts(plan, agency, today))
            record("agency.onboarded", by=by, on=agency, members=len(plan.people))
    return {
        plan.key: Office(plan, agency, {person.email: accounts[person.email] for person in plan.people})
        for plan, agency in zip(plans, agencies, strict=True)
    }


def _accounts(people: Sequence[PersonPlan]) -> dict[str, User]:
    """One account a person, however many agencies she acts for."""
    password = make_password(PASSWORD)  # Argon2 is slow on purpose; one hash serves everybody.
    accounts = {
        person.email: User(email=person.email, name=person.name, title=person.title, password=password)
        for person in people
    }
    User.objects.bulk_create(accounts.values())
    return accounts


def _contacts(plan: AgencyPlan, agency: Agency, today: date) -> list[AgencyContact]:
    """Head, privacy officer and counsel, and the chain in which they are called when a matter cannot wait."""
    chance = random.Random(f"contacts of {plan.name}")
    purposes = AgencyContact.Purpose
    named = [
        (purposes.HEAD, plan.with_role("signatory")[:1]),
        (purposes.PRIVACY_OFFICER, plan.with_role("privacy_officer")[:1]),
        (purposes.COUNSEL, plan.with_role("counsel")[:1]),
    ]
    contacts = [
        _contact(agency, purpose, person, plan, chance, today)
        for purpose, people in named
        for person in people
    ]
    chain = [*plan.with_role(*with_duty(Duty.DECIDE)), *plan.with_role("signatory")]
    hours = ("Monday to Friday, 8 am to 4:30 pm", "Every day, 7 am to 9 pm", "At any hour")
    for place, person in enumerate(dict.fromkeys(chain)):
        contact = _contact(agency, purposes.CHAIN, person, plan, chance, today)
        contact.position, contact.hours = place + 1, hours[min(place, len(hours) - 1)]
        contact.backup_after_minutes = (15, 30, 60)[min(place, 2)]
        contact.alternate_phone = f"360-555-01{chance.randint(60, 99)}"
        contacts.append(contact)
    return contacts


def _contact(
    agency: Agency, purpose: str, person: PersonPlan, plan: AgencyPlan, chance: random.Random, today: date
) -> AgencyContact:
    return AgencyContact(
        agency=agency,
        purpose=purpose,
        name=person.name,
        title=person.title,
        phone=f"{plan.phone} ext. {chance.randint(100, 899)}",
        email=person.email,
        hours="Monday to Friday, 8 am to 5 pm",
        last_verified_on=today - timedelta(days=chance.randint(5, 190)),
    )
