"""The exact text a signer is shown, and its hash: the form's statements, then what was filled in.

What was filled in is stored word for word with the consent, so the text can be shown again and checked although an
agency changes its name later.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import translation
from django.utils.formats import date_format

from consents.lines import GrantLine
from consents.models import Consent, ConsentForm
from consents.wording import label, words
from law.vocabulary import Category, Purpose, SignerCapacity, SignerGround

# Sending papers and talking are agreed to apart: (may send, may talk) → the words of the form.
HOW = {(True, False): "how_send", (False, True): "how_talk", (True, True): "how_both"}


@dataclass(frozen=True)
class Signing:
    """Who signs a consent, for whom, and how."""

    youth_name: str
    born: date
    signer_name: str
    capacity: SignerCapacity
    signed_on: date
    method: str
    interpreter: str = ""
    minor_also_signed: bool = False
    grounds: tuple[SignerGround, ...] = ()


def particulars(form: ConsentForm, signing: Signing, lines: Sequence[GrantLine]) -> str:
    """What is filled in, in the form's language. The same input in another order gives the same text."""
    parts = [*agreement(form, signing, lines), *_signature(signing, form.language)]
    return unicodedata.normalize("NFC", "\n".join(parts))


def agreement(form: ConsentForm, signing: Signing, lines: Sequence[GrantLine]) -> list[str]:
    """What is filled in before anybody signs: about whom, and the lines."""
    tongue = form.language
    return [
        label("heading", tongue),
        label("youth", tongue) % {"name": signing.youth_name, "born": day_in_words(signing.born, tongue)},
        *_lines(lines, tongue),
        label("not_shared", tongue),
    ]


def full_text(form: ConsentForm, filled_in: str) -> str:
    """Everything the signer was shown, from the title to the signature."""
    statements = [f"{statement['heading']}\n{statement['text']}" for statement in form.statements]
    return "\n\n".join([f"{form.title}\n{form.version} {form.language}", *statements, filled_in])


def text_hash(form: ConsentForm, filled_in: str) -> str:
    """SHA-256 of the exact text shown."""
    return hashlib.sha256(full_text(form, filled_in).encode("utf-8")).hexdigest()


def is_untouched(consent: Consent) -> bool:
    """Whether form and particulars still give the hash that was stored at the signature."""
    return text_hash(consent.form, consent.particulars) == consent.text_sha256


def _lines(lines: Sequence[GrantLine], tongue: str) -> list[str]:
    """Lines that differ in the category alone are read as one."""
    parts: list[str] = []
    ordered = sorted(lines, key=lambda line: (*line.flow, line.category))
    for number, (flow, group) in enumerate(groupby(ordered, key=lambda line: line.flow), start=1):
        discloser, recipient, purposes, starts, ends, sends, talks, ends_when = flow
        categories = [words(Category(line.category), tongue) for line in group]
        reasons = [words(Purpose(purpose), tongue) for purpose in purposes]
        parts += [
            label("line", tongue) % {"number": number, "discloser": discloser, "recipient": recipient},
            label("what", tongue) % {"categories": "; ".join(categories)},
            label("why", tongue) % {"purposes": "; ".join(reasons)},
            label(HOW[sends, talks], tongue),
            label("when", tongue)
            % {"starts": day_in_words(starts, tongue), "expires": day_in_words(ends, tongue)},
        ]
        if ends_when:
            parts.append(label("sooner", tongue) % {"event": label(ends_when, tongue)})
        if line_initials := sorted({line.initials for line in lines if line.flow == flow and line.initials}):
            parts.append(label("initials", tongue) % {"initials": ", ".join(line_initials)})
    return parts


def _signature(signing: Signing, tongue: str) -> list[str]:
    who = {
        "name": signing.signer_name,
        "capacity": capacity_in_words(signing.capacity, signing.grounds, tongue),
        "date": day_in_words(signing.signed_on, tongue),
    }
    parts = [
        *who_interpreted(signing, tongue),
        label("signed", tongue) % who,
        *by_what_right(signing, tongue),
    ]
    if signing.minor_also_signed:
        parts.append(label("minor_also", tongue) % {"name": signing.youth_name})
    parts.append(label(signing.method, tongue))
    return parts


def by_what_right(signing: Signing, tongue: str) -> list[str]:
    """The line that says what the right of who signs for another rests on, if any (45 CFR 164.508(c)(1)(vi))."""
    rests_on = grounds_in_words(signing.grounds, tongue)
    return [label("grounds", tongue) % {"grounds": rests_on}] if rests_on else []


def who_interpreted(signing: Signing, tongue: str) -> list[str]:
    """The line that names the interpreter, if there is one."""
    return [label("interpreter", tongue) % {"name": signing.interpreter}] if signing.interpreter else []


def capacity_in_words(capacity: SignerCapacity, grounds: Iterable[SignerGround], tongue: str) -> str:
    """In which capacity somebody signs, as the form in this language says it."""
    if capacity is SignerCapacity.ADULT_YOUTH and SignerGround.EMANCIPATED in grounds:
        return label("emancipated_youth", tongue)
    return words(capacity, tongue)


def grounds_in_words(grounds: Iterable[SignerGround], tongue: str) -> str:
    """What a signer's right rests on, as the form in this language says it."""
    return "; ".join(words(ground, tongue) for ground in grounds)


def day_in_words(day: date, tongue: str) -> str:
    """A date as the form in this language writes it."""
    with translation.override(tongue):
        return date_format(day, label("date", tongue))
