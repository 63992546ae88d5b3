"""Ask a family again for what it agreed to before. Nothing is carried over but the question."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.states import AgencyState
from audit.record import record
from consents.actions.drafting import new_draft
from consents.expiry import is_adult, latest_end
from consents.lines import CONSENT_PURPOSES
from consents.models import Consent, ConsentDraft, ConsentGrant
from consents.permissions import can_record
from law import STORED_CATEGORIES
from law.vocabulary import SignerCapacity
from sharing_portal.errors import RefusedInput, require
from youth.models import YouthRecord


@transaction.atomic
def renew(consent: Consent, *, by: User) -> ConsentDraft:
    """A draft that proposes the old lines to the family, with nothing agreed and nothing ticked.

    Who signs, the right to do so and how it was checked are asked anew, and the newest form is used. Lines that the
    family revoked are not proposed, nor those with an agency that has left. Raises `RefusedInput` when nothing is left
    to ask, and `InvalidTransition` when another draft for the young person is half filled in.
    """
    require(consent.agency_id == by.acting_agency_id and can_record(by, consent.youth))
    offer = _offer(consent)
    if not offer:
        raise RefusedInput(_("No line of this consent can be asked for again."))
    draft = new_draft(consent.youth, by=by, answers={"offer": offer})
    record("consent.renewal_begun", by=by, on=consent, youth_id=consent.youth_id, flows=len(offer))
    return draft


def _offer(consent: Consent) -> list[dict[str, Any]]:
    """The lines that may be asked for again, those that differ in the category alone as one."""
    flows: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for grant in consent.grants.select_related("discloser", "recipient").order_by("category"):
        if _may_be_asked_again(grant):
            purposes = (*(code for code in grant.purposes if code in CONSENT_PURPOSES),)
            key = (str(grant.discloser_id), str(grant.recipient_id), purposes)
            flows.setdefault(key, []).append(grant.category)
    latest = _latest(consent.youth)
    return [
        {
            "discloser": discloser,
            "recipient": recipient,
            "categories": categories,
            "purposes": list(purposes),
            "latest": latest,
        }
        for (discloser, recipient, purposes), categories in flows.items()
    ]


def _may_be_asked_again(grant: ConsentGrant) -> bool:
    parties = (grant.discloser, grant.recipient)
    return (
        grant.revoked_at is None
        and grant.category in STORED_CATEGORIES
        and not set(grant.purposes).isdisjoint(CONSENT_PURPOSES)
        and all(agency.state == AgencyState.ACTIVE for agency in parties)
    )


def _latest(youth: YouthRecord) -> str:
    """The last day that whoever signs may choose: for a minor, not past the 18th birthday."""
    today = youth.agency.today()
    adult = is_adult(youth.birth_date, today)
    capacity = SignerCapacity.ADULT_YOUTH if adult else SignerCapacity.PARENT
    return latest_end(born=youth.birth_date, capacity=capacity, signed_on=today).isoformat()
