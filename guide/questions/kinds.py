"""What a question of the guide is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Stated = Mapping[str, Any]
"""Facts by the engine's names, "group.field", and the state under `us_state`; see `guide.facts`."""


@dataclass(frozen=True, eq=False)
class Choice:
    """One answer that can be ticked, and the facts of the law engine that it states.

    `section` is the heading it stands under. `about` names the thing one must have for the answer to make sense.
    """

    code: str
    label: Promise | str
    facts: Stated = field(default_factory=dict)
    hint: Promise | str = ""
    section: Promise | str = ""
    about: str = ""


@dataclass(frozen=True, eq=False)
class Question:
    """One page.

    `group` names the thing one has to which the question belongs; empty: asked of everybody. `favorable` is False
    where ticking more does not make the answer better.
    """

    code: str
    title: Promise
    label: Promise
    choices: tuple[Choice, ...]
    several: bool = True
    group: str = ""
    favorable: bool = True
    hint: Promise | str = ""

    def choice(self, code: str) -> Choice | None:
        """The choice with this code, or None for one that does not exist."""
        return next((choice for choice in self.choices if choice.code == code), None)


def fact(name: str, label: Promise, hint: Promise | str = "") -> Choice:
    """A choice that states that one fact is true. Its code is the name of the fact without its group."""
    return Choice(name.split(".")[1], label, {name: True}, hint)
