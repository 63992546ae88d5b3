"""Invented names with the keys that the portal would store for them, made once and then combined in SQL."""

import random
from collections.abc import Iterator

from youth.matching.compare import sound
from youth.names import name_keys, name_parts

FIRST_NAMES, LAST_NAMES, STREETS = 2000, 5000, 300
_OPENINGS = "a e i o u ba be bri ca ce cha da de dia e fa fe ga gre ha he i ja je jo ka ke la le li ma me mi na ne no o pa pe ra re ro sa se sha sta ta te tri va ve wi ya ze"
_MIDDLES = "la le li lo lu ma mi mo na ne ni no ra re ri ro sa si so ta ti to va vi da di du ga gue ja ke nde rre lli nna sta"
_FIRST_ENDS = "a ah an ana ara e ella en ia iah ie in ina is lyn na nda on or ra ri ric s son to us y"
_LAST_ENDS = "ado al an ano ard ay berg bury dez ell er es ett ez feld ford ham ins ita ko land ler ley man mont ñez o off ón ova owski s sen son ston ta ton ver ville well wicz wood worth"

Name = tuple[int, str, list[str], list[str]]


def first_names() -> Iterator[Name]:
    """Number, name, search keys and sounds of each first name, the commonest first."""
    return _keyed(_invent(FIRST_NAMES, _FIRST_ENDS, seed=1, double=0.02))


def last_names() -> Iterator[Name]:
    """The same for last names, of which one in twelve is hyphenated."""
    return _keyed(_invent(LAST_NAMES, _LAST_ENDS, seed=2, double=0.08))


def streets() -> Iterator[tuple[int, str, str]]:
    """Number, name and sound of each street."""
    for number, name in enumerate(_invent(STREETS, _LAST_ENDS, seed=3, double=0)):
        yield number, f"{name} Street", sound(name)


def _invent(count: int, ends: str, *, seed: int, double: float) -> list[str]:
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        name = _one(chance, ends)
        if chance.random() < double:
            name = f"{name}-{_one(chance, ends)}"
        found[name] = None
    return list(found)


def _one(chance: random.Random, ends: str) -> str:
    middles = "".join(chance.choice(_MIDDLES.split()) for _ in range(chance.choice((0, 1, 1, 2))))
    return (chance.choice(_OPENINGS.split()) + middles + chance.choice(ends.split())).capitalize()


def _keyed(names: list[str]) -> Iterator[Name]:
    for number, name in enumerate(names):
        sounds = {sound(part) for part in name_parts(name) if len(part) > 1} | {sound(name)}
        yield number, name, sorted(name_keys(first=name)), sorted(sounds)
