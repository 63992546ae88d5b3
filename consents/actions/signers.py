"""Whoever signs as a parent or guardian stands on the young person's file, where her right to decide can end."""

from django.utils.translation import gettext as _

from accounts.models import User
from consents.models import FamilyLink
from consents.refusals import FAMILY
from consents.text import Signing
from law.vocabulary import SignerCapacity, SignerGround
from sharing_portal.errors import RefusedInput
from youth.actions import add_guardian
from youth.models import Guardian, YouthRecord
from youth.permissions import can_edit

LONGEST_NAME = 100
_ON_FILE_AS: dict[SignerCapacity, tuple[Guardian.Relation, Guardian.Authority]] = {
    SignerCapacity.PARENT: (Guardian.Relation.PARENT, Guardian.Authority.PARENT),
    SignerCapacity.GUARDIAN: (Guardian.Relation.GUARDIAN, Guardian.Authority.GUARDIAN),
    SignerCapacity.CARETAKER: (Guardian.Relation.OTHER, Guardian.Authority.ACTING_PARENT),
}


def put_on_file(
    youth: YouthRecord, signing: Signing, evidence: str, *, by: User | FamilyLink
) -> Guardian | None:
    """The entry of a checked signer who was typed in; None for who signs in another capacity than the family's.

    A consent signed by somebody who is on no file could not end with her rights (34 CFR 99.4). Raises `RefusedInput`
    where the person may add nobody to the record, and for a name that is not whole.
    """
    if signing.capacity not in FAMILY:
        return None
    if not isinstance(by, User) or not can_edit(by, youth):
        raise RefusedInput(
            _(
                "%(name)s is not on file. Somebody who may change the youth’s record adds this person first, "
                "with how you know the right to decide."
            )
            % {"name": signing.signer_name},
            field="signer_name",
        )
    first, last = _parted(signing.signer_name)
    relation, authority = _ON_FILE_AS[signing.capacity]
    if SignerGround.PLACED in signing.grounds:
        relation = Guardian.Relation.FOSTER_PARENT
    known = {"first_name": first, "last_name": last, "authority_evidence": evidence.strip()}
    return add_guardian(youth, {**known, "relation": relation, "authority": authority}, by=by)


def _parted(name: str) -> tuple[str, str]:
    """First and last name: “Ana Torres”, or “Torres, Ana”."""
    last, comma, first = name.partition(",")
    if not comma:
        first, _blank, last = name.strip().rpartition(" ")
    first, last = first.strip(), last.strip()
    if not first or not last or max(len(first), len(last)) > LONGEST_NAME:
        raise RefusedInput(_("Write first and last name of the person who signs."), field="signer_name")
    return first, last
