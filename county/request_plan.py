"""What one request of the county is, before anybody makes it."""

from dataclasses import dataclass, field
from typing import Any

from county.consent_plans import ConsentPlan, Line
from county.young_people import Wanted

ALL = frozenset({"*"})


@dataclass(frozen=True)
class RequestPlan:
    """One request and how far it has come.

    `outcome` is draft, submitted, overdue, more_needed, answered, approved, released, opened, acknowledged, downloaded,
    recalled, revoked, refused, unknown (refused without a match) or withdrawn. `hand` is which of the asker's
    caseworkers asks. Plans with one `young` are about one person.
    """

    asker: str
    holder: str
    categories: tuple[str, ...]
    purpose: str
    basis: str
    outcome: str
    reason: str
    wanted: Wanted = field(default_factory=lambda: Wanted((), 13, 16))
    consent: ConsentPlan | None = None
    approve: tuple[str, ...] = ()
    evidence: frozenset[str] = frozenset()
    words: str = ""
    urgency: str = "routine"
    hand: int = 0
    young: str = ""
    files: bool = False


def consent_for(
    at: str,
    discloser: str,
    recipient: str,
    *categories: str,
    purposes: tuple[str, ...] = ("care_coordination", "educational_support"),
    **more: Any,
) -> ConsentPlan:
    """A consent recorded by `at` that lets `discloser` share these categories with `recipient`."""
    return ConsentPlan(at, (Line(discloser, recipient, categories, purposes),), **more)
