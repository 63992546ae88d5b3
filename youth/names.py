"""Names made comparable: for search by the start of a name and for matching a described youth.

Nothing here changes what is stored or shown. A person's name is kept as she writes it; these functions only
make keys beside it.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST_KEY = 64

# Letters that Unicode does not take apart into a base letter and an accent.
_PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_DROPPED = re.compile(
    "['`.\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}"
    "\N{MODIFIER LETTER TURNED COMMA}\N{ACUTE ACCENT}]"
)
_NOT_A_LETTER_OR_DIGIT = re.compile(r"[^\w]|_")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text in lower case, without accents; apostrophes and dots vanish, any other mark is a space.

    ``O'Brien`` gives ``obrien``, ``García-López`` gives ``garcia lopez``. Scripts other than Latin keep their
    letters. Folding a folded text changes nothing.
    """
    bare = _DROPPED.sub("", _without_accents(text))
    return " ".join(_NOT_A_LETTER_OR_DIGIT.sub(" ", bare).split())


def name_parts(name: str) -> tuple[str, ...]:
    """The folded parts of one name, in order: ``De la Cruz`` gives ``de``, ``la``, ``cruz``."""
    return tuple(fold(name).split())


def joined(name: str) -> str:
    """The folded name without spaces, so that ``Mary Ann``, ``Mary-Ann`` and ``Maryann`` are equal."""
    return fold(name).replace(" ", "")


def is_same_person(one: str, other: str) -> bool:
    """Whether two full names may be one person's: in any order, without accents or with a name left out."""
    parts, others = set(name_parts(one)), set(name_parts(other))
    fewer = min(parts, others, key=len)
    return joined(one) == joined(other) or (len(fewer) > 1 and (parts <= others or others <= parts))


def name_keys(first: str, middle: str = "", last: str = "", preferred: str = "") -> set[str]:
    """Every key under which a search by the start of a name finds this person.

    Each name gives a key for each of its parts, and one from each part to the name's end written as one word:
    ``García-López`` is found by ``gar``, ``lop`` and ``garcialo``.
    """
    keys: set[str] = set()
    for name in (first, middle, last, preferred):
        parts = name_parts(name)
        for start, part in enumerate(parts):
            keys.add(part[:LONGEST_KEY])
            keys.add("".join(parts[start:])[:LONGEST_KEY])
    return keys


def search_terms(typed: str) -> tuple[str, ...]:
    """What someone typed into the search box, as prefixes: each must start one of a person's keys.

    Spaces part the terms; hyphens do not, because the joined key answers them.
    """
    terms = (joined(word)[:LONGEST_KEY] for word in typed.split())
    return tuple(dict.fromkeys(term for term in terms if term))


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(mark for mark in apart if not unicodedata.combining(mark)).translate(_PLAIN_LETTERS)
