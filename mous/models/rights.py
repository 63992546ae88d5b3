"""Whose rows: the conditions that the policies of several tables of an agreement share."""

from agencies.roles import Duty, Reach, reaching, with_duty
from sharing_portal.rls.policy import AGENCY, ME, among, any_role, one_of

READERS = any_role(*reaching(Reach.AGREEMENTS))
DRAFTERS = any_role(*with_duty(Duty.DRAFT_AGREEMENT))
REVIEWERS = any_role(*with_duty(Duty.REVIEW_AGREEMENT))
# Signatories, and the deputies they named for these days.
SIGNERS = f"({any_role(*with_duty(Duty.SIGN_AGREEMENT))} OR (SELECT portal.is_signing_deputy()))"

VISIBLE = f"mou_id {among('agreement_ids')} AND {READERS}"
# What was said while it was drafted and reviewed: not for whoever is only offered to join.
OF_PARTIES = f"mou_id {among('party_agreement_ids')} AND {READERS}"
# Drafts of the acting agency: its parties, flows and dates.
DRAFT = f"mou_id {one_of('draft_agreement_ids')} AND {DRAFTERS}"
# Those, and the drafts of others to which the acting agency was invited: their wording.
SHARED_DRAFT = f"mou_id {one_of('shared_draft_ids')} AND {DRAFTERS}"
BY_ME = f"agency_id = {AGENCY} AND by_id = {ME}"
