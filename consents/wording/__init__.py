"""The wording of the consent forms: English and Spanish are two languages of one version.

The uniform form states every element that FERPA (34 CFR 99.30), HIPAA (45 CFR 164.508(c)) and 42 CFR Part 2 (2.31) ask
of a consent; the separate ones are for what may not stand on it. Published wording is never changed: a new wording gets
a new version.
"""

from datetime import date
from types import ModuleType

from consents.wording import english, separate_english, separate_spanish, spanish
from law.forms import UNIFORM_FORM_VERSIONS
from law.vocabulary import Category, Purpose, SignerCapacity, SignerGround

VERSION = UNIFORM_FORM_VERSIONS[-1]
PUBLISHED_ON = date(2026, 11, 1)
LANGUAGES: dict[str, ModuleType] = {"en": english, "es": spanish}
UNIFORM = "uniform"
SEPARATE = {"en": separate_english.FORMS, "es": separate_spanish.FORMS}
KINDS = (UNIFORM, *separate_english.FORMS)


def title(language: str, kind: str = UNIFORM) -> str:
    """What the form of this kind is called in this language."""
    found: str = LANGUAGES[language].TITLE if kind == UNIFORM else SEPARATE[language][kind][0]
    return found


def statements(language: str, kind: str = UNIFORM) -> list[dict[str, str]]:
    """The statements of the form in this language, in order, as they are stored."""
    found = LANGUAGES[language].STATEMENTS if kind == UNIFORM else SEPARATE[language][kind][1]
    return [{"code": code, "heading": heading, "text": text} for code, heading, text in found]


def blanks(language: str, kind: str) -> tuple[str, ...]:
    """What is filled in with a pen on a separate form."""
    return SEPARATE[language][kind][2]


def words(code: Category | Purpose | SignerCapacity | SignerGround, language: str) -> str:
    """What the form in this language calls a kind of record, a reason, a capacity to sign, or what it rests on."""
    found: str = LANGUAGES[language].CODES.get(code.value, code.label)
    return found


def labels(language: str) -> dict[str, str]:
    """All of the form's own words, for templates."""
    return dict(LANGUAGES[language].LABELS)


def label(name: str, language: str) -> str:
    """One of the form's own words around what is filled in."""
    found: str = LANGUAGES[language].LABELS[name]
    return found
