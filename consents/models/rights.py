"""Who may see and write the rows of consents: the conditions that the tables' policies share."""

from agencies.roles import Duty, Reach, reaching, with_duty
from sharing_portal.rls.policy import AGENCY, ME, any_role, one_of

ALL_CONSENTS = any_role(*reaching(Reach.CONSENTS))
OWN = f"(agency_id = {AGENCY} AND ({ALL_CONSENTS} OR youth_id {one_of('granted_youth_ids')}))"
# Another agency's, attached to a request that the acting agency holds.
SHOWN = f"(id {one_of('attached_consent_ids')} AND {any_role(*reaching(Reach.REQUESTS))})"
PART_OF_SHOWN = f"(consent_id {one_of('attached_consent_ids')} AND {any_role(*reaching(Reach.REQUESTS))})"
RECORD = any_role(*with_duty(Duty.RECORD_CONSENT))
REVOKE = any_role(*with_duty(Duty.REVOKE_CONSENT))
# A family that came through its link and was verified: portal.family_link_id() is not null.
FAMILY = any_role("family")
FAMILY_CONSENT = f"(id {one_of('family_consent_ids')})"
PART_OF_FAMILY_CONSENT = f"(consent_id {one_of('family_consent_ids')})"
FAMILY_DRAFT = f"(id {one_of('family_draft_ids')})"
# The row names the youth of the consent it belongs to; asked of a new row alone.
ABOUT_IT = "portal.is_consent_of(consent_id, youth_id)"
BY_ME = f"by_id = {ME}"
