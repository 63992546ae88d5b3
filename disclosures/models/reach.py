"""Choices, and the conditions that the policies of this app share."""

from django.utils.translation import gettext_lazy as _

from agencies.roles import Duty, Reach, reaching, with_duty
from law.vocabulary import Category, Purpose
from sharing_portal.rls.policy import AGENCY, ME, any_role, seen

CATEGORIES = [(category.value, _(category.label)) for category in Category]
PURPOSES = [(purpose.value, _(purpose.label)) for purpose in Purpose]
REQUESTS = any_role(*reaching(Reach.REQUESTS))
CONTENT = any_role(*reaching(Reach.RELEASES))
DECIDERS = any_role(*with_duty(Duty.DECIDE))
RELEASERS = any_role(*with_duty(Duty.RELEASE))
REQUESTERS = any_role(*with_duty(Duty.REQUEST))


def of_request(condition: str) -> str:
    """True for a row of a request, `r`, that the acting member sees and for which the condition holds."""
    return seen("disclosures_disclosurerequest", "request_id", condition)


# What belongs to a request is for whoever sees the request.
OF_SEEN_REQUEST = of_request("true")
# Drafts the acting member is writing: the only requests whose categories and attachments may be taken away.
OF_OWN_DRAFT = of_request(f"r.state = 'draft' AND r.asking_agency_id = {AGENCY} AND r.requested_by_id = {ME}")
# Requests of the acting agency that wait for an answer: consents may still be shown with them.
OF_WAITING_REQUEST = of_request(
    f"r.state IN ('draft', 'submitted', 'more_needed') AND r.asking_agency_id = {AGENCY}"
)
# Requests to the acting agency that the acting member may answer: never one she made herself for another agency.
OF_ANSWERABLE_REQUEST = of_request(
    f"r.submitted_at IS NOT NULL AND r.holding_agency_id = {AGENCY} AND r.requested_by_id <> {ME}"
)
HOLDER_ONLY = f"agency_id = {AGENCY} AND {REQUESTS}"
