"""Reads that draw on several apps."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import User
from consents import queries as consent_queries
from consents.models import Consent
from consents.states import TONES, GrantState
from disclosures import queries as disclosure_queries
from disclosures.models import DisclosureRequest, LogEntry, Release
from youth.models import YouthRecord

MOST = 50


@dataclass(frozen=True)
class StandingConsent:
    """A consent and the best standing any of its lines has today."""

    consent: Consent
    standing: GrantState
    last_day: date

    @property
    def tone(self) -> str:
        """The colour and icon that go with the word."""
        return TONES[self.standing]


@dataclass(frozen=True)
class Sharing:
    """Everything that was asked, allowed and shared about a youth that the reader may see, newest first."""

    consents: list[StandingConsent]
    asked_by_us: list[DisclosureRequest]
    asked_of_us: list[DisclosureRequest]
    released: list[Release]
    received: list[Release]
    log: list[LogEntry]


def sharing_of(youth: YouthRecord, user: User) -> Sharing:
    """What `youth`, a record of the reader's agency, has to do with other agencies."""
    visible = disclosure_queries.releases_visible_to(user)
    return Sharing(
        consents=[_standing(consent) for consent in consent_queries.for_youth(user, youth)[:MOST]],
        asked_by_us=list(disclosure_queries.made_by_us(user).filter(asking_youth=youth)[:MOST]),
        asked_of_us=list(disclosure_queries.made_to_us(user).filter(match__youth=youth)[:MOST]),
        released=list(visible.filter(agency=user.acting_agency_id, request__match__youth=youth)[:MOST]),
        received=list(disclosure_queries.released_to_us(user).filter(request__asking_youth=youth)[:MOST]),
        log=list(disclosure_queries.log_visible_to(user).filter(youth_id=youth.pk)[:MOST]),
    )


# The best first: a consent stands as its best line does.
_ORDER = list(GrantState)


def _standing(consent: Consent) -> StandingConsent:
    today = timezone.localdate()
    grants = list(consent.grants.all())
    best = min((grant.state_on(today) for grant in grants), key=_ORDER.index, default=GrantState.ENDED)
    return StandingConsent(consent, best, max(grant.expires_on for grant in grants))
