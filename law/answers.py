"""What the engine answers: one `CategoryDecision` for each category, held together in a `Decision`."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from law.duties import Condition, Missing
from law.message import Message
from law.vocabulary import Category, Outcome, SignerCapacity


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found.

    `bar` means that no other rule of the same law can help; `duty` that it permits nothing by itself, and that its
    conditions go with whatever another rule of the same law permits.
    """

    outcome: Outcome
    reason: Message
    conditions: tuple[Condition, ...] = ()
    missing: tuple[Missing, ...] = ()
    signers: tuple[SignerCapacity, ...] = ()
    relies_on: str = ""
    bar: bool = False
    duty: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """One rule that was tried, with what it found: the explanation of an answer."""

    rule: str
    version: int
    layer: str
    title: str
    citation: str
    outcome: Outcome
    reason: Message
    conditions: tuple[Condition, ...] = ()
    missing: tuple[Missing, ...] = ()
    signers: tuple[SignerCapacity, ...] = ()
    relies_on: str = ""
    bar: bool = False
    duty: bool = False
    title_translations: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data, English."""
        return {
            "rule": self.rule,
            "version": self.version,
            "layer": self.layer,
            "title": self.title,
            "citation": self.citation,
            "outcome": str(self.outcome),
            "reason": str(self.reason),
            "conditions": [str(condition) for condition in self.conditions],
            "missing": [str(code) for code in self.missing],
            "signers": [str(capacity) for capacity in self.signers],
            "relies_on": self.relies_on,
        }


@dataclass(frozen=True, slots=True)
class CategoryDecision:
    """The answer for one category.

    `grounds` holds the rule that decided under each law that applies, the most restrictive first; `ground` is
    the first of them. `missing` is what would have to be supplied; `signers` says whose consent would do.
    `relies_on` names the papers (consents, orders, agreements) without which the answer would be another.
    `nearest` holds, for each law that stands against the release, the ways that it leaves open, any of which is
    enough; `next_step` says the same in words. `routes` are all the rules that were tried.
    """

    category: Category
    outcome: Outcome
    grounds: tuple[Route, ...]
    conditions: tuple[Condition, ...]
    missing: tuple[Missing, ...]
    signers: tuple[SignerCapacity, ...]
    routes: tuple[Route, ...]
    nearest: tuple[tuple[Message, ...], ...]
    next_step: Message

    @property
    def ground(self) -> Route:
        """The rule that decided."""
        return self.grounds[0]

    @property
    def reasons(self) -> tuple[Message, ...]:
        """Why, one sentence for each law that decided."""
        return tuple(dict.fromkeys(route.reason for route in self.grounds))

    @property
    def citations(self) -> tuple[str, ...]:
        """The provisions relied on."""
        return tuple(dict.fromkeys(route.citation for route in self.grounds))

    @property
    def relies_on(self) -> tuple[str, ...]:
        """References of the papers relied on; none when nothing may be released."""
        if not self.allows_release:
            return ()
        return tuple(dict.fromkeys(route.relies_on for route in self.grounds if route.relies_on))

    @property
    def allows_release(self) -> bool:
        """True when records of this category may be released now."""
        return self.outcome.allows

    def to_json(self) -> dict[str, Any]:
        """Plain data, English."""
        return {
            "category": str(self.category),
            "outcome": str(self.outcome),
            "ground": self.ground.to_json(),
            "grounds": [route.to_json() for route in self.grounds],
            "reasons": [str(reason) for reason in self.reasons],
            "conditions": [str(condition) for condition in self.conditions],
            "missing": [{"code": str(code), "label": code.label} for code in self.missing],
            "signers": [str(capacity) for capacity in self.signers],
            "citations": list(self.citations),
            "relies_on": list(self.relies_on),
            "routes": [route.to_json() for route in self.routes],
            "nearest": [[str(way) for way in ways] for ways in self.nearest],
            "next_step": str(self.next_step),
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """The answers for all categories of one request, with the versions of every rule that was asked."""

    on: date
    categories: tuple[CategoryDecision, ...]
    rule_versions: tuple[tuple[str, int], ...]

    @property
    def allows_release(self) -> bool:
        """True when every requested category may be released."""
        return bool(self.categories) and all(answer.allows_release for answer in self.categories)

    @property
    def permitted_categories(self) -> tuple[Category, ...]:
        """The categories that may be released now: the basis of an approval in part."""
        return tuple(answer.category for answer in self.categories if answer.allows_release)

    @property
    def outcome(self) -> Outcome:
        """The most restrictive answer, for sorting lists; decide by category, never by this."""
        return max(
            (answer.outcome for answer in self.categories), key=lambda item: item.rank, default=Outcome.DENY
        )

    def answer(self, category: Category) -> CategoryDecision:
        """The answer for one requested category; KeyError for one that was not requested."""
        for found in self.categories:
            if found.category is category:
                return found
        raise KeyError(category)

    def to_json(self) -> dict[str, Any]:
        """Plain data, English, ready to be stored with the request."""
        return {
            "on": self.on.isoformat(),
            "allows_release": self.allows_release,
            "outcome": str(self.outcome),
            "permitted_categories": [str(category) for category in self.permitted_categories],
            "categories": [answer.to_json() for answer in self.categories],
            "rule_versions": [[rule, version] for rule, version in self.rule_versions],
        }
