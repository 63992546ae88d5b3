"""Who may sign a consent, by kind of record and age: found by asking the engine, never written down here."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import combinations, groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from law import UNIFORM_FORM_ELEMENTS, decide
from law.case import MAJORITY
from law.evidence import ChildWelfareFact, FamilyFact, MinorConsentRule, StateLawFact
from law.facts import ConsentFact, Facts, HolderFact, RecipientFact, YouthFact
from law.vocabulary import AgencyKind, Category, Purpose, RecipientKind, SignerCapacity

AGES = range(10, 22)
SCHOOLS = frozenset({AgencyKind.SCHOOL_DISTRICT, AgencyKind.UNIVERSITY})
YOUTH = frozenset({SignerCapacity.ELIGIBLE_STUDENT, SignerCapacity.ADULT_YOUTH, SignerCapacity.MINOR})
Signers = frozenset[SignerCapacity]


@dataclass(frozen=True)
class Situation:
    """A record in somebody's hands, with what else is known about it."""

    label: Promise
    holder: AgencyKind
    category: Category
    known: dict[str, Any] = field(default_factory=dict)


SITUATIONS: tuple[Situation, ...] = (
    Situation(gettext_lazy("School record"), AgencyKind.SCHOOL_DISTRICT, Category.EDUCATION),
    Situation(
        gettext_lazy("School record of a youth in the custody of a child welfare agency"),
        AgencyKind.SCHOOL_DISTRICT,
        Category.EDUCATION,
        {"child_welfare": ChildWelfareFact(legally_responsible=True)},
    ),
    Situation(gettext_lazy("College record"), AgencyKind.UNIVERSITY, Category.EDUCATION),
    Situation(
        gettext_lazy("Health or mental health record"), AgencyKind.HIPAA_PROVIDER, Category.MENTAL_HEALTH
    ),
    Situation(
        gettext_lazy("Record of HIV, sexual or reproductive care, where nobody knows who agreed to it"),
        AgencyKind.HIPAA_PROVIDER,
        Category.SEXUAL_HEALTH,
    ),
    Situation(
        gettext_lazy("Record of care to which the law let the minor consent alone"),
        AgencyKind.HIPAA_PROVIDER,
        Category.MENTAL_HEALTH,
        {"family": FamilyFact(minor_consented_alone=True)},
    ),
    Situation(
        gettext_lazy("Substance use treatment, where state law lets the minor consent to it alone"),
        AgencyKind.PART2_PROGRAM,
        Category.SUBSTANCE_USE,
        {"state": StateLawFact(minor_consent_substance_use=MinorConsentRule.MINOR_ALONE)},
    ),
    Situation(
        gettext_lazy("Substance use treatment, where state law requires a parent's consent to it"),
        AgencyKind.PART2_PROGRAM,
        Category.SUBSTANCE_USE,
        {"state": StateLawFact(minor_consent_substance_use=MinorConsentRule.PARENT_REQUIRED)},
    ),
    Situation(
        gettext_lazy("Substance use treatment, where state law is not on record"),
        AgencyKind.PART2_PROGRAM,
        Category.SUBSTANCE_USE,
    ),
    Situation(gettext_lazy("Child welfare record"), AgencyKind.CHILD_WELFARE, Category.CHILD_WELFARE),
    Situation(gettext_lazy("Juvenile justice record"), AgencyKind.PROBATION, Category.JUVENILE_JUSTICE),
)


@dataclass(frozen=True)
class Column:
    """Neighboring ages at which the same people sign; `last` is None for the oldest, who stay as they are."""

    first: int
    last: int | None
    cells: tuple[tuple[Signers, ...], ...]


@lru_cache(maxsize=8)
def columns(on: date) -> tuple[Column, ...]:
    """For each run of ages, and in it for each situation, the smallest sets of signers that are enough."""
    by_age = [(age, tuple(_enough(item, age, on) for item in SITUATIONS)) for age in AGES]
    runs = [[age for age, _cells in run] for _key, run in groupby(by_age, key=lambda pair: pair[1])]
    cells = dict(by_age)
    return tuple(Column(run[0], None if run[-1] == AGES[-1] else run[-1], cells[run[0]]) for run in runs)


def heading(column: Column) -> str:
    """The ages of a column in words."""
    if column.last is None:
        return _("Age %(age)s and over") % {"age": column.first}
    if column.first == AGES[0]:
        return _("Up to age %(age)s") % {"age": column.last}
    return _("Age %(first)s to %(last)s") % {"first": column.first, "last": column.last}


def in_words(alternatives: tuple[Signers, ...]) -> dict[str, Any]:
    """Who signs: `always` all of these, and `one_of` these beside them. Both empty: state law decides."""
    if not alternatives:
        return {"always": [], "one_of": []}
    always = frozenset.intersection(*alternatives)
    others = frozenset().union(*alternatives) - always
    return {"always": _labels(always), "one_of": _labels(others)}


def _labels(signers: Signers) -> list[str]:
    return [_(capacity.label) for capacity in SignerCapacity if capacity in signers]


def _enough(situation: Situation, age: int, on: date) -> tuple[Signers, ...]:
    for size in (1, 2):
        found = tuple(
            frozenset(signers)
            for signers in combinations(_people(situation, age), size)
            if _opens(situation, age, frozenset(signers), on)
        )
        if found:
            return found
    return ()


def _people(situation: Situation, age: int) -> list[SignerCapacity]:
    """Who could sign at all: a youth signs in one capacity, as student, as adult, or as minor."""
    if situation.holder is AgencyKind.UNIVERSITY or (age >= MAJORITY and situation.holder in SCHOOLS):
        youth = SignerCapacity.ELIGIBLE_STUDENT
    else:
        youth = SignerCapacity.ADULT_YOUTH if age >= MAJORITY else SignerCapacity.MINOR
    return [capacity for capacity in SignerCapacity if capacity is youth or capacity not in YOUTH]


def _opens(situation: Situation, age: int, signers: Signers, on: date) -> bool:
    consent = ConsentFact(
        elements=UNIFORM_FORM_ELEMENTS,
        categories=frozenset({situation.category}),
        signers=signers,
        written=True,
        names_recipient=True,
        names_discloser=True,
        covers_purpose=True,
    )
    facts = Facts(
        holder=HolderFact(situation.holder),
        recipient=RecipientFact(RecipientKind.COMMUNITY_ORG),
        youth=YouthFact(age=age),
        categories=(situation.category,),
        purpose=Purpose.EDUCATIONAL_SUPPORT,
        on=on,
        consents=(consent,),
        **situation.known,
    )
    return decide(facts).allows_release
