"""The asker's pages: the list, the draft step by step, check-your-answers, the request and what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from agencies.forms import show_refusal
from audit.record import record
from consents import queries as consent_queries
from disclosures import actions, permissions, queries
from disclosures.actions.asking import Wanted
from disclosures.agreements import why_uncovered
from disclosures.forms import (
    BasisForm,
    BeginningForm,
    NewRequestForm,
    PurposeForm,
    ReasonForm,
    RecordsForm,
    TextForm,
    WhomForm,
)
from disclosures.models import DisclosureRequest
from disclosures.standing import most_urgent_first, standings, urgent
from disclosures.states import State
from disclosures.views.summary import summary_of
from mous import queries as mou_queries
from sharing_portal.errors import InvalidTransition, RefusedInput, require
from sharing_portal.paging import LongList
from youth import queries as youth_queries

STEPS = ("whom", "records", "purpose", "basis", "check")
STEP_TITLES = {
    "whom": gettext_lazy("Whom do you ask, and about whom?"),
    "records": gettext_lazy("Which records?"),
    "purpose": gettext_lazy("What for?"),
    "basis": gettext_lazy("What allows it?"),
    "check": gettext_lazy("Check your answers"),
}


def _list(request: PortalRequest, found: QuerySet[DisclosureRequest], section: str) -> HttpResponse:
    state = request.GET.get("state", "open" if section == "inbox" else "")
    if state == "open":
        found = most_urgent_first(found.filter(state__in=queries.OPEN))
    elif state in State.values:
        found = found.filter(state=state)
    page = LongList(found, 25).get_page(request.GET.get("page"))
    record("disclosure.listed", by=request.user, section=section, shown=len(page.object_list))
    context = {
        "page": page,
        "rows": standings(page.object_list, held=section == "inbox"),
        "section": section,
        "states": [("open", _("Still open")), *State.choices],
        "state": state,
        "sections": sections(section),
    }
    return render(
        request, "disclosures/list.html", {**context, "can_compose": permissions.can_compose(request.user)}
    )


def sections(current: str) -> list[dict[str, Any]]:
    named = [
        ("made", _("Requests we made"), "disclosures:list"),
        ("inbox", _("Requests to us"), "disclosures:inbox"),
        ("received", _("Released to us"), "disclosures:received"),
        ("sent", _("Released by us"), "disclosures:sent"),
    ]
    return [{"label": label, "url": reverse(name), "current": key == current} for key, label, name in named]


@require_safe
@member_required
def made(request: PortalRequest) -> HttpResponse:
    """Requests of one's own agency."""
    return _list(request, queries.made_by_us(request.user), "made")


@require_safe
@member_required
def inbox(request: PortalRequest) -> HttpResponse:
    """Requests to one's own agency: the holder's queue, what is open and due first."""
    return _list(request, queries.made_to_us(request.user), "inbox")


@require_http_methods(["GET", "POST"])
@member_required
def compose(request: PortalRequest) -> HttpResponse:
    """Step 1 of a new request; `?youth=` takes over the name and birth date of one's own record.

    Kinds of record, purpose and basis in the address are taken over once the person saves this step.
    """
    if not permissions.can_compose(request.user):
        return render(request, "errors/403.html", status=403)
    own = _own_youth(request)
    initial = {}
    if own:
        initial = {
            name: getattr(own, name) for name in ("first_name", "middle_name", "last_name", "birth_date")
        }
    form = NewRequestForm(request.POST or None, user=request.user, initial=initial)
    beginning = BeginningForm(request.GET)
    if request.method == "POST" and form.is_valid():
        try:
            draft = _begin(request, form, beginning, asking_youth=own)
            return redirect("disclosures:draft", draft.pk, "records")
        except RefusedInput as error:
            show_refusal(form, error)
    return _step_page(request, None, "whom", form, taken_over=beginning.words())


def _begin(
    request: PortalRequest, form: NewRequestForm, beginning: BeginningForm, **fields: Any
) -> DisclosureRequest:
    known = beginning.known()
    wanted = [Wanted(category) for category in known.pop("categories", [])]
    draft = actions.compose(by=request.user, **form.cleaned_data, **known, **fields)
    return actions.edit(draft, by=request.user, wanted=wanted) if wanted else draft


