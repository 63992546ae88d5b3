"""Who may record, revoke, confirm and type anew a consent, close a family's link, and see consents at all."""

from accounts.models import User
from agencies.roles import Duty, Reach, can_read, may
from consents.models import Consent, ConsentGrant, ConsentScan, FamilyLink
from youth.models import YouthRecord
from youth.permissions import can_view


def can_record(actor: User | FamilyLink, youth: YouthRecord) -> bool:
    """Record a consent for a youth whose record one can see; a family, for whom its link was made."""
    if isinstance(actor, FamilyLink):
        draft = actor.draft
        return draft is not None and youth.pk in (draft.youth_id, *draft.siblings)
    return may(actor, Duty.RECORD_CONSENT) and can_view(actor, youth)


def can_revoke(user: User | FamilyLink, consent: Consent) -> bool:
    """Revoke what one agreed to, or record it in the agency that recorded the consent.

    An agency that was shown the consent cannot. A family's link opens the consents of that family alone
    (`portal.family_consent_ids`), so one that could be read may be revoked.
    """
    if isinstance(user, FamilyLink):
        return user.agency_id == consent.agency_id
    own = user.acting_agency_id is not None and consent.agency_id == user.acting_agency_id
    return own and may(user, Duty.REVOKE_CONSENT)


def can_confirm(user: User, consent: Consent) -> bool:
    """Hold a paper against its record: a second person who could have recorded it, and did not put in the scan."""
    scan = ConsentScan.objects.filter(consent=consent).first()
    first = {consent.recorded_by_id, scan.by_id if scan else None}
    return scan is not None and user.pk not in first and can_record(user, consent.youth)


def can_retype(user: User, consent: Consent) -> bool:
    """Type a paper anew that was recorded wrongly."""
    own = user.acting_agency_id is not None and consent.agency_id == user.acting_agency_id
    if not own or consent.method != Consent.Method.PAPER or not can_record(user, consent.youth):
        return False
    wrong = {grant.revocation_asked == ConsentGrant.Asked.WRONG for grant in consent.grants.all()}
    return wrong == {True} and ConsentScan.objects.filter(consent=consent).exists()


def can_close_link(user: User, link: FamilyLink) -> bool:
    """Close a family's link of one's own agency: who may record consents, or that one was revoked."""
    own = user.acting_agency_id is not None and link.agency_id == user.acting_agency_id
    return own and (may(user, Duty.RECORD_CONSENT) or may(user, Duty.REVOKE_CONSENT))


def can_list(user: User) -> bool:
    """See consents at all: of the whole agency, or of the youth on one's caseload."""
    return can_read(user, Reach.CONSENTS) or can_read(user, Reach.CASELOAD)
