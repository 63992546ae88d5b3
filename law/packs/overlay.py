"""Put a state pack over the federal rules: fill what they leave to the state, and add the state's own bars."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from law.answers import Finding, Route
from law.case import Case
from law.duties import Missing
from law.evidence import MinorConsentRule, ParentAccessRule
from law.facts import Facts
from law.layers import Layer, layers_for
from law.message import message as _
from law.packs.pack import Delegation, Effect, Pack, PackRule
from law.packs.proofs import DEMANDS, SUPPLIED
from law.packs.slots import CareDecider
from law.proof import shortfall, without
from law.register import bar, hold, permit
from law.vocabulary import Category, Outcome, RecipientKind

Told = dict[str, Any]
"""What the state says, by the name of the fact: `state.majority_age`."""

CLOSED = frozenset({Layer.PART2, Layer.PART2_ONWARD, Layer.PSYCHOTHERAPY, Layer.VICTIM_SERVICE})
"""Where one of these applies, a state says who signs and for how long, and opens nothing (42 CFR 2.20)."""

CARE_OF_CATEGORY: dict[Category, tuple[str, ...]] = {
    Category.MENTAL_HEALTH: (
        "minor_consent_outpatient_mental_health",
        "minor_consent_inpatient_mental_health",
    ),
    Category.SEXUAL_HEALTH: ("minor_consent_sti_hiv", "minor_consent_reproductive"),
    Category.MEDICAL: ("minor_consent_general",),
}
"""The services whose age of consent governs a category. The lowest age counts: the record may be of that service."""

_OPENS: dict[Delegation, tuple[frozenset[Layer], Told]] = {
    Delegation.FERPA_A5: (
        frozenset({Layer.FERPA}),
        {"justice.statute_cited": True, "justice.statute_after_1974": True},
    ),
    Delegation.CAPTA_VI: (frozenset({Layer.CHILD_WELFARE}), {"state.authorizes": True}),
    Delegation.HIPAA_512A: (frozenset({Layer.HIPAA}), {"state.requires": True}),
    Delegation.HIPAA_512B: (
        frozenset({Layer.HIPAA}),
        {
            "health.public_health_authorized": True,
            "health.immunization_required": True,
            "child_welfare.report_required_by_law": True,
        },
    ),
    Delegation.HIPAA_512C: (frozenset({Layer.HIPAA}), {"state.authorizes": True}),
    Delegation.HIPAA_512K6: (frozenset({Layer.HIPAA}), {"state.authorizes": True}),
    Delegation.HIPAA_502G: (frozenset({Layer.HIPAA}), {"state.parent_access": ParentAccessRule.PERMIT}),
    Delegation.USA_CUSTODY: (frozenset({Layer.FERPA}), {"child_welfare.legally_responsible": True}),
    Delegation.NO_FEDERAL_RULE: (
        frozenset({Layer.JUVENILE_JUSTICE, Layer.STATE}),
        {"state.authorizes": True},
    ),
}
"""The one law under which a delegation opens something, and the facts that it establishes there."""


def filled(pack: Pack | None, case: Case) -> Case:
    """The case with what the state says, where its facts do not say it themselves."""
    if pack is None:
        return case
    layers = frozenset(layers_for(case))
    told = _who_signs(pack, case, layers)
    told["state.consent_max_days"] = longest_consent(pack, case.category)
    if not layers & CLOSED:
        for rule in _authorizing(pack, case, layers):
            told.update(_opened(rule))
        told = {**_left_to_the_state(pack, case, layers), **told}
    return Case(_with(case.facts, told), case.category)


def state_routes(pack: Pack | None, case: Case, deciding: Iterable[Route]) -> list[Route]:
    """What the pack's own rules add: the answer has to pass each of them. Or that an answer waits for a pack."""
    if pack is not None:
        applied = ((rule, _finding(rule, case)) for rule in pack.rules if _concerns(rule, case))
        return [_route(pack, rule, finding) for rule, finding in applied if finding is not None]
    return [_no_pack()] if any(Missing.STATE_LAW in route.missing for route in deciding) else []


def _concerns(rule: PackRule, case: Case) -> bool:
    return rule.in_force(case.facts.on) and not rule.match.excludes(case)


def _finding(rule: PackRule, case: Case) -> Finding | None:
    """A rule that may or may not apply, for want of a fact, asks for that fact before it refuses."""
    unsure = rule.match.undetermined(case)
    if rule.effect is Effect.CONDITIONS:
        return permit(rule.reason, *rule.conditions)
    if rule.effect is Effect.DENY:
        return hold(rule.reason, *unsure) if unsure else bar(rule.reason)
    if rule.effect is Effect.AUTHORIZE:
        return None
    shown = Case(without(case.facts, shortfall(case.facts, DEMANDS), DEMANDS), case.category)
    lacks = [code for code in rule.missing if not SUPPLIED[code](shown)]
    return hold(rule.reason, *lacks) if lacks else None


def _route(pack: Pack, rule: PackRule, finding: Finding) -> Route:
    return Route(
        rule=f"{pack.id}.{rule.id}",
        version=pack.version,
        layer=str(Layer.STATE_PACK),
        title=str(rule.title),
        citation=rule.cite,
        outcome=finding.outcome,
        reason=finding.reason,
        conditions=finding.conditions,
        missing=finding.missing,
        bar=finding.bar,
        title_translations=rule.title.translations,
    )