def _own_youth(request: PortalRequest) -> Any:
    pk = request.GET.get("youth")
    if not pk:
        return None
    try:
        return get_object_or_404(youth_queries.visible_to(request.user), pk=UUID(pk))
    except ValueError:
        raise Http404 from None


def _step_page(
    request: PortalRequest, draft: DisclosureRequest | None, step: str, form: Any, **more: Any
) -> HttpResponse:
    number = STEPS.index(step) + 1
    steps = [
        {
            "label": STEP_TITLES[name],
            "url": reverse("disclosures:draft", args=[draft.pk, name]) if draft and index < number else "",
        }
        for index, name in enumerate(STEPS, start=1)
    ]
    place = {"number": number, "count": len(STEPS), "title": STEP_TITLES[step]}
    context = {
        "draft": draft,
        "step": step,
        "steps": steps,
        "number": number,
        "form": form,
        "page_title": _("Step %(number)d of %(count)d: %(title)s") % place,
        "without_agreement": draft is not None and not _may_ask_under_agreement(request, draft),
    }
    return render(request, "disclosures/step.html", context | more)


def _may_ask_under_agreement(request: PortalRequest, draft: DisclosureRequest) -> bool:
    return mou_queries.holders_one_may_ask(request.user).filter(pk=draft.holding_agency_id).exists()


def _own(request: PortalRequest, pk: UUID) -> DisclosureRequest:
    return get_object_or_404(queries.made_by_us(request.user).filter(requested_by=request.user), pk=pk)


@require_http_methods(["GET", "POST"])
@member_required
def draft(request: PortalRequest, pk: UUID, step: str) -> HttpResponse:
    """One step of a draft; each step is saved, going back loses nothing, `?check` returns to the check page.

    Once it is sent, a page left open or a second click leads to the request as it stands.
    """
    found = _own(request, pk)
    if step not in STEPS:
        raise Http404
    if found.state != State.DRAFT:
        return redirect("disclosures:detail", found.pk)
    record("disclosure.draft_opened", by=request.user, on=found, step=step)
    if step == "check":
        return _check(request, found)
    form = _step_form(request, found, step)
    if request.method == "POST" and form.is_valid():
        try:
            _save_step(found, step, form, request)
            following = "check" if "check" in request.GET else STEPS[STEPS.index(step) + 1]
            return redirect("disclosures:draft", found.pk, following)
        except RefusedInput as error:
            show_refusal(form, error)
    return _step_page(request, found, step, form)


def _step_form(request: PortalRequest, found: DisclosureRequest, step: str) -> Any:
    data = request.POST or None
    if step == "whom":
        names = ("first_name", "middle_name", "last_name", "birth_date", "details")
        initial = {name: getattr(found, name) for name in names} | {"holder": str(found.holding_agency_id)}
        return WhomForm(data, user=request.user, initial=initial)
    if step == "records":
        rows = list(found.categories.all())
        initial = {"categories": [row.category for row in rows]}
        if rows:
            initial |= {"period_start": rows[0].period_start, "period_end": rows[0].period_end}  # type: ignore[dict-item]
        return RecordsForm(data, initial=initial)
    if step == "purpose":
        return PurposeForm(
            data, initial={name: getattr(found, name) for name in ("purpose", "reason", "urgency")}
        )
    attached = [str(pk) for pk in found.attached_consents.values_list("consent_id", flat=True)]
    initial = {"basis": found.basis, "evidence": list(found.evidence), "consents": attached}
    return BasisForm(data, user=request.user, request=found, initial=initial)


def _save_step(found: DisclosureRequest, step: str, form: Any, request: PortalRequest) -> None:
    data = dict(form.cleaned_data)
    if step == "records":
        wanted = [
            Wanted(category, data["period_start"], data["period_end"]) for category in data["categories"]
        ]
        actions.edit(found, by=request.user, wanted=wanted)
    elif step == "basis":
        actions.edit(found, by=request.user, basis=data["basis"], evidence=form.statements())
        _save_attachments(found, set(data.get("consents", [])), request)
    else:
        actions.edit(found, by=request.user, **data)


