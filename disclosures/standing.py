"""Where a request stands, in one word and one order for every list of requests: what is most urgent comes first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosures.agreements import uncovered
from disclosures.models import DisclosureRequest
from disclosures.queries import OPEN, WAITING_FOR_HOLDER
from disclosures.states import State

Basis, Urgency = DisclosureRequest.Basis, DisclosureRequest.Urgency
TONES = {State.APPROVED: "good", State.MORE_NEEDED: "warn", State.SUBMITTED: "wait"}


@dataclass(frozen=True)
class Standing:
    """A word with its colour; why it cannot wait; the day an answer is due while one is; what it lacks. Empty if nothing."""

    label: str
    tone: str
    urgent: str
    due_on: date | None
    lacks: str = ""


def standings(
    requests: Iterable[DisclosureRequest], *, held: bool
) -> list[tuple[DisclosureRequest, Standing]]:
    """Each of the requests of a page with where it stands; `lacks` says where its agreement has ended meanwhile."""
    page = list(requests)
    lacking = uncovered(page)
    return [(one, standing(one, held=held, lacking=one.pk in lacking)) for one in page]


def standing(request: DisclosureRequest, *, held: bool, lacking: bool = False) -> Standing:
    """Where the request stands today for the agency that holds the records (`held`), or for the one that asks."""
    is_open = request.state in OPEN
    label, tone = _late(request) or _state(request, held=held)
    return Standing(
        label,
        tone,
        urgent(request) if is_open else "",
        request.due_on if is_open else None,
        _("No agreement covers it") if lacking else "",
    )


def _late(request: DisclosureRequest) -> tuple[str, str] | None:
    today = timezone.localdate()
    if request.state not in WAITING_FOR_HOLDER or request.due_on is None or request.due_on > today:
        return None
    return (_("Due today"), "warn") if request.due_on == today else (_("Overdue"), "bad")


def _state(request: DisclosureRequest, *, held: bool) -> tuple[str, str]:
    state = State(request.state)
    if held and state == State.SUBMITTED:
        return _("Waiting for us"), "warn"
    return str(state.label), TONES.get(state, "")


def urgent(request: DisclosureRequest) -> str:
    """Why the request cannot wait for its turn; empty where it can."""
    if request.basis == Basis.EMERGENCY:
        return _("Emergency")
    return _("Needed today") if request.urgency == Urgency.TODAY else ""


def most_urgent_first(requests: QuerySet[DisclosureRequest]) -> QuerySet[DisclosureRequest]:
    """Emergencies and what is needed today, then by the day an answer is due."""
    first = When(Q(basis=Basis.EMERGENCY) | Q(urgency=Urgency.TODAY), then=Value(0))
    return requests.order_by(Case(first, default=Value(1)), "due_on", "submitted_at")
