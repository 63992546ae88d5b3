"""Keys that let the database pick the few records worth comparing, so that an agency is never scored whole.

A record stores a handful of keys; a description asks for more (nicknames, swapped names, date slips), so the
cost of a slip falls on the one who asks and not on every stored row. Keys hold no name in clear, but a birth
date and a state number are readable in them: a table of keys is tenant data like the record itself.
"""

from collections.abc import Iterable, Iterator

from youth.matching.compare import sound
from youth.matching.dates import likely_slips
from youth.matching.people import Candidate, Description
from youth.names import fold, joined, name_parts
from youth.nicknames import nicknames_of


def record_keys(record: Candidate) -> set[str]:
    """The keys to store beside a record; compute them again whenever one of its compared fields changes."""
    firsts = _sounds(record.first_name) | _sounds(record.preferred_name)
    firsts |= _sounds(record.middle_name) if not firsts else set()
    lasts = _sounds(record.last_name)
    keys = _pairs(firsts, lasts)
    if record.birth_date:
        keys.add(f"d{record.birth_date.isoformat()}")
        keys |= {f"y{code}:{record.birth_date.year}" for code in firsts | lasts}
    return keys | _plain_keys(record.address, record.state_id)


def blocking_keys(description: Description) -> set[str]:
    """The keys to look up: every record worth ranking stores at least one of them."""
    firsts = _sounds(description.first_name) | {sound(name) for name in _nicknames(description.first_name)}
    middles = _sounds(description.middle_name)
    lasts = _sounds(description.last_name)
    keys = _pairs(firsts | middles, lasts) | _pairs(lasts, firsts)
    if description.birth_date:
        born = description.birth_date
        keys |= {f"d{day.isoformat()}" for day in likely_slips(born)}
        years = (born.year - 1, born.year, born.year + 1)
        keys |= {f"y{code}:{year}" for code in firsts | lasts for year in years}
    return keys | _plain_keys(description.address, description.state_id)


def _plain_keys(address: str, state_id: str) -> set[str]:
    keys = {f"a{place}" for place in _places(address)}
    return keys | ({f"i{joined(state_id)}"} if joined(state_id) else set())


def _places(address: str) -> Iterator[str]:
    """House number and the sound of the street's first real word: ``12:24`` for ``12 Oak Street``."""
    words = fold(address).split()
    number = next((word for word in words if word[0].isdigit()), "")
    street = next((word for word in words if word.isalpha() and len(word) > 2), "")
    if number and street:
        yield f"{number[:8]}:{sound(street)}"


def _sounds(name: str) -> set[str]:
    """The sound of the whole name and of each of its parts: either half of a hyphenated name finds it."""
    parts = name_parts(name)[:4]
    return {sound(part) for part in parts if len(part) > 1} | ({sound(name)} if parts else set())


def _nicknames(name: str) -> set[str]:
    return {nickname for part in (joined(name), *name_parts(name)[:4]) for nickname in nicknames_of(part)}


def _pairs(firsts: Iterable[str], lasts: Iterable[str]) -> set[str]:
    """Each last name with the first sound of each first name, and the other way round."""
    by_last = {f"l{last}:{first[0]}" for first in firsts for last in lasts}
    return by_last | {f"f{first}:{last[0]}" for first in firsts for last in lasts}
