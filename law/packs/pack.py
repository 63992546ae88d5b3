"""What a state pack is: one state's rules, with who reviewed them, for how long, and the law they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from law.case import Case
from law.duties import Condition, Missing
from law.message import Message
from law.vocabulary import AgencyKind, Category, LegalStatus, Purpose, RecipientKind


class Effect(StrEnum):
    """What a rule of a pack does where it matches."""

    DENY = "deny"
    NEEDS_MORE = "needs_more"
    CONDITIONS = "conditions"
    AUTHORIZE = "authorize"


class Delegation(StrEnum):
    """The places where federal law leaves the answer to the state. A pack can open nothing anywhere else."""

    FERPA_A5 = "ferpa_a5"
    CAPTA_VI = "capta_vi"
    HIPAA_512A = "hipaa_512a"
    HIPAA_512B = "hipaa_512b"
    HIPAA_512C = "hipaa_512c"
    HIPAA_512K6 = "hipaa_512k6"
    HIPAA_502G = "hipaa_502g"
    PART2_2_14 = "part2_2_14"
    USA_CUSTODY = "usa_custody"
    NO_FEDERAL_RULE = "no_federal_rule"


@dataclass(frozen=True, slots=True)
class Slot:
    """One answer of state law, with its citation."""

    values: Mapping[str, Any]
    cite: str


@dataclass(frozen=True, slots=True)
class Match:
    """To which requests a rule applies. An empty list of codes means all of them."""

    holders: frozenset[AgencyKind] = frozenset()
    statuses: frozenset[LegalStatus] = frozenset()
    recipients: frozenset[RecipientKind] = frozenset()
    categories: frozenset[Category] = frozenset()
    purposes: frozenset[Purpose] = frozenset()
    min_age: int | None = None
    max_age: int | None = None

    def excludes(self, case: Case) -> bool:
        """True when something known about the request puts it outside."""
        age, purpose = case.youth.age, case.facts.purpose
        return (
            bool(self.holders and case.holder.kind not in self.holders)
            or bool(self.statuses and not case.has_status(*self.statuses))
            or bool(self.recipients and case.recipient.kind not in self.recipients)
            or bool(self.categories and case.category not in self.categories)
            or bool(self.purposes and purpose not in (*self.purposes, Purpose.UNKNOWN))
            or (age is not None and self.min_age is not None and age < self.min_age)
            or (age is not None and self.max_age is not None and age > self.max_age)
        )

    def undetermined(self, case: Case) -> tuple[Missing, ...]:
        """What would have to be known to tell whether a request that is not excluded really matches."""
        lacks = []
        if case.youth.age is None and (self.min_age is not None or self.max_age is not None):
            lacks.append(Missing.YOUTH_AGE)
        if self.purposes and case.facts.purpose not in self.purposes:
            lacks.append(Missing.STATED_PURPOSE)
        return tuple(lacks)


@dataclass(frozen=True, slots=True)
class PackRule:
    """One rule of a pack. `delegation` is set on a rule that authorizes, and on no other."""

    id: str
    title: Message
    reason: Message
    cite: str
    effective_from: date
    effective_to: date | None
    match: Match
    effect: Effect
    conditions: tuple[Condition, ...] = ()
    missing: tuple[Missing, ...] = ()
    delegation: Delegation | None = None

    def in_force(self, on: date) -> bool:
        """True from the first to the last day of the rule."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one state. What it does not say stays unknown."""

    state: str
    name: str
    version: int
    effective_from: date
    effective_to: date
    reviewed_by: str
    reviewed_on: date
    cites: tuple[str, ...]
    slots: Mapping[str, Slot]
    rules: tuple[PackRule, ...]

    @property
    def id(self) -> str:
        """The name under which decisions store the pack's version."""
        return f"state.{self.state}"

    @property
    def invented(self) -> bool:
        """True for the rules of a state that does not exist: the code of no state of the Union begins with X."""
        return self.state.startswith("X")

    def in_force(self, on: date) -> bool:
        """True from the first to the last day for which the pack was reviewed."""
        return self.effective_from <= on <= self.effective_to

    def value(self, slot: str, name: str) -> Any:
        """What the pack says, or None where it says nothing."""
        found = self.slots.get(slot)
        return None if found is None else found.values.get(name)
