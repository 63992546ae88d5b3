"""Turn the engine's answer into what the decision page, the API and the PDF show: words in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consents.models import ConsentGrant
from law.answers import CategoryDecision, Decision, Route
from law.duties import Condition
from law.message import Message
from law.vocabulary import Category, Outcome, SignerCapacity
from mous.models import MouTerm
from sharing_portal.words import words


def answers(
    decision: Decision, *, grants: Iterable[ConsentGrant] = (), terms: Iterable[MouTerm] = ()
) -> list[dict[str, Any]]:
    """One dictionary a category, as `components/legal_answer.html` wants it."""
    by_id = {str(grant.pk): grant for grant in grants}
    clauses = list(terms)
    return [_answer(answer, by_id, clauses) for answer in decision.categories]


def _answer(
    answer: CategoryDecision, grants: dict[str, ConsentGrant], terms: list[MouTerm]
) -> dict[str, Any]:
    relied_on = [
        {
            "label": _("Consent of %(day)s, signed by %(name)s")
            % {
                "day": date_format(consent.agency.day_of(consent.signed_at)),
                "name": consent.signer_name,
            },
            "url": reverse("consents:detail", args=[consent.pk]),
        }
        for consent in dict.fromkeys(grants[key].consent for key in answer.relies_on if key in grants)
    ]
    clauses = terms if answer.allows_release else []
    relied_on += [
        {"label": term.mou.title, "url": reverse("mous:detail", args=[term.mou_id])}
        for term in clauses
        if answer.category in term.categories
    ]
    missing = [{"text": _(code.label)} for code in answer.missing]
    if answer.signers:
        signers = ", ".join(_(capacity.label) for capacity in answer.signers)
        missing.append({"text": _("It must be signed by: %(who)s") % {"who": signers}})
    return {
        "code": str(answer.category),
        "category": _(answer.category.label),
        "outcome": str(answer.outcome),
        "allows_release": answer.allows_release,
        "ground": _title(answer.ground),
        "citation": answer.ground.citation,
        "citation_url": f"{reverse('law:register')}#{answer.ground.rule}",
        "reasons": [words(reason) for reason in answer.reasons],
        "conditions": [_(condition.label) for condition in answer.conditions],
        "missing": missing,
        "relied_on": relied_on,
        "nearest": [[words(way) for way in ways] for ways in answer.nearest],
        "next_step": words(answer.next_step),
        "routes": [_route(route) for route in answer.routes],
    }


def _title(route: Route) -> str:
    return words(Message(route.title, translations=route.title_translations))


def _route(route: Route) -> dict[str, Any]:
    """One rule that was tried, and what it found."""
    return {
        "title": _title(route),
        "citation": route.citation,
        "outcome": str(route.outcome),
        "found": _("A duty that goes with it") if route.duty else _(route.outcome.label),
        "reason": words(route.reason),
        "missing": [_(code.label) for code in route.missing],
    }


def stored(engine: dict[str, Any], categories: Iterable[str]) -> list[dict[str, Any]]:
    """The same for the categories named of a decision as it was stored, for the papers of a request."""
    chosen = set(categories)
    return [
        {
            "category": _(Category(answer["category"]).label),
            "outcome": answer["outcome"],
            "found": _(Outcome(answer["outcome"]).label),
            "ground": _(answer["ground"]["title"]),
            "citations": answer["citations"],
            "reasons": [_(reason) for reason in answer["reasons"]],
            "conditions": [_(Condition(code).label) for code in answer["conditions"]],
            "missing": [_(lack["label"]) for lack in answer["missing"]],
            "signers": [_(SignerCapacity(code).label) for code in answer["signers"]],
            "next_step": _(answer["next_step"]),
            "routes": [
                {**route, "found": _(Outcome(route["outcome"]).label), "reason": _(route["reason"])}
                for route in answer["routes"]
            ],
        }
        for answer in engine["categories"]
        if answer["category"] in chosen
    ]
