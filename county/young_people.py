"""The county's young people and their families, and which agencies know each of them, spelled as each has it."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from county.names import MIDDLE, NAMINGS, STREET_KINDS, STREETS, TOWNS, Naming
from youth.names import fold
from youth.nicknames import nicknames_of

AREA = "360-555-01"


@dataclass(frozen=True)
class Adult:
    """A parent or other adult as the family itself would say it."""

    first: str
    last: str
    relation: str
    language: str
    phone: str


@dataclass(frozen=True)
class Young:
    """One young person. `known_to` are the keys of the agencies that hold a record, the first being where she is best known."""

    number: int
    first: str
    middle: str
    last: str
    preferred: str
    born: date
    sex: str
    language: str
    address: str
    town: str
    phone: str
    adults: tuple[Adult, ...]
    known_to: tuple[str, ...]
    # Where an agency's spelling is part of the story: the agency's key and what it wrote.
    spellings: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    def age(self, on: date) -> int:
        """In completed years."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))


@dataclass(frozen=True)
class Wanted:
    """A young person the story needs: known to these agencies, of an age in this range."""

    known_to: tuple[str, ...]
    youngest: int = 12
    oldest: int = 17
    sex: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def young_people(
    chance: random.Random, today: date, records: int, wanted: Sequence[Wanted] = ()
) -> list[Young]:
    """Young people until the agencies hold exactly this many records, or all that the story needs; those come first.

    A family's children share name, home and adults. The same chance gives the same people.
    """
    found: list[Young] = []
    held = 0
    needs = list(wanted)
    # The story's people come from as many families.
    homes: set[str] = set()
    for young in _endless(chance, today):
        if needs and (needs[0].sex not in ("", young.sex) or young.address in homes):
            continue
        if needs:
            young = _as_wanted(young, needs.pop(0), chance, today)
        elif held >= records:
            break
        else:
            young = replace(young, known_to=young.known_to[: records - held])
        homes.add(young.address)
        held += len(young.known_to)
        found.append(replace(young, number=len(found)))
    return found


def _endless(chance: random.Random, today: date) -> Iterator[Young]:
    while True:
        yield from _family(chance, today)


def _family(chance: random.Random, today: date) -> list[Young]:
    naming = chance.choices(NAMINGS, [naming.share for naming in NAMINGS])[0]
    language = chance.choice(naming.languages)
    adults = _adults(chance, naming, language)
    last = _last_name(chance, naming, adults)
    town = chance.choices(TOWNS, [40, 25, 10, 8, 10, 7])[0]
    address = f"{chance.randint(3, 980)} {chance.choice(STREETS)} {chance.choice(STREET_KINDS)}, {town}"
    ages = sorted(chance.sample(range(6, 20), chance.choices([1, 2, 3], [56, 32, 12])[0]))
    names: set[str] = set()
    return [_child(chance, today, naming, language, adults, last, town, address, age, names) for age in ages]


def _child(
    chance: random.Random,
    today: date,
    naming: Naming,
    language: str,
    adults: tuple[Adult, ...],
    last: str,
    town: str,
    address: str,
    age: int,
    names: set[str],
) -> Young:
    sex = chance.choices(["female", "male", "nonbinary"], [49, 49, 2])[0]
    pool = {"female": naming.girls, "male": naming.boys}.get(sex, naming.girls + naming.boys)
    first = chance.choice([name for name in pool if name not in names])
    names.add(first)
    born = today - timedelta(days=round(age * 365.25) + chance.randint(2, 360))
    middle = chance.choice(MIDDLE) if chance.random() < 0.55 and not naming.two_last_names else ""
    return Young(
        number=0,
        first=first,
        middle=middle,
        last=last,
        preferred=_short(first, chance) if chance.random() < 0.12 else "",
        born=born,
        sex=sex,
        language=language,
        address=address,
        town=town,
        phone=_phone(chance),
        adults=adults,
        known_to=_known_to(chance, age, town),
    )


def _adults(chance: random.Random, naming: Naming, language: str) -> tuple[Adult, ...]:
    def adult(names: tuple[str, ...], relation: str, tongue: str = language) -> Adult:
        return Adult(chance.choice(names), chance.choice(naming.last), relation, tongue, _phone(chance))

    mother, father = adult(naming.girls, "mother"), adult(naming.boys, "father")
    household = chance.random()
    if household < 0.46:
        return mother, father
    if household < 0.72:
        return (mother,)
    if household < 0.80:
        return (father,)
    if household < 0.87:
        return mother, adult(naming.boys, "stepparent")
    if household < 0.94:
        return adult(naming.girls, "grandparent"), replace(mother, language=language)
    if household < 0.97:
        return (adult(naming.girls, "guardian"),)
    return adult(naming.girls, "foster_parent", "English"), mother


