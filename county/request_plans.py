"""What the county's agencies have asked of each other, one request in every state a request can be in."""

from county.request_plan import RequestPlan
from county.requests_answered import ANSWERED
from county.requests_waiting import WAITING

REQUESTS: tuple[RequestPlan, ...] = (*WAITING, *ANSWERED)
