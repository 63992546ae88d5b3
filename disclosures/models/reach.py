"""Choices, and the conditions that the policies of this app share."""

from django.utils.translation import gettext_lazy as _

from agencies.roles import Duty, Reach, reaching, with_duty
from law.vocabulary import Category, Purpose
from sharing_portal.rls.policy import AGENCY, any_role, one_of

CATEGORIES = [(category.value, _(category.label)) for category in Category]
PURPOSES = [(purpose.value, _(purpose.label)) for purpose in Purpose]
REQUESTS = any_role(*reaching(Reach.REQUESTS))
CONTENT = any_role(*reaching(Reach.RELEASES))
DECIDERS = any_role(*with_duty(Duty.DECIDE))
RELEASERS = any_role(*with_duty(Duty.RELEASE))
REQUESTERS = any_role(*with_duty(Duty.REQUEST))
# What belongs to a request: for those who see all of the agency's, and for the person who asked.
OF_SEEN_REQUEST = (
    f"(request_id {one_of('own_request_ids')} OR ({REQUESTS} AND request_id {one_of('request_ids')}))"
)
HOLDER_ONLY = f"agency_id = {AGENCY} AND {REQUESTS}"
