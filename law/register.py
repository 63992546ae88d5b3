"""The register of rules. A rule is a small function from a case to a finding, or None when it does not concern it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from law.answers import Finding, Route
from law.case import Case
from law.duties import Condition, Missing
from law.layers import Layer
from law.message import Message
from law.proof import Demands
from law.vocabulary import Outcome, Provenance, SignerCapacity

Reading = Callable[[Case], Finding | None]


COMPARED = date(2026, 11, 21)
"""The day on which provisions were last compared with a published copy of their text."""


class Status(StrEnum):
    """Whether a rule was compared with its source. All are to be compared again before a release."""

    CHECKED = "checked"
    COUNSEL = "to be checked by counsel"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one law, dated and cited.

    `demands` are the facts it relies on with the proof they need; `source_checked_on` the day on which it was
    compared with its source, None while it rests on knowledge of the law.
    """

    id: str
    layer: Layer
    citation: str
    title: str
    effective_from: date
    read: Reading
    effective_to: date | None
    version: int
    source_checked_on: date | None
    demands: Demands
    fallback: bool
    verifies: bool = field(init=False)
    """Whether some fact has to be more than documented."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "verifies", Provenance.VERIFIED in self.demands.values())

    @property
    def status(self) -> Status:
        """Compared with its source, or to be checked by counsel."""
        return Status.COUNSEL if self.source_checked_on is None else Status.CHECKED

    def in_force(self, on: date) -> bool:
        """True on every day from the first to the last on which the rule is law."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def route(self, finding: Finding) -> Route:
        """The finding, signed by this rule."""
        return Route(
            rule=self.id,
            version=self.version,
            layer=str(self.layer),
            title=self.title,
            citation=self.citation,
            outcome=finding.outcome,
            reason=finding.reason,
            conditions=finding.conditions,
            missing=finding.missing,
            signers=finding.signers,
            relies_on=finding.relies_on,
            bar=finding.bar,
            duty=finding.duty,
        )


RULES: dict[str, Rule] = {}


def rule(
    identifier: str,
    layer: Layer,
    citation: str,
    title: Message,
    since: date,
    *,
    until: date | None = None,
    version: int = 1,
    source_checked_on: date | None = None,
    demands: Demands | None = None,
    fallback: bool = False,
) -> Callable[[Reading], Reading]:
    """Register the decorated function. A fallback answers only when no other rule of its layer did."""

    def enter(read: Reading) -> Reading:
        if identifier in RULES:
            raise ValueError(f"Two rules are called {identifier}.")
        RULES[identifier] = Rule(
            identifier,
            layer,
            citation,
            title.template,
            since,
            read,
            until,
            version,
            source_checked_on,
            demands or {},
            fallback,
        )
        return read

    return enter


def permit(reason: Message, *conditions: Condition, relies_on: str = "") -> Finding:
    """Lawful; with conditions, lawful if those duties are met."""
    outcome = Outcome.PERMIT_WITH_CONDITIONS if conditions else Outcome.PERMIT
    return Finding(outcome, reason, conditions=conditions, relies_on=relies_on)


def lacking(reason: Message, *missing: Missing, signers: tuple[SignerCapacity, ...] = ()) -> Finding:
    """The route fits, and `missing` is what it still needs."""
    return Finding(Outcome.NEEDS_MORE, reason, missing=missing, signers=signers)


def refuse(reason: Message, *missing: Missing, signers: tuple[SignerCapacity, ...] = ()) -> Finding:
    """This route is closed; another of the same law may be open."""
    return Finding(Outcome.DENY, reason, missing=missing, signers=signers)


def bar(reason: Message, *missing: Missing) -> Finding:
    """Closed whatever else is shown, as long as the fact stands."""
    return Finding(Outcome.DENY, reason, missing=missing, bar=True)


def hold(reason: Message, *missing: Missing) -> Finding:
    """Nothing of this law can be used until `missing` is supplied."""
    return Finding(Outcome.NEEDS_MORE, reason, missing=missing, bar=True)


def oblige(reason: Message, *conditions: Condition) -> Finding:
    """No permission, but a duty that any permission of the same law carries."""
    return Finding(Outcome.PERMIT_WITH_CONDITIONS, reason, conditions=conditions, duty=True)
