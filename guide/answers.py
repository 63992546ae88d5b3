"""The answers given so far, as they travel in the address: codes from closed lists and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from guide.facts import together
from guide.questions import NONE, QUESTIONS, Question


@dataclass(frozen=True)
class Answers:
    """What was ticked, by question. Immutable."""

    given: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(tuple(self.pairs))

    def __contains__(self, question: Question) -> bool:
        return question.code in self.given

    def to(self, question: Question) -> tuple[str, ...]:
        """The codes chosen for a question; none when it is not answered."""
        return self.given.get(question.code, ())

    def plus(self, question: Question, codes: Iterable[str]) -> "Answers":
        """With this question answered so."""
        return Answers({**self.given, question.code: tuple(codes)})

    def without(self, question: Question) -> "Answers":
        """As if this question had not been answered."""
        return Answers({code: chosen for code, chosen in self.given.items() if code != question.code})

    @cached_property
    def stated(self) -> dict[str, Any]:
        """The facts that the answers state, in the order of the questions."""
        chosen = (question.choice(code) for question in QUESTIONS for code in self.to(question))
        return together(*(choice.facts for choice in chosen if choice))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values, as a form or an address carries them, in the order of the questions."""
        return [(question.code, code) for question in QUESTIONS for code in self.to(question)]

    def address(self, **more: str) -> str:
        """The query of an address that carries these answers."""
        return "?" + urlencode([*self.pairs, *more.items()])


def read(query: QueryDict) -> tuple[Answers, bool]:
    """The answers in an address, and whether it held something that is none: that is left out."""
    given: dict[str, tuple[str, ...]] = {}
    strange = False
    for question in QUESTIONS:
        codes = tuple(dict.fromkeys(query.getlist(question.code)))
        known = tuple(code for code in codes if code == NONE or question.choice(code))
        if len(known) > 1 and (not question.several or NONE in known):
            known = ()
            strange = True
        if known:
            given[question.code] = known
        strange = strange or set(known) != set(codes)
    return Answers(given), strange
