"""Whose turn it is to sign: each party's place in line, and until when it is asked."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from mous.models import Mou, MouSignature, MouSigningRequest
from mous.queries import signatures_on

DAYS_TO_SIGN = 30
"""How long a party is asked to sign unless the drafters say otherwise; then it can be asked again."""


class TurnState(TextChoices):
    """How a party stands in the line of those who sign."""

    SIGNED = "signed", _("Signed")
    ASKED = "asked", _("Asked to sign")
    LATE = "late", _("The time to sign is over")
    WAITS = "waits", _("Not yet its turn")


TONES = {
    TurnState.SIGNED: "good",
    TurnState.ASKED: "wait",
    TurnState.LATE: "warn",
    TurnState.WAITS: "neutral",
}


@dataclass(frozen=True)
class Turn:
    """A party in line; the database asks the same before it takes a signature (`asked_to_sign`)."""

    request: MouSigningRequest
    signature: MouSignature | None
    state: TurnState

    @property
    def agency(self) -> Agency:
        return self.request.agency

    @property
    def last_day(self) -> date:
        """The last day on which the party can sign, by its own calendar."""
        return last_day_of(self.request.until, self.agency)


def turns(mou: Mou) -> list[Turn]:
    """Every party that is asked to sign the text as it is now, in order."""
    if not mou.text_sha256:
        return []
    signed = {signature.agency_id: signature for signature in signatures_on(mou)}
    asked = mou.signing_requests.filter(text_sha256=mou.text_sha256).select_related("agency")
    unsigned = [request.position for request in asked if request.agency_id not in signed]
    first, now = min(unsigned, default=0), timezone.now()
    return [
        Turn(request, signed.get(request.agency_id), _state(request, signed, first, now)) for request in asked
    ]


def turn_of(mou: Mou, agency_id: UUID | None) -> Turn | None:
    """This party's turn, if it is asked at all."""
    return next((turn for turn in turns(mou) if turn.request.agency_id == agency_id), None)


def close_of(day: date, agency: Agency) -> datetime:
    """The moment at which a day ends where the agency is, whatever the clocks do that night."""
    return datetime.combine(day + timedelta(days=1), time.min, agency.zone)


def last_day_of(until: datetime, agency: Agency) -> date:
    """The calendar day, where the agency is, in which the time to sign runs out."""
    return agency.day_of(until - timedelta(microseconds=1))


def _state(
    request: MouSigningRequest, signed: dict[UUID, MouSignature], first: int, now: datetime
) -> TurnState:
    if request.agency_id in signed:
        return TurnState.SIGNED
    if request.position > first:
        return TurnState.WAITS
    return TurnState.ASKED if request.until > now else TurnState.LATE
