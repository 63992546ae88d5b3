"""Agreements: their text, terms, reviews, signatures and life. A term in force lets one *ask*; it is no legal authority."""

from mous.models.agreement import Mou, MouEvent, MouParty
from mous.models.calendar import CalendarFeed
from mous.models.life import MouJoinder, MouPublication, MouTermination, PublishedMou
from mous.models.signing import (
    MouFrozenText,
    MouReminder,
    MouReview,
    MouScan,
    MouSeal,
    MouSignature,
    MouSigningRequest,
    Proof,
    SigningDeputy,
)
from mous.models.terms import MouChecklistNote, MouTerm
from mous.models.text import MouComment, MouInvitation, MouSection, MouSectionLock, MouSectionVersion

__all__ = [
    "CalendarFeed",
    "Mou",
    "MouChecklistNote",
    "MouComment",
    "MouEvent",
    "MouFrozenText",
    "MouInvitation",
    "MouJoinder",
    "MouParty",
    "MouPublication",
    "MouReminder",
    "MouReview",
    "MouScan",
    "MouSeal",
    "MouSection",
    "MouSectionLock",
    "MouSectionVersion",
    "MouSignature",
    "MouSigningRequest",
    "MouTerm",
    "MouTermination",
    "Proof",
    "PublishedMou",
    "SigningDeputy",
]
