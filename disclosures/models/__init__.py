"""Requests, decisions and releases between two agencies, and the legal log of them."""

from disclosures.models.log import LogEntry
from disclosures.models.reach import CATEGORIES, PURPOSES
from disclosures.models.releases import Release, ReleaseBasis, ReleasedItem, ReleaseGrant
from disclosures.models.requests import (
    AttachedConsent,
    Decision,
    DisclosureRequest,
    RequestedCategory,
    RequestMessage,
    YouthMatch,
)
from disclosures.models.wishes import FamilyWish

__all__ = [
    "CATEGORIES",
    "PURPOSES",
    "AttachedConsent",
    "Decision",
    "DisclosureRequest",
    "FamilyWish",
    "LogEntry",
    "Release",
    "ReleaseBasis",
    "ReleaseGrant",
    "ReleasedItem",
    "RequestMessage",
    "RequestedCategory",
    "YouthMatch",
]
