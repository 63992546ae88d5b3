"""The wording of the uniform consent form: English and Spanish are two languages of one version.

It states every element that FERPA (34 CFR 99.30), HIPAA (45 CFR 164.508(c)) and 42 CFR Part 2 (2.31) ask of a
consent. Published wording is never changed: a new wording gets a new version.
"""

from datetime import date
from types import ModuleType

from consents.wording import english, spanish
from law.vocabulary import Category, Element, Purpose, SignerCapacity

VERSION = "2026-11"
PUBLISHED_ON = date(2026, 11, 1)
LANGUAGES: dict[str, ModuleType] = {"en": english, "es": spanish}

# Which statement says what the law asks for. The other elements are filled in for each consent: consents/text.py.
STATED: dict[Element, tuple[str, ...]] = {
    Element.RIGHT_TO_REVOKE: ("right_to_revoke",),
    Element.CONDITIONING_STATEMENT: ("conditioning_statement",),
    Element.CONSEQUENCES_OF_REFUSAL: ("consequences_of_refusal",),
    Element.REDISCLOSURE_STATEMENT: ("redisclosure_education", "redisclosure_health", "redisclosure_part2"),
}


def statements(language: str) -> list[dict[str, str]]:
    """The statements of the form in this language, in order, as they are stored."""
    found = LANGUAGES[language].STATEMENTS
    return [{"code": code, "heading": heading, "text": text} for code, heading, text in found]


def words(code: Category | Purpose | SignerCapacity, language: str) -> str:
    """What the form in this language calls a kind of record, a reason, or a capacity to sign."""
    found: str = LANGUAGES[language].CODES.get(code.value, code.label)
    return found


def labels(language: str) -> dict[str, str]:
    """All of the form's own words, for templates."""
    return dict(LANGUAGES[language].LABELS)


def label(name: str, language: str) -> str:
    """One of the form's own words around what is filled in."""
    found: str = LANGUAGES[language].LABELS[name]
    return found
