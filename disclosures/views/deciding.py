"""The holder's pages: what the law says, and the decision."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import PortalRequest
from agencies.doors import View, member_required
from agencies.facts import state_pack
from audit.record import record
from disclosures import actions, pdf, permissions, queries
from disclosures.agreements import why_uncovered
from disclosures.explain import answers
from disclosures.facts import facts_for, grants_for, terms_for
from disclosures.forms import ApproveForm, EvidenceForm, RefuseForm, TextForm
from disclosures.matching import differences_of
from disclosures.models import DisclosureRequest, YouthMatch
from disclosures.standing import urgent
from disclosures.states import CLOSED, State
from law import decide as ask_the_law
from sharing_portal.errors import NoLegalBasis, RefusedInput, require
from youth.matching import LABELS


def held_request(request: PortalRequest, pk: UUID) -> DisclosureRequest:
    return get_object_or_404(queries.made_to_us(request.user), pk=pk)


def _sent_from_the_decision(view: View) -> View:
    """What the forms of the decision page send; whoever only opens the address is led back to that page."""

    @wraps(view)
    def sent(request: PortalRequest, pk: UUID) -> HttpResponseBase:
        if request.method == "POST":
            return view(request, pk)
        return redirect("disclosures:decide", held_request(request, pk).pk)

    return sent


def to_decide(request: PortalRequest, pk: UUID) -> DisclosureRequest:
    """A request to the person's agency: 404 for what she cannot see, 403 for what she may not decide."""
    found = held_request(request, pk)
    require(permissions.can_decide(request.user, found))
    return found


def law_on(found: DisclosureRequest) -> dict[str, Any]:
    """What the engine says now, with the consents and agreement terms it looked at."""
    match = queries.match_of(found)
    grants = list(grants_for(found, match).select_related("consent"))
    terms = terms_for(found, found.holding_agency.today())
    pack = state_pack(found.holding_agency)
    decision = ask_the_law(facts_for(found), pack)
    return {
        "match": match,
        "grants": grants,
        "decision": decision,
        "answers": answers(decision, grants=grants, terms=terms),
        "terms": terms,
        "pack": pack,
    }


@require_safe
@member_required
def decide(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The decision page: the request, the record meant, the law for each category, and what one may do now."""
    return _decision_page(request, held_request(request, pk))


def _decision_page(request: PortalRequest, found: DisclosureRequest, **forms: Any) -> HttpResponse:
    law = law_on(found)
    youth_id = law["match"].youth_id if law["match"] else None
    record("disclosure.considered", by=request.user, on=found, youth_id=youth_id, state=found.state)
    context = {
        "disclosure": found,
        **law,
        **_possible(request, found),
        "urgent": urgent(found),
        "uncovered": why_uncovered(found),
        "differs": _differences(found, law["match"]),
        "objections": queries.objections_to_weigh(law["match"], law["grants"]),
        "release": queries.releases_visible_to(request.user).filter(request=found).first(),
        "decided": found.decisions.exists(),
        "no_longer_shown": found.state in CLOSED and found.attached_consents.exists(),
        "stated": bool(found.evidence),
        "question_form": TextForm(),
        **_decision_forms(request, found, law),
        **forms,
    }
    return render(request, "disclosures/decide.html", context)


def _differences(found: DisclosureRequest, match: YouthMatch | None) -> list[str]:
    """What speaks against the record chosen, in words."""
    return [_(LABELS[code]) for code in differences_of(found, match.youth)] if match else []


def _possible(request: PortalRequest, found: DisclosureRequest) -> dict[str, bool]:
    undecided = found.state in (State.SUBMITTED, State.MORE_NEEDED)
    return {
        "deciding": undecided and permissions.can_decide(request.user, found),
        "own_request": undecided and found.requested_by_id == request.user.pk,
        "can_release": found.state == State.APPROVED and permissions.can_release(request.user, found),
    }


def _decision_forms(request: PortalRequest, found: DisclosureRequest, law: dict[str, Any]) -> dict[str, Any]:
    if not law["match"]:
        return {}
    allowed = [(answer["code"], answer["category"]) for answer in law["answers"] if answer["allows_release"]]
    deciding = _possible(request, found)["deciding"]
    return {
        "approve_form": ApproveForm(choices=allowed) if deciding and allowed else None,
        "evidence_form": EvidenceForm(request=found, initial={"confirmed": law["match"].confirmed}),
    }


@require_safe
@member_required
def decision_pdf(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The last decision with everything the law engine said, for the holder's file; 404 before there is one."""
    found = held_request(request, pk)
    decision = found.decisions.select_related("decided_by", "agency").first()
    if decision is None:
        raise Http404
    youth_id = found.match.youth_id if hasattr(found, "match") else None
    record("disclosure.decision_downloaded", by=request.user, on=found, youth_id=youth_id)
    return HttpResponse(
        pdf.decision_record(decision),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="decision-{found.reference}.pdf"'},
    )


@require_http_methods(["GET", "POST"])
@member_required
@_sent_from_the_decision
def confirm_evidence(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Note which statements of the asker have been checked."""
    found = to_decide(request, pk)
    form = EvidenceForm(request.POST, request=found)
    if not form.is_valid():
        return _decision_page(request, found, evidence_form=form)
    actions.confirm_evidence(found, form.cleaned_data["confirmed"], by=request.user)
    return redirect("disclosures:decide", found.pk)


@require_http_methods(["GET", "POST"])
@member_required
@_sent_from_the_decision
def ask_for_more(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Ask the asker for what is missing."""
    found = to_decide(request, pk)
    form = TextForm(request.POST)
    if not form.is_valid():
        return _decision_page(request, found, question_form=form)
    actions.ask_for_more(found, by=request.user, text=form.cleaned_data["text"])
    messages.success(request, _("Your question was sent. The request waits for the answer."))
    return redirect("disclosures:decide", found.pk)


@require_http_methods(["GET", "POST"])
@member_required
@_sent_from_the_decision
def approve(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Approve the categories chosen."""
    found = to_decide(request, pk)
    form = ApproveForm(request.POST, choices=[(row.category, str(row)) for row in found.categories.all()])
    if form.is_valid():
        try:
            actions.approve(
                found,
                by=request.user,
                **form.cleaned_data,
            )
            return redirect("disclosures:release", found.pk)
        except (RefusedInput, NoLegalBasis) as error:
            form.add_error("reason" if "left_out" in error.detail else None, error.message)
            found.refresh_from_db()
    return _decision_page(request, found, approve_form=form)


@require_http_methods(["GET", "POST"])
@member_required
def refuse(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Refuse the request with a reason."""
    found = to_decide(request, pk)
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.refuse(found, by=request.user, reason=form.answer(), note=form.cleaned_data["note"])
        messages.success(request, _("The request was refused. The agency that asked has been told."))
        return redirect("disclosures:inbox")
    context = {
        "page_title": _("Refuse %(reference)s") % {"reference": found.reference},
        "text": _("The agency that asked reads your reason. It is kept in the log of both agencies."),
        "form": form,
        "confirm_label": _("Refuse the request"),
        "cancel_url": reverse("disclosures:decide", args=[found.pk]),
        "danger": True,
    }
    return render(request, "components/confirm_page.html", context)
