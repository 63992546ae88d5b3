"""Valid, boring objects, made as `portal_app` in the right person's name."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from accounts.models import User
from agencies.acting import acting_as
from agencies.models import Agency, Membership
from agencies.roles import Reach, can_read
from agencies.states import AgencyState, MembershipState
from sharing_portal.rls.context import acting_for
from youth.keys import refresh_keys
from youth.models import RecordItem, YouthRecord

PASSWORD = "correct horse battery staple"


def operator(email: str = "operator@portal.example") -> User:
    return User.objects.create_user(email, PASSWORD, name="Olive Operator", is_operator=True)


def agency(name: str, kind: str, statuses: Sequence[str], *, by: User, **fields: Any) -> Agency:
    with acting_for(user_id=by.pk):
        return Agency.objects.create(
            name=name, kind=kind, legal_statuses=list(statuses), state=AgencyState.ACTIVE, **fields
        )


def member(name: str, agency: Agency, roles: Sequence[str], *, by: User, **fields: Any) -> User:
    """A user called `name` with these roles at the agency."""
    user = User.objects.filter(email=f"{name}@portal.example").first() or User.objects.create_user(
        f"{name}@portal.example", PASSWORD, name=name.title(), **fields
    )
    with acting_for(user_id=by.pk):
        Membership.objects.create(user=user, agency=agency, roles=list(roles), state=MembershipState.ACTIVE)
    return user


def youth(
    by: User, first: str = "Maya", last: str = "Torres", born: date = date(2011, 3, 4), **fields: Any
) -> YouthRecord:
    """A youth record of the agency `by` acts for, on nobody's caseload; it can be searched if `by` can see it."""
    with acting_as(by) as user:
        record = YouthRecord.objects.create(
            agency=user.acting_agency, first_name=first, last_name=last, birth_date=born, **fields
        )
        if can_read(user, Reach.YOUTH):
            refresh_keys([record])
        return record


def item(by: User, record: YouthRecord, category: str = "attendance", **fields: Any) -> RecordItem:
    """An item of the record with plausible content."""
    defaults = {
        "title": "Absences in October",
        "text": "Absent 6 of 22 school days.",
        "occurred_on": date(2026, 10, 30),
    }
    with acting_as(by) as user:
        return RecordItem.objects.create(
            agency=user.acting_agency,
            youth=record,
            category=category,
            entered_by=by,
            **{**defaults, **fields},
        )
