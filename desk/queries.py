"""Reads that draw on several apps."""

from dataclasses import dataclass

from accounts.models import User
from consents import queries as consent_queries
from consents.models import Consent
from consents.standing import Standing, standing_of
from disclosures import queries as disclosure_queries
from disclosures.models import DisclosureRequest, LogEntry, Release
from youth.models import YouthRecord

MOST = 50


@dataclass(frozen=True)
class Sharing:
    """Everything that was asked, allowed and shared about a youth that the reader may see, newest first."""

    consents: list[tuple[Consent, Standing]]
    asked_by_us: list[DisclosureRequest]
    asked_of_us: list[DisclosureRequest]
    released: list[Release]
    received: list[Release]
    log: list[LogEntry]


def sharing_of(youth: YouthRecord, user: User) -> Sharing:
    """What `youth`, a record of the reader's agency, has to do with other agencies."""
    visible = disclosure_queries.releases_visible_to(user)
    return Sharing(
        consents=[(held, standing_of(held)) for held in consent_queries.for_youth(user, youth)[:MOST]],
        asked_by_us=list(disclosure_queries.made_by_us(user).filter(asking_youth=youth)[:MOST]),
        asked_of_us=list(disclosure_queries.made_to_us(user).filter(match__youth=youth)[:MOST]),
        released=list(visible.filter(agency=user.acting_agency_id, request__match__youth=youth)[:MOST]),
        received=list(disclosure_queries.released_to_us(user).filter(request__asking_youth=youth)[:MOST]),
        log=list(disclosure_queries.log_visible_to(user).filter(youth_id=youth.pk)[:MOST]),
    )
