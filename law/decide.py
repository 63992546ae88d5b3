"""Decide. Layers of law combine so that the most restrictive wins; inside a layer the best route wins.

A permission under one law never cures another's prohibition. What no rule covers answers `needs_more`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from law.answers import CategoryDecision, Decision, Finding, Route
from law.case import Case
from law.duties import Condition, Missing
from law.facts import Facts
from law.layers import OVERLAYS, Layer, layers_for
from law.message import Message
from law.message import message as _
from law.nearest import Ways, in_words, nearest_ways
from law.packs.overlay import filled, state_routes
from law.packs.pack import Pack
from law.proof import all_documented, proof_lacking, shortfall, without
from law.register import RULES, Rule
from law.vocabulary import REFUSED_ON_ENTRY, Category, Outcome, SignerCapacity

RulesByLayer = Mapping[Layer, Sequence[Rule]]


def decide(facts: Facts, pack: Pack | None = None, *, rules: RulesByLayer | None = None) -> Decision:
    """Answer for every category of the request, each with its ground, duties, lacks and the routes tried.

    A state pack that is not in force on the day of the facts counts as none: what state law decides stays open.
    """
    in_force = rules_on(facts.on) if rules is None else rules
    state = pack if pack is not None and pack.in_force(facts.on) else None
    answers = tuple(
        _decide_category(Case(facts, category), in_force, state)
        for category in dict.fromkeys(facts.categories)
    )
    asked = {route.rule: route.version for answer in answers for route in answer.routes}
    if state is not None:
        asked[state.id] = state.version
    return Decision(facts.on, answers, tuple(sorted(asked.items())))


@lru_cache(maxsize=128)
def rules_on(day: date) -> RulesByLayer:
    """The rules in force on a day, by layer. The register does not change once it is loaded."""
    return {
        layer: tuple(entry for entry in RULES.values() if entry.layer is layer and entry.in_force(day))
        for layer in Layer
    }


def refusal_on_entry(category: Category) -> str | None:
    """Why records of this category may not be entered at all, or None."""
    return REFUSED_ON_ENTRY.get(category)


def _decide_category(case: Case, rules: RulesByLayer, pack: Pack | None) -> CategoryDecision:
    case = filled(pack, case)
    settled = all_documented(case.facts)
    routes: list[Route] = []
    deciding: list[Route] = []
    for layer in layers_for(case):
        tried, chosen = _answer_layer(case, layer, rules, settled)
        routes.extend(tried)
        deciding.extend(chosen)
    state = state_routes(pack, case, deciding)
    routes.extend(state)
    deciding.extend(state)
    outcome = max((route.outcome for route in deciding), key=lambda item: item.rank)
    grounds = tuple(sorted(deciding, key=lambda route: (route.duty, -route.outcome.rank)))
    nearest = nearest_ways(case, grounds)
    return CategoryDecision(
        category=case.category,
        outcome=outcome,
        grounds=grounds,
        conditions=_conditions(grounds) if outcome.allows else (),
        missing=_missing(grounds),
        signers=_signers(grounds),
        routes=tuple(routes),
        nearest=nearest,
        next_step=_next_step(outcome, nearest),
    )


def _answer_layer(
    case: Case, layer: Layer, rules: RulesByLayer, settled: bool
) -> tuple[list[Route], list[Route]]:
    """All routes tried under one law, and those that decide it: one permission with its duties, or the reasons against."""
    routes: list[Route] = []
    bars: list[Route] = []
    duties: list[Route] = []
    for entry in rules[layer]:
        finding = None if entry.fallback else _ask(entry, case, settled)
        if finding is not None:
            (bars if finding.bar else duties if finding.duty else routes).append(entry.route(finding))
    if not routes:
        routes = _fallbacks(case, layer, rules)
    tried, barred, best = [*bars, *routes, *duties], _worst(bars), _best(routes)
    if barred and (not best or barred[0].outcome.rank >= best[0].outcome.rank):
        unfinished = [route for route in best if route.outcome is barred[0].outcome is Outcome.NEEDS_MORE]
        return tried, [*barred, *unfinished]
    if best and not best[0].outcome.allows:
        return tried, best
    return tried, [*best, *duties]


def _ask(entry: Rule, case: Case, settled: bool) -> Finding | None:
    """What a rule finds on what is proven as far as it demands. `settled`: nothing is merely stated."""
    stated = entry.read(case)
    if settled and not entry.verifies:
        return stated
    unproven = shortfall(case.facts, entry.demands)
    if not unproven:
        return stated
    proven = entry.read(Case(without(case.facts, unproven, entry.demands), case.category))
    if stated is None or not stated.outcome.allows:
        return proven or stated
    if proven is not None and proven.outcome.allows:
        return proven
    return Finding(
        Outcome.NEEDS_MORE,
        _only_stated(proven),
        missing=_lacking(proven) or proof_lacking(case.facts, unproven),
        signers=proven.signers if proven is not None else (),
        bar=proven is not None and proven.bar,
    )


def _only_stated(proven: Finding | None) -> Message:
    """Why a route that would be open on what is stated is not."""
    if proven is None:
        return _("What is only stated does not count. A document, or the holder's own check, must show it.")
    return _(
        "%(reason)s What is only stated does not count: a document, or the holder's own check, must show it.",
        reason=proven.reason,
    )


def _lacking(finding: Finding | None) -> tuple[Missing, ...]:
    """What a route that fits still needs; nothing of one that is closed."""
    return finding.missing if finding is not None and finding.outcome is Outcome.NEEDS_MORE else ()


def _fallbacks(case: Case, layer: Layer, rules: RulesByLayer) -> list[Route]:
    found = ((entry, entry.read(case)) for entry in rules[layer] if entry.fallback)
    routes = [entry.route(finding) for entry, finding in found if finding is not None]
    return routes or ([] if layer in OVERLAYS else [_uncovered(layer)])


def _worst(bars: list[Route]) -> list[Route]:
    """The most restrictive of the bars."""
    highest = max((route.outcome.rank for route in bars), default=0)
    return [route for route in bars if route.outcome.rank == highest]


def _best(tried: list[Route]) -> list[Route]:
    """The least restrictive route; where all are refused, every refusal, so that nothing is hidden."""
    if not tried:
        return []
    ordered = sorted(
        tried, key=lambda route: (route.outcome.rank, len(route.conditions), len(route.missing), route.rule)
    )
    if ordered[0].outcome is Outcome.DENY:
        return [route for route in ordered if route.outcome is Outcome.DENY]
    return ordered[:1]


def _uncovered(layer: Layer) -> Route:
    reason = _(
        "No rule in the register covers this holder, recipient and record on this date. Nothing may be assumed: "
        "ask counsel."
    )
    missing = (Missing.EXPLICIT_RULE,)
    return Route(
        rule="law.uncovered",
        version=1,
        layer=str(layer),
        title="No rule covers this request",
        citation="No provision in the register",
        outcome=Outcome.NEEDS_MORE,
        reason=reason,
        missing=missing,
    )


def _conditions(grounds: tuple[Route, ...]) -> tuple[Condition, ...]:
    return tuple(dict.fromkeys(condition for route in grounds for condition in route.conditions))


def _missing(grounds: tuple[Route, ...]) -> tuple[Missing, ...]:
    return tuple(
        dict.fromkeys(code for route in grounds if not route.outcome.allows for code in route.missing)
    )


def _signers(grounds: tuple[Route, ...]) -> tuple[SignerCapacity, ...]:
    return tuple(
        dict.fromkeys(capacity for route in grounds if not route.outcome.allows for capacity in route.signers)
    )


def _next_step(outcome: Outcome, nearest: tuple[Ways, ...]) -> Message:
    """What to do now."""
    if outcome is Outcome.PERMIT:
        return _("You may share this. The law allows it and does not require it.")
    if outcome is Outcome.PERMIT_WITH_CONDITIONS:
        return _("You may share this if you meet the duties listed.")
    return in_words(nearest)
