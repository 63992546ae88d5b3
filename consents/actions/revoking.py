"""Revoke consents, and end the lines whose event occurred: both take effect at once."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.models import Agency
from audit.record import record
from consents.actions.acting import actor
from consents.models import Consent, ConsentGrant, FamilyLink
from consents.permissions import can_revoke
from sharing_portal.errors import InvalidTransition, require


@transaction.atomic
def revoke(
    consent: Consent,
    *,
    by: User | FamilyLink,
    recipient: Agency | None = None,
    category: str = "",
    reason: str = "",
    how: ConsentGrant.Asked | str = ConsentGrant.Asked.WRITTEN,
    others: Iterable[Consent] = (),
) -> list[ConsentGrant]:
    """Revoke what still stands of a consent, at once; give the grants revoked.

    All of it, only what goes to one recipient, or only one category, or both; the same in `others`, consents that the
    same agency recorded, unless it was entered by mistake: that ends `consent` alone. A family that came through its
    link does it itself.

    Nothing is asked of the family: a reason is optional, and a spoken wish stops sharing as a written one does
    (45 CFR 164.508(b)(5), 42 CFR 2.31(a)(6)). Raises `InvalidTransition` when nothing is left to revoke. A decision
    that relies on the grants and this verb wait for each other.
    """
    family = isinstance(by, FamilyLink)
    asked = ConsentGrant.Asked.LINK if family else ConsentGrant.Asked(how)
    consents, today = [consent, *others], consent.agency.today()
    require(all(can_revoke(by, each) and each.agency_id == consent.agency_id for each in consents))
    if asked == ConsentGrant.Asked.WRONG:
        consents = [consent]  # What was typed wrongly on one form says nothing of the others.
    grants = ConsentGrant.objects.filter(consent__in=consents, revoked_at=None, ended_at=None)
    grants = grants.filter(expires_on__gte=today)
    if recipient is not None:
        grants = grants.filter(recipient=recipient)
    if category:
        grants = grants.filter(category=category)
    standing = list(grants.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    if not standing:
        raise InvalidTransition(_("Nothing of this consent is left to revoke."))
    change = {
        "revoked_at": timezone.now(),
        "revoked_through" if family else "revoked_by": by,
        "revocation_reason": reason.strip()[:250],
        "revocation_asked": asked,
    }
    ConsentGrant.objects.filter(pk__in=[grant.pk for grant in standing]).update(**change)
    for grant in standing:
        for name, value in change.items():
            setattr(grant, name, value)
    part = {"recipient": str(recipient.pk) if recipient else None, "category": category, "how": str(asked)}
    for each in consents:
        if gone := [str(grant.pk) for grant in standing if grant.consent_id == each.pk]:
            record("consent.revoked", **actor(by), on=each, youth_id=each.youth_id, grants=gone, **part)
    return standing


@transaction.atomic
def record_event(consent: Consent, *, by: User, event: ConsentGrant.EndsWhen | str) -> list[ConsentGrant]:
    """Write down that the event occurred on which lines of a consent end; they end at once. Give those lines.

    Raises `InvalidTransition` when no line that stands ends on this event.
    """
    require(can_revoke(by, consent))
    grants = ConsentGrant.objects.filter(consent=consent, ends_when=event, revoked_at=None, ended_at=None)
    ended = list(grants.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    if not ended or not event:
        raise InvalidTransition(_("No line of this consent ends on this event."))
    ConsentGrant.objects.filter(pk__in=[grant.pk for grant in ended]).update(
        ended_at=timezone.now(), ended_by=by
    )
    record(
        "consent.event",
        by=by,
        on=consent,
        youth_id=consent.youth_id,
        grants=[str(grant.pk) for grant in ended],
        ends_when=str(event),
    )
    return ended