def _no_pack() -> Route:
    """Why a question to state law is open: nobody has loaded the state's rules for that day."""
    return Route(
        rule="state.no_pack",
        version=1,
        layer=str(Layer.STATE_PACK),
        title=_("No state pack in force").template,
        citation="State law",
        outcome=Outcome.NEEDS_MORE,
        reason=_("No state rules are loaded for this state and day. What state law decides stays open."),
        missing=(Missing.STATE_LAW,),
    )


def _authorizing(pack: Pack, case: Case, layers: frozenset[Layer]) -> Iterator[PackRule]:
    """The rules of the pack that open something here. What is not known never opens anything."""
    for rule in pack.rules:
        if rule.delegation is None or not _concerns(rule, case) or rule.match.undetermined(case):
            continue
        if not _OPENS[rule.delegation][0] & layers:
            continue
        if rule.delegation is Delegation.USA_CUSTODY and not _in_custody(case):
            continue
        yield rule


def _in_custody(case: Case) -> bool:
    """The definition of custody is the state's; that this child is in it is shown by an order or letter."""
    by_order = any(order.custody_to_agency is True for order in case.facts.orders)
    return by_order or case.facts.child_welfare.placement_letter is True


def _opened(rule: PackRule) -> Told:
    assert rule.delegation is not None
    told = dict(_OPENS[rule.delegation][1])
    if "state.authorizes" in told:
        told["state.authorizes_citation"] = rule.cite
    return told


def _who_signs(pack: Pack, case: Case, layers: frozenset[Layer]) -> Told:
    """Majority, the age from which a minor consents alone, to substance use care or to this kind of care, and who decides
    on the care of a child in custody."""
    decider = pack.value("foster_decisions", "medical")
    told: Told = {
        "state.electronic_signature": pack.value("signature", "electronic"),
        "state.custody_decides_care": decider == CareDecider.AGENCY or None,
        "state.placement_decides_care": decider == CareDecider.FOSTER_PARENT or None,
    }
    # A later majority must not make an 18-year-old's parent one to whom 42 CFR 2.14(c) opens the record.
    if not layers & CLOSED or not case.asked_by(RecipientKind.PARENT):
        told["state.majority_age"] = pack.value("majority", "age")
    own_age, age = pack.value("minor_consent_substance_use", "age"), case.youth.age
    if own_age is not None and age is not None:
        alone = age >= own_age
        told["state.minor_consent_substance_use"] = (
            MinorConsentRule.MINOR_ALONE if alone else MinorConsentRule.PARENT_REQUIRED
        )
    ages = [pack.value(slot, "age") for slot in CARE_OF_CATEGORY.get(case.category, ())]
    told["state.minor_signs_from"] = min((item for item in ages if item is not None), default=None)
    return told


def longest_consent(pack: Pack | None, category: Category) -> int | None:
    """The days after its signature for which state law lets a consent open this category, or None for no limit."""
    if pack is None:
        return None
    caps = [pack.value("consent_duration", "days")]
    if category is Category.MENTAL_HEALTH:
        caps.append(pack.value("mental_health_records", "consent_days"))
    return min((cap for cap in caps if cap is not None), default=None)


def _left_to_the_state(pack: Pack, case: Case, layers: frozenset[Layer]) -> Told:
    """What the slots answer under the law that leaves the question open."""
    told: Told = {}
    if Layer.HIPAA in layers:
        told["state.parent_access"] = pack.value("parent_access", "rule")
    if Layer.CHILD_WELFARE in layers:
        told["state.consent_suffices"] = pack.value("child_protection_consent", "suffices")
        told.update(_listed(pack, case, "child_welfare_access"))
    if Layer.JUVENILE_JUSTICE in layers:
        told["state.consent_suffices"] = pack.value("juvenile_records", "consent_suffices")
        told.update(_listed(pack, case, "juvenile_records"))
    after_1974 = pack.value("school_notification", "after_1974")
    if Layer.FERPA in layers and after_1974 is not None and _lists(pack, case, "school_notification"):
        told["justice.statute_cited"] = True
        told["justice.statute_after_1974"] = after_1974
    return told


def _listed(pack: Pack, case: Case, slot: str) -> Told:
    if not _lists(pack, case, slot):
        return {}
    return {"state.authorizes": True, "state.authorizes_citation": pack.slots[slot].cite}


def _lists(pack: Pack, case: Case, slot: str) -> bool:
    return case.asked_by(*(pack.value(slot, "recipients") or ()))


def _with(facts: Facts, told: Told) -> Facts:
    """The facts with what the state says put where nothing is known, or where the asker merely states it."""
    new = {
        target: value
        for target, value in told.items()
        if value is not None and (target in facts.asserted or _fact(facts, target) is None)
    }
    if "state.authorizes" in new:
        new["state.authorizes_citation"] = told["state.authorizes_citation"]
    groups: dict[str, dict[str, Any]] = {}
    for target, value in new.items():
        group, name = target.split(".")
        groups.setdefault(group, {})[name] = value
    changes: dict[str, Any] = {
        group: replace(getattr(facts, group), **values) for group, values in groups.items()
    }
    return replace(facts, **changes, asserted=facts.asserted - set(new))


def _fact(facts: Facts, target: str) -> Any:
    group, name = target.split(".")
    return getattr(getattr(facts, group), name)
