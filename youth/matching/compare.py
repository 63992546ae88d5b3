"""One comparison a field: each takes two texts and answers with the code of what lies between them.

``unknown`` means that one side does not say. Codes are ordered from the kindest explanation to ``differs``.
"""

from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import token_sort_ratio

from youth.names import fold, joined, name_parts
from youth.nicknames import are_nicknames

_SOUND_CLASSES = {
    letter: letters[0] for letters in ("bpfv", "kgqc", "szxj", "dt", "l", "mn", "r") for letter in letters
}
_FIRST_SOUNDS = {"v": "b", "z": "s", "x": "j", "g": "j", "q": "k", "c": "k"}
_SOUND_LENGTH = 4
_STREET_WORDS = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "lane": "ln", "court": "ct",
    "circle": "cir", "circuit": "cct", "place": "pl", "boulevard": "blvd", "crescent": "cres", "terrace": "ter",
    "parkway": "pkwy", "highway": "hwy", "apartment": "apt", "unit": "apt", "suite": "ste", "north": "n",
    "south": "s", "east": "e", "west": "w", "calle": "st", "avenida": "ave",
}  # fmt: skip
_SCHOOL_WORDS = {"elementary": "el", "elem": "el", "middle": "ms", "high": "hs", "school": "", "escuela": ""}


@lru_cache(maxsize=65536)
def sound(name: str) -> str:
    """A short code equal for names that sound alike: consonant classes, vowels dropped, the first sound kept.

    It knows a few Spanish habits that Soundex does not (``Vega`` and ``Bega``, ``Ximena`` and ``Jimena``,
    ``Hernandez`` and ``Ernandez``). A name in another script gives its first letters; no name gives nothing.
    """
    whole = joined(name).replace("ph", "f")
    letters = whole.removeprefix("h") or whole
    if letters and not letters.isascii():
        return letters[:_SOUND_LENGTH]
    code = previous = ""
    for letter, following in zip(letters, letters[1:] + " ", strict=False):
        soft = letter == "c" and following in "eiy"
        kind = "s" if soft else _SOUND_CLASSES.get(letter, "")
        if not code:
            code = "s" if soft else _FIRST_SOUNDS.get(letter, letter if kind else "a")
        elif kind and kind != previous:
            code += kind
        previous = kind
    return code[:_SOUND_LENGTH]


@lru_cache(maxsize=65536)
def name_likeness(one: str, other: str) -> str:
    """same, nickname, part, misspelt, sounds_alike, shortened, initial, differs or unknown, for two names."""
    left, right = joined(one), joined(other)
    if not left or not right:
        return "unknown"
    if left == right:
        return "same"
    if any(are_nicknames(a, b) for a in {left, *name_parts(one)} for b in {right, *name_parts(other)}):
        return "nickname"
    if any(len(part) > 1 for part in set(name_parts(one)) & set(name_parts(other))):
        return "part"
    if 1 in (len(left), len(right)):
        return "initial" if left[0] == right[0] else "differs"
    return _spelling(left, right)


def _spelling(left: str, right: str) -> str:
    longest = max(len(left), len(right))
    allowed = 0 if longest < 4 else 1 if longest < 7 else 2
    if allowed and OSA.distance(left, right, score_cutoff=allowed) <= allowed:
        return "misspelt"
    shorter = min(len(left), len(right))
    if shorter >= 3 and left[:shorter] == right[:shorter]:
        return "shortened"
    if shorter >= 3 and sound(left) == sound(right):
        return "sounds_alike"
    return "differs"


@lru_cache(maxsize=65536)
def address_likeness(one: str, other: str) -> str:
    """same, close or differs, for two addresses on one line, whatever the order of their words.

    House number and street alone are close to the whole address with its town.
    """
    left, right = _shortened(one, _STREET_WORDS), _shortened(other, _STREET_WORDS)
    answer = _text_likeness(left, right)
    shorter, longer = sorted((set(left.split()), set(right.split())), key=len)
    says_enough = len(shorter) > 1 and any(word[0].isdigit() for word in shorter)
    return "close" if answer == "differs" and says_enough and shorter <= longer else answer


@lru_cache(maxsize=65536)
def school_likeness(one: str, other: str) -> str:
    """same, close or differs, for two school names; the word "School" itself says nothing."""
    return _text_likeness(_shortened(one, _SCHOOL_WORDS), _shortened(other, _SCHOOL_WORDS))


def identifier_likeness(one: str, other: str) -> str:
    """same, close (one character wrong or two swapped) or differs, for two numbers given by a state or a system."""
    left, right = joined(one), joined(other)
    if not left or not right:
        return "unknown"
    if left == right:
        return "same"
    near = min(len(left), len(right)) >= 5 and OSA.distance(left, right, score_cutoff=1) <= 1
    return "close" if near else "differs"


def sex_likeness(one: str, other: str) -> str:
    """same or differs, by the first letter; anything but female and male says nothing."""
    left, right = fold(one)[:1], fold(other)[:1]
    if left not in ("f", "m") or right not in ("f", "m"):
        return "unknown"
    return "same" if left == right else "differs"


def guardian_likeness(described: str, recorded: tuple[str, ...]) -> str:
    """same, close or differs, for the described guardian and the nearest of those on the record."""
    answers = {_whole_name_likeness(described, name) for name in recorded}
    return next((answer for answer in ("same", "close", "differs") if answer in answers), "unknown")


@lru_cache(maxsize=65536)
def _whole_name_likeness(one: str, other: str) -> str:
    left, right = name_parts(one), name_parts(other)
    if not left or not right:
        return "unknown"
    if sorted(left) == sorted(right):
        return "same"
    first, last = name_likeness(left[0], right[0]), name_likeness(left[-1], right[-1])
    near = {"same", "nickname", "misspelt"}
    return "close" if first in near and last in near else "differs"


def _shortened(text: str, words: dict[str, str]) -> str:
    return " ".join(filter(None, (words.get(word, word) for word in fold(text).split())))


def _text_likeness(left: str, right: str) -> str:
    if not left or not right:
        return "unknown"
    if left == right:
        return "same"
    alike = token_sort_ratio(left, right)
    return "same" if alike >= 94 else "close" if alike >= 72 else "differs"
