"""Finding the record: the holder's page on which the custodian says whom the asker means."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import PortalRequest
from agencies.doors import member_required
from audit.record import record
from disclosures import actions
from disclosures.forms import MatchForm, SameYouthForm
from disclosures.matching import compared, differences, differences_of, plausible
from disclosures.models import DisclosureRequest
from disclosures.views.deciding import to_decide
from youth import queries as youth_queries
from youth.matching import LABELS, Grade, Match
from youth.models import YouthRecord
from youth.queries import FoundYouth

GRADE_TONES = {Grade.STRONG: "good", Grade.POSSIBLE: "wait", Grade.WEAK: "neutral"}
MOST_FOUND = 20


@require_http_methods(["GET", "POST"])
@member_required
def match(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The records that may be meant, and what was searched for; one that differs is asked about before it counts."""
    asked = to_decide(request, pk)
    text = request.GET.get("search", "").strip()
    groups = _groups(request, asked, text)
    form = MatchForm(
        request.POST or None,
        choices=[(str(row["youth"].pk), str(row["youth"])) for group in groups for row in group["rows"]],
    )
    if request.method == "POST" and form.is_valid():
        return _choose(request, asked, form.cleaned_data["youth"])
    shown = sum(len(group["rows"]) for group in groups)
    record("disclosure.candidates_viewed", by=request.user, on=asked, shown=shown)
    searched = any(group["searched"] for group in groups)
    context = {"disclosure": asked, "groups": groups, "form": form, "search": text, "searched": searched}
    return render(request, "disclosures/match.html", context)


def _choose(request: PortalRequest, asked: DisclosureRequest, pk: str) -> HttpResponse:
    youth = get_object_or_404(youth_queries.visible_to(request.user), pk=pk)
    differs = differences_of(asked, youth)
    form = SameYouthForm(request.POST if "reason" in request.POST else None, initial={"youth": pk})
    if not differs or form.is_valid():
        reason = form.cleaned_data["reason"] if differs else ""
        actions.match(asked, youth, by=request.user, reason=reason)
        return redirect("disclosures:decide", asked.pk)
    record("disclosure.difference_shown", by=request.user, on=asked, youth_id=youth.pk, differs=differs)
    return _doubt_page(request, asked, youth, differs, form)


def _doubt_page(
    request: PortalRequest,
    asked: DisclosureRequest,
    youth: YouthRecord,
    differs: list[str],
    form: SameYouthForm,
) -> HttpResponse:
    context = {
        "disclosure": asked,
        "youth": youth,
        "differs": [_(LABELS[code]) for code in differs],
        "form": form,
        "cancel_url": reverse("disclosures:match", args=[asked.pk]),
    }
    return render(request, "disclosures/match_differs.html", context)


def _groups(request: PortalRequest, asked: DisclosureRequest, text: str) -> list[dict[str, Any]]:
    """What was searched for apart from what fits; a record stands in one group only."""
    fitting = plausible(asked)
    found: list[FoundYouth] = []
    if text:
        known = {row.record.pk for row in fitting}
        searched = youth_queries.search(request.user, text)[:MOST_FOUND]
        found = compared(asked, (youth for youth in searched if youth.pk not in known))
    named = [
        (_("Records that fit the description, the best first"), fitting, False),
        (_("Found by your search"), found, True),
    ]
    return [
        {"legend": legend, "rows": [_row(row) for row in rows], "searched": searched}
        for legend, rows, searched in named
        if rows
    ]


def _row(found: FoundYouth) -> dict[str, Any]:
    return {
        "youth": found.record,
        "grade": _(LABELS[f"grade.{found.match.grade}"]),
        "tone": GRADE_TONES[found.match.grade],
        "findings": _findings(found.match),
        "differs": bool(differences(found.match)),
    }


def _findings(match: Match) -> list[dict[str, str]]:
    """What was compared, each with its verdict; what one side does not say is left out, a caution comes first."""
    said = [
        {"text": _(LABELS[finding.sentence]), "verdict": finding.verdict}
        for finding in match.findings
        if finding.verdict != "unknown"
    ]
    return [{"text": _(LABELS[caution]), "verdict": "differs"} for caution in match.cautions] + said
