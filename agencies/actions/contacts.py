"""Whom to call: contacts and the ordered chain of contact."""

from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from agencies.models import Agency, AgencyContact
from agencies.permissions import can_edit_contacts
from audit.record import record
from sharing_portal.errors import require


@transaction.atomic
def add_contact(agency: Agency, *, by: User, purpose: str, **fields: Any) -> AgencyContact:
    """Add a contact; one of the chain comes last in it."""
    require(can_edit_contacts(by, agency))
    position = None
    if purpose == AgencyContact.Purpose.CHAIN:
        position = len(_locked_chain(agency)) + 1
    contact = AgencyContact.objects.create(agency=agency, purpose=purpose, position=position, **fields)
    record("contact.added", by=by, on=contact, purpose=purpose)
    return contact


@transaction.atomic
def edit_contact(contact: AgencyContact, *, by: User, **fields: Any) -> None:
    """Change what is said about a contact; its purpose and place stay."""
    require(can_edit_contacts(by, contact.agency))
    AgencyContact.objects.filter(pk=contact.pk).update(**fields)
    record("contact.edited", by=by, on=contact, changed=sorted(fields))


@transaction.atomic
def remove_contact(contact: AgencyContact, *, by: User) -> None:
    """Take a contact away; those after it in the chain move up."""
    require(can_edit_contacts(by, contact.agency))
    chain = _locked_chain(contact.agency)
    record("contact.removed", by=by, on=contact)
    place = next((link.position for link in chain if link.pk == contact.pk), None)
    contact.delete()
    if place is not None:
        later = AgencyContact.objects.filter(agency_id=contact.agency_id, position__gt=place)
        later.update(position=F("position") - 1)


@transaction.atomic
def move_contact(contact: AgencyContact, *, by: User, earlier: bool) -> None:
    """Let a contact of the chain change places with the one before or after it; at the end nothing changes."""
    require(can_edit_contacts(by, contact.agency))
    chain = _locked_chain(contact.agency)
    here = next((index for index, link in enumerate(chain) if link.pk == contact.pk), None)
    there = None if here is None else here + (-1 if earlier else 1)
    if here is None or there is None or not 0 <= there < len(chain):
        return
    chain[here], chain[there] = chain[there], chain[here]
    for position, link in enumerate(chain, start=1):
        AgencyContact.objects.filter(pk=link.pk).update(position=position)
    record("contact.moved", by=by, on=contact, position=there + 1)


@transaction.atomic
def verify_contact(contact: AgencyContact, *, by: User) -> None:
    """Say that the contact was checked today, by the agency's calendar."""
    require(can_edit_contacts(by, contact.agency))
    today = contact.agency.today()
    AgencyContact.objects.filter(pk=contact.pk).update(last_verified_on=today)
    record("contact.verified", by=by, on=contact)


def _locked_chain(agency: Agency) -> list[AgencyContact]:
    chain = AgencyContact.objects.select_for_update(of=("self",)).filter(
        agency=agency, purpose=AgencyContact.Purpose.CHAIN
    )
    return list(chain.order_by("position"))