def _last_name(chance: random.Random, naming: Naming, adults: tuple[Adult, ...]) -> str:
    last = adults[-1].last
    if naming.two_last_names and chance.random() < 0.55:
        return f"{last}{chance.choice([' ', '-'])}{chance.choice(naming.last)}"
    return f"{last}-{chance.choice(naming.last)}" if chance.random() < 0.07 else last


def _known_to(chance: random.Random, age: int, town: str) -> tuple[str, ...]:
    """Mostly a school; trouble seldom comes alone, so the agencies of one kind of trouble go together."""
    known: list[str] = []

    def maybe(key: str, percent: float, *, since: int = 5, until: int = 20) -> bool:
        if since <= age <= until and chance.random() * 100 < percent:
            known.append(key)
        return key in known

    if age <= 18 and chance.random() < 0.93:
        known.append(
            "alder" if town in ("Port Alder", "Kestrel Point") or chance.random() < 0.06 else "cedar"
        )
    welfare = maybe("family", 6.5)
    probation = maybe("probation", 12 if welfare else 6.5, since=12)
    maybe("court", 72 if probation else 60 if welfare else 0.4)
    maybe("sheriff", 46 if probation else 20 if welfare else 2.5, since=8)
    maybe("mind", 34 if welfare or probation else 11, since=7)
    maybe("harbor", 20 if probation else 2.6, since=13)
    maybe("opendoor", 18 if welfare else 2.2, since=13)
    maybe("clinic", 19)
    maybe("health", 13)
    maybe("riverbend", 17, until=14)
    return tuple(known) or ("clinic",)


def _as_wanted(young: Young, wanted: Wanted, chance: random.Random, today: date) -> Young:
    """The next young person, made to fit: of this age, known where the story needs her, with an adult who may sign."""
    age = chance.randint(wanted.youngest, wanted.oldest)
    others = [key for key in young.known_to if key not in (*wanted.known_to, "cedar", "alder")]
    signer = young.adults[0]
    if signer.relation not in ("mother", "father"):
        signer = replace(signer, relation="guardian")
    fitting: dict[str, Any] = {
        "born": today - timedelta(days=round(age * 365.25) + chance.randint(40, 250)),
        "adults": (signer, *young.adults[1:]),
        "known_to": (*wanted.known_to, *others[: 0 if wanted.facts else 1]),
    }
    return replace(young, **{**fitting, **wanted.facts})


def as_spelled_by(young: Young, place: int, chance: random.Random) -> Young:
    """The young person as the agency at this place of `known_to` wrote her down: the first one right, others often not."""
    key = young.known_to[place]
    if young.spellings:
        return replace(young, **dict(young.spellings).get(key, {}))
    if place == 0 or chance.random() > 0.34:
        return young
    slips = [_nickname, _no_accents, _swapped_last_names, _initial, _day_slip, _typing_slip]
    for slip in chance.sample(slips, len(slips)):
        spelled = slip(young, chance)
        if spelled != young:
            return spelled
    return young


def _nickname(young: Young, chance: random.Random) -> Young:
    return replace(young, first=_short(young.first, chance) or young.first)


def _no_accents(young: Young, chance: random.Random) -> Young:
    if fold(young.last) == young.last.lower():
        return young
    plain = " ".join(word.capitalize() for word in fold(young.last).split())
    return replace(young, last=plain)


def _swapped_last_names(young: Young, chance: random.Random) -> Young:
    parts = young.last.split("-") if "-" in young.last else [young.last]
    return replace(young, last=" ".join(reversed(parts))) if len(parts) == 2 else young


def _initial(young: Young, chance: random.Random) -> Young:
    return replace(young, middle=young.middle[:1])


def _day_slip(young: Young, chance: random.Random) -> Young:
    if young.born.day <= 12 and chance.random() < 0.5:
        return replace(young, born=date(young.born.year, young.born.day, young.born.month))
    return replace(young, born=young.born + timedelta(days=chance.choice([-1, 1, 10, -10])))


def _typing_slip(young: Young, chance: random.Random) -> Young:
    if len(young.last) < 4:
        return young
    place = chance.randrange(1, len(young.last) - 1)
    letters = list(young.last)
    if not (letters[place].isalpha() and letters[place + 1 : place + 2] and letters[place + 1].isalpha()):
        return young
    letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return replace(young, last="".join(letters).capitalize() if " " not in young.last else "".join(letters))


def _short(first: str, chance: random.Random) -> str:
    """A pet name that goes with the first name, or nothing when there is none."""
    known = sorted(
        name for name in nicknames_of(fold(first)) if name[0] == fold(first)[0] and len(name) < len(first)
    )
    return chance.choice(known).capitalize() if known else ""


def _phone(chance: random.Random) -> str:
    return f"{AREA}{chance.randint(0, 99):02d}"
