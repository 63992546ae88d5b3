"""Notes that read like case work, made from the banks of phrases in county/phrases.

A bank is a text file of paragraphs: a line `title | who wrote it | ages | opens or closes`, then the text. What opens
a matter comes before all else that is written of it, and what closes it comes last. In the text `[this|that]` is a
choice, `{3-7}` a number and `{first}` a fact about the young person. No note is used twice in one record.
"""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PHRASES = Path(__file__).parent / "phrases"
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_NUMBER = re.compile(r"\{(\d+)-(\d+)\}")
_FACT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Phrase:
    """One note in waiting, fit for young people of these ages."""

    title: str
    source: str
    youngest: int
    oldest: int
    stage: str
    text: str

    def fits(self, age: int) -> bool:
        """Whether it could be written about someone of this age."""
        return self.youngest <= age <= self.oldest


@lru_cache
def bank(name: str) -> tuple[Phrase, ...]:
    """Every note of a bank, in the file's order."""
    paragraphs = (PHRASES / f"{name}.txt").read_text("utf-8").strip().split("\n\n")
    return tuple(_read(paragraph) for paragraph in paragraphs)


def _read(paragraph: str) -> Phrase:
    head, text = paragraph.split("\n", 1)
    title, source, ages, stage = _cells(head)
    youngest, oldest = ages.split("-")
    return Phrase(title, source, int(youngest), int(oldest), stage, " ".join(text.split()))


def _cells(head: str) -> list[str]:
    cells = [cell.strip() for cell in head.split("|")]
    return [*cells, *("", "", "5-20", "")[len(cells) :]]


def in_order(phrases: list[Phrase]) -> list[Phrase]:
    """At most one that opens and one that closes, in their places."""
    opening = [phrase for phrase in phrases if phrase.stage == "opens"][:1]
    closing = [phrase for phrase in phrases if phrase.stage == "closes"][:1]
    return [*opening, *(phrase for phrase in phrases if not phrase.stage), *closing]


def write(template: str, chance: random.Random, facts: Mapping[str, str]) -> str:
    """The text with its choices made, its numbers drawn and its facts put in."""
    while _CHOICE.search(template):
        template = _CHOICE.sub(lambda found: chance.choice(found[1].split("|")), template, count=1)
    template = _NUMBER.sub(lambda found: str(chance.randint(int(found[1]), int(found[2]))), template)
    return _FACT.sub(lambda found: facts[found[1]], template)