def _save_attachments(found: DisclosureRequest, chosen: set[str], request: PortalRequest) -> None:
    attached = {str(row.consent_id): row.consent for row in found.attached_consents.select_related("consent")}
    for pk in chosen - set(attached):
        consent = get_object_or_404(consent_queries.visible_to(request.user), pk=pk)
        actions.attach_consent(found, consent, by=request.user)
    for pk in set(attached) - chosen:
        actions.detach_consent(found, attached[pk], by=request.user)


def _check(request: PortalRequest, found: DisclosureRequest) -> HttpResponse:
    error, uncovered = "", []
    if request.method == "POST":
        try:
            actions.submit(found, by=request.user)
            return redirect("disclosures:sent_off", found.pk)
        except InvalidTransition:
            return redirect("disclosures:detail", found.pk)
        except RefusedInput as refused:
            error, uncovered = refused.message, refused.detail.get("uncovered", [])
    context = {
        "draft": found,
        "error": error,
        "uncovered": uncovered,
        "rows": summary_of(found, changeable=True),
        "alike": queries.alike(found, request.user),
        "steps": [{"label": STEP_TITLES[s]} for s in STEPS],
    }
    return render(request, "disclosures/check.html", context)


@require_safe
@member_required
def sent_off(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The confirmation: reference number, what happens next, by when, and what was sent, to print."""
    found = get_object_or_404(queries.made_by_us(request.user), pk=pk)
    rows = summary_of(found, changeable=False)
    record("disclosure.viewed", by=request.user, on=found)
    return render(request, "disclosures/sent_off.html", {"disclosure": found, "rows": rows})


@require_safe
@member_required
def detail(request: PortalRequest, pk: UUID) -> HttpResponse:
    """A request as the side one stands on sees it."""
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if found.holding_agency_id == request.user.acting_agency_id:
        return redirect("disclosures:decide", found.pk)
    if found.state == State.DRAFT:
        return redirect("disclosures:draft", found.pk, "check")
    return _detail_page(request, found, TextForm())


def _detail_page(request: PortalRequest, found: DisclosureRequest, form: TextForm) -> HttpResponse:
    record("disclosure.viewed", by=request.user, on=found)
    context = {
        "disclosure": found,
        "urgent": urgent(found),
        "uncovered": why_uncovered(found),
        "release": queries.releases_visible_to(request.user).filter(request=found).first(),
        "can_answer": found.state == State.MORE_NEEDED
        and permissions.can_answer_question(request.user, found),
        "can_withdraw": found.state in queries.OPEN and permissions.can_withdraw(request.user, found),
        "can_attach": found.state in (State.SUBMITTED, State.MORE_NEEDED),
        "form": form,
    }
    return render(request, "disclosures/detail.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def answer_question(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Answer what the holder asked; whoever only opens the address is led to the request."""
    found = get_object_or_404(queries.made_by_us(request.user), pk=pk)
    if request.method == "GET":
        return redirect("disclosures:detail", found.pk)
    form = TextForm(request.POST)
    if not form.is_valid():
        return _detail_page(request, found, form)
    actions.answer_question(found, by=request.user, text=form.cleaned_data["text"])
    messages.success(
        request, _("Your answer was sent. The request is back with the agency that has the records.")
    )
    return redirect("disclosures:detail", found.pk)


@require_http_methods(["GET", "POST"])
@member_required
def withdraw(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Take a request back, after one more question."""
    found = get_object_or_404(queries.made_by_us(request.user), pk=pk)
    require(permissions.can_withdraw(request.user, found))
    answers = request.POST if request.method == "POST" else None
    form = Form(answers) if found.state == State.DRAFT else ReasonForm(answers)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(found, by=request.user, reason=form.cleaned_data.get("reason", ""))
        messages.success(request, _("The request was withdrawn."))
        return redirect("disclosures:list")
    context = {
        "page_title": _("Withdraw this request?"),
        "consequences": [_("Nobody outside your agency has seen it.")]
        if found.state == State.DRAFT
        else [_("The agency that has the records is told."), _("The log keeps that you asked and withdrew.")],
        "form": form,
        "confirm_label": _("Withdraw the request"),
        "cancel_url": reverse("disclosures:detail", args=[found.pk]),
        "danger": True,
    }
    return render(request, "components/confirm_page.html", context)
