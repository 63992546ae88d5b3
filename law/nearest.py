"""The nearest lawful way, in words: what to ask for so that a refused or incomplete request becomes lawful.

Every law that stands against a release has to be satisfied. Under one law any of its ways is enough: a consent, an
order, or everything else that its rule still lacks.
"""

from collections.abc import Iterable
from functools import reduce

from law.answers import Route
from law.case import Case
from law.duties import Missing
from law.message import Message
from law.message import message as _
from law.vocabulary import Outcome, Purpose, SignerCapacity

Ways = tuple[Message, ...]
"""Ways that one law leaves open, the nearest first. Any one of them is enough."""

AGAINST_THE_PATIENT = (Purpose.INVESTIGATION, Purpose.PROCEEDING_AGAINST_YOUTH)
ORDERS = (Missing.COURT_ORDER, Missing.COURT_ORDER_OR_SUBPOENA, Missing.PART2_COURT_ORDER)


def nearest_ways(case: Case, grounds: Iterable[Route]) -> tuple[Ways, ...]:
    """For each law that stands against the release, the ways that it leaves open; empty where there is none."""
    against = [route for route in grounds if not route.outcome.allows]
    laws = dict.fromkeys(route.layer for route in against)
    found = (_ways(case, [route for route in against if route.layer == law]) for law in laws)
    return tuple(dict.fromkeys(found))


def _ways(case: Case, routes: list[Route]) -> Ways:
    """A consent or an order opens by itself, unless the rule bars everything until all it lacks is supplied."""
    together = any(route.bar for route in routes)
    lacks = tuple(dict.fromkeys(code for route in routes for code in route.missing))
    signers = tuple(dict.fromkeys(capacity for route in routes for capacity in route.signers))
    alone = () if together and len(lacks) > 1 else tuple(code for code in lacks if _opens_alone(code))
    rest = tuple(code for code in lacks if code not in alone)
    incomplete = any(route.outcome is Outcome.NEEDS_MORE for route in routes)
    supplied = (_supply(rest),) if rest else ()
    opened = tuple(_opening(case, code, signers) for code in alone)
    return (*supplied, *opened) if incomplete else (*opened, *supplied)


def _opens_alone(code: Missing) -> bool:
    return code is Missing.CONSENT or code in ORDERS


def _supply(lacks: tuple[Missing, ...]) -> Message:
    items = [Message(code.label) for code in lacks]
    return _("Supply what is missing: %(items)s", items=reduce(_beside, items))


def _beside(one: Message, other: Message) -> Message:
    return Message("%(one)s %(other)s", (("one", one), ("other", other)))


def _opening(case: Case, code: Missing, signers: tuple[SignerCapacity, ...]) -> Message:
    if code is Missing.PART2_COURT_ORDER:
        section = "2.65" if case.wanted_for(*AGAINST_THE_PATIENT) else "2.64"
        return _("Ask for an order with the findings of 42 CFR %(section)s.", section=section)
    if code is Missing.COURT_ORDER:
        return _("Ask for a court order that names this record.")
    if code is Missing.COURT_ORDER_OR_SUBPOENA:
        return _("Ask for a court order or a lawfully issued subpoena that names this record.")
    if not signers:
        return _("Ask for a written consent that covers this.")
    return _("Ask for a written consent that covers this, signed by: %(signers)s.", signers=_named(signers))


def _named(signers: tuple[SignerCapacity, ...]) -> Message:
    """Youth and parent sign together where the law asks for both; otherwise any one of those named."""
    names = [Message(capacity.label) for capacity in signers]
    both = SignerCapacity.MINOR in signers
    return reduce(lambda one, other: _joined(one, other, both=both), names)


def _joined(one: Message, other: Message, *, both: bool) -> Message:
    return (
        _("%(one)s and %(other)s", one=one, other=other)
        if both
        else _("%(one)s or %(other)s", one=one, other=other)
    )


def in_words(laws: tuple[Ways, ...]) -> Message:
    """All of it as one text; says so where a law leaves no way open."""
    if not all(laws):
        return _("Do not share this. No further paper would make it lawful on these facts.")
    told = [
        reduce(lambda one, other: _("%(one)s Or: %(other)s", one=one, other=other), ways) for ways in laws
    ]
    return reduce(lambda one, other: _("%(one)s Also: %(other)s", one=one, other=other), told)
