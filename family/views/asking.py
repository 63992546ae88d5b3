"""What the family is asked, one thing a page, and what it has chosen in short."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import posted
from agencies.forms import carried_out
from agencies.models import Agency
from consents.actions import choose_how, choose_records
from consents.choices import Flow, answered, begun, is_decided
from consents.drafting import agencies_of
from consents.models import ConsentDraft, ConsentGrant
from consents.wording import words
from family.doors import FamilyRequest
from family.forms import HowForm, RecordsForm
from family.road import for_signer, language_of, next_page, show
from law import STORED_CATEGORIES
from law.vocabulary import Category, Purpose
from youth.models import YouthRecord


@require_safe
@for_signer
def who(request: FamilyRequest, draft: ConsentDraft) -> HttpResponse:
    """Who asks, for whom, and that everything is up to the family."""
    offer: list[Flow] = draft.answers["offer"]
    agencies = agencies_of(offer)
    asked = [
        _("%(discloser)s would like to share with %(recipient)s") % _sides(flow, agencies) for flow in offer
    ]
    return show(
        request, "who", draft, asked=asked, young=_young(draft), signer=draft.answers["signer"]["signer_name"]
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_signer
def records(request: FamilyRequest, draft: ConsentDraft, number: int) -> HttpResponse:
    """Which kinds of record: tiles, none ticked, each with initials."""
    offered = _offered(draft, number)
    form = RecordsForm(
        posted(request),
        offered=offered["categories"],
        language=language_of(draft),
        flow=begun(draft, number),
    )
    if form.is_valid():
        choose_records(draft, by=request.link, number=number, initials=form.initials)
        return redirect("family:how", number) if form.initials else redirect(next_page(draft))
    sides = _sides(offered, agencies_of([offered]))
    return show(request, "records", draft, number=number, form=form, **sides)


@require_http_methods(["GET", "HEAD", "POST"])
@for_signer
def how(request: FamilyRequest, draft: ConsentDraft, number: int) -> HttpResponse:
    """For what, in which way, until when."""
    offered, flow = _offered(draft, number), begun(draft, number)
    if not flow or not flow["categories"]:
        return redirect("family:records", number)
    language = language_of(draft)
    form = HowForm(posted(request), offered=offered, language=language, flow=flow)
    if form.is_valid() and carried_out(
        form, lambda: choose_how(draft, by=request.link, number=number, **form.arguments())
    ):
        return redirect(next_page(draft))
    picked = [words(Category(code), language) for code in flow["categories"]]
    sides = _sides(offered, agencies_of([offered]))
    return show(request, "how", draft, number=number, form=form, picked=picked, **sides)


@require_safe
@for_signer
def summary(request: FamilyRequest, draft: ConsentDraft) -> HttpResponse:
    """Who will see what, and what will not be shared."""
    if not is_decided(draft):
        return redirect(next_page(draft))
    language, offer = language_of(draft), draft.answers["offer"]
    agencies = agencies_of(offer)
    flows = [
        {"number": number, **_sides(flow, agencies), "rows": _rows(answered(draft, number), language)}
        for number, flow in enumerate(offer)
    ]
    agreed = {code for flow in draft.answers["sharing"] for code in flow["categories"]}
    left = [words(category, language) for category in STORED_CATEGORIES if category not in agreed]
    return show(request, "summary", draft, flows=flows, left=left, anything=bool(agreed), young=_young(draft))


def _offered(draft: ConsentDraft, number: int) -> Flow:
    offer: list[Flow] = draft.answers["offer"]
    if number >= len(offer):
        raise Http404
    return offer[number]


def _sides(flow: Flow, agencies: Mapping[str, Agency]) -> dict[str, str]:
    return {side: agencies[flow[side]].name for side in ("discloser", "recipient")}


def _young(draft: ConsentDraft) -> list[str]:
    siblings = YouthRecord.objects.filter(pk__in=draft.siblings).order_by("pk")
    return [draft.youth.full_name, *(one.full_name for one in siblings)]


def _rows(flow: Flow | None, language: str) -> list[dict[str, Any]]:
    """One flow as the family chose it; no row where nothing of it is shared."""
    if not flow or not flow["categories"]:
        return []
    since = [_day(flow["starts_on"])] if flow.get("starts_on") else []
    until = _day(flow["expires_on"])
    sooner = str(ConsentGrant.EndsWhen(flow["ends_when"]).label) if flow["ends_when"] else ""
    ways = [
        *([_("Send documents")] if flow["may_send"] else []),
        *([_("Talk with each other about it")] if flow["may_talk"] else []),
    ]
    return [
        {"label": _("What"), "lines": [words(Category(code), language) for code in flow["categories"]]},
        {"label": _("For what"), "lines": [words(Purpose(code), language) for code in flow["purposes"]]},
        {"label": _("How"), "lines": ways},
        *([{"label": pgettext("first day", "From"), "lines": since}] if since else []),
        {
            "label": _("Until"),
            "lines": [until, *([_("or sooner: %(event)s") % {"event": sooner}] if sooner else [])],
        },
    ]


def _day(written: str) -> str:
    return date_format(date.fromisoformat(written), "DATE_FORMAT")
