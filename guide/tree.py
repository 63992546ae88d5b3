"""Which question comes next: one is asked as long as some answer to it changes what the law engine decides.

Nothing here knows the law. Every question is tried on the engine, with each of its answers, alone and beside what else
one may still have; an answer that changes nothing is not offered, and a question without such answers is not asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import product
from typing import Any

from guide.answers import Answers
from guide.facts import contradict, facts_from, together
from guide.questions import HAVE, NEEDED, NONE, QUESTIONS, Choice, Question, Stated
from law import decide
from law.duties import Condition, Missing
from law.facts import Facts
from law.packs import for_state
from law.vocabulary import Outcome, SignerCapacity

TRIED = 8192
"""Decisions kept in a process; they come from codes alone."""


@dataclass(frozen=True, slots=True)
class View:
    """What of one answer of the engine makes a difference to a person."""

    outcome: Outcome
    conditions: frozenset[Condition]
    missing: frozenset[Missing]
    signers: frozenset[SignerCapacity]
    laws: frozenset[str]
    closed: frozenset[str]

    def changed(self, other: "View") -> bool:
        """Whether `other` asks something else. Where both allow it, fewer duties are no reason to ask on."""
        if self.outcome.allows and other.outcome.allows:
            return len(other.conditions) > len(self.conditions) or self.laws != other.laws
        return self != other

    def helped(self, other: "View") -> bool:
        """Whether `other` is nearer to sharing than this one, which does not allow it."""
        if self.outcome.allows or other.outcome.rank > self.outcome.rank:
            return False
        nearer = other.closed < self.closed or other.missing < self.missing
        return other.outcome.rank < self.outcome.rank or nearer


def _views(stated: Stated, on: date) -> tuple[View, ...]:
    """What the engine answers to this, for each kind of record."""
    return _tried(facts_from(stated, on), stated.get("us_state", ""))


@lru_cache(maxsize=TRIED)
def _tried(facts: Facts, state: str) -> tuple[View, ...]:
    return tuple(
        View(
            answer.outcome,
            frozenset(answer.conditions),
            frozenset(answer.missing),
            frozenset(answer.signers),
            frozenset(route.layer for route in answer.grounds),
            frozenset(route.layer for route in answer.grounds if not route.outcome.allows),
        )
        for answer in decide(facts, for_state(state, facts.on)).categories
    )


@dataclass(frozen=True)
class Step:
    """A question of the walk: the answers offered, and those chosen among them."""

    question: Question
    offered: tuple[Choice, ...]
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Walk:
    """The questions that the answers given have settled, and the one to ask next; None at the end."""

    answers: Answers
    settled: tuple[Step, ...]
    following: Step | None


def walk(answers: Answers, on: date) -> Walk:
    """Go through the questions in their order, and again as long as an answer made one matter that was passed over.

    Answers that no longer matter are left out of the result.
    """
    known, before = Answers(), -1
    settled: list[Step] = []
    while len(settled) > before:
        before = len(settled)
        for question in QUESTIONS:
            offered = () if question in known else offers(question, known, on)
            if not offered:
                continue
            codes = {choice.code for choice in offered} | {NONE}
            chosen = tuple(code for code in answers.to(question) if code in codes)
            if not chosen:
                return Walk(known, tuple(settled), Step(question, offered))
            known = known.plus(question, chosen)
            settled.append(Step(question, offered, chosen))
    return Walk(known, tuple(settled), None)


@lru_cache(maxsize=TRIED)
def offers(question: Question, known: Answers, on: date) -> tuple[Choice, ...]:
    """The answers to this question that matter, given what is known; none: it need not be asked."""
    if question in NEEDED:
        return question.choices
    if question.group and question.group not in known.to(HAVE):
        return ()
    if question is HAVE:
        return tuple(choice for choice in HAVE.choices if _helps(choice.code, known, on))
    if question.several:
        sensible = (choice for choice in question.choices if choice.about in ("", *known.to(HAVE)))
        return tuple(choice for choice in sensible if _matters(question, choice, known, on))
    worlds = list(_worlds(question, known, on))
    matter = any(
        _changed(world, together(world, choice.facts), on) for world in worlds for choice in question.choices
    )
    return question.choices if matter else ()


def _helps(group: str, known: Answers, on: date) -> bool:
    before = _views(known.stated, on)
    return any(
        one.helped(other)
        for full in _completions(group, known)
        for one, other in zip(before, _views(together(known.stated, full), on), strict=True)
    )


def _matters(question: Question, choice: Choice, known: Answers, on: date) -> bool:
    """Whether it changes a decision: on what is known, beside another answer to the question, or beside all."""
    beside = [other.facts for other in question.choices if not contradict(other.facts, choice.facts)]
    beside = [facts for facts in beside if facts is not choice.facts]
    for world in _worlds(question, known, on):
        if _changed(world, together(world, choice.facts), on):
            return True
        if not question.group or world is not known.stated:
            continue
        for facts in [*beside, together(*beside)] if question.favorable else beside:
            rest = together(world, facts)
            if _changed(rest, together(rest, choice.facts), on, strictly=True):
                return True
    return False


def _worlds(question: Question, known: Answers, on: date) -> Iterator[dict[str, Any]]:
    """What is known; and what is known beside all that one may still have to show."""
    yield known.stated
    if question.code == "against":
        return
    groups = known.to(HAVE) if HAVE in known else [choice.code for choice in HAVE.choices]
    for group in groups:
        if HAVE in known or _helps(group, known, on):
            for full in _completions(group, known, question):
                yield together(known.stated, full)


def _completions(group: str, known: Answers, besides: Question | None = None) -> Iterator[Stated]:
    """The most that the open questions of a group could state: one for each way to answer them without contradiction."""
    open_questions = [
        question
        for question in QUESTIONS
        if question.group == group
        and question.favorable
        and question not in known
        and question is not besides
    ]
    for parts in product(*(_fullest(question) for question in open_questions)):
        yield together(*parts)


@cache
def _fullest(question: Question) -> tuple[Stated, ...]:
    """For one answer: each. For several: all that can be true together, once for each answer that must be among them."""
    if not question.several:
        return tuple(choice.facts for choice in question.choices)
    every = [choice.facts for choice in question.choices]
    fullest: list[Stated] = []
    for facts in every:
        found = together(*_consistent([facts, *every]))
        if found not in fullest:
            fullest.append(found)
    return tuple(fullest)


def _consistent(facts: Iterable[Stated]) -> list[Stated]:
    kept: list[Stated] = []
    for one in facts:
        if not any(contradict(one, other) for other in kept):
            kept.append(one)
    return kept


def _changed(before: Stated, after: Stated, on: date, *, strictly: bool = False) -> bool:
    return any(
        one != other if strictly else one.changed(other)
        for one, other in zip(_views(before, on), _views(after, on), strict=True)
    )
