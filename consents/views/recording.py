"""Recording a consent, one question a page; the answers are kept in a draft until it is recorded."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from agencies.models import Agency
from audit.record import record
from consents import actions, drafting, permissions, queries
from consents.drafting import STEPS, Drafted
from consents.forms import CATEGORIES, PURPOSES, FlowForm, PaperForm, ReadForm, SignerForm, SignForm
from consents.models import Consent, ConsentDraft
from consents.pdf import form_to_sign
from consents.views.reading import pdf_response
from sharing_portal.errors import RefusedInput, require
from youth import queries as youth_queries

TITLES = {
    "signer": gettext_lazy("Who signs?"),
    "sharing": gettext_lazy("What may be shared?"),
    "read": gettext_lazy("Read the form aloud"),
    "sign": gettext_lazy("Sign"),
    "check": gettext_lazy("Check your answers"),
}
Page = Callable[[PortalRequest, ConsentDraft], HttpResponse]


def _draft(request: PortalRequest, pk: UUID) -> ConsentDraft:
    """The person's draft for a youth she can see: 404 for any other youth, 403 without the duty."""
    youth = get_object_or_404(youth_queries.visible_to(request.user).select_related("agency"), pk=pk)
    require(permissions.can_record(request.user, youth))
    return queries.draft_of(request.user, youth)


@require_safe
@member_required
def begin(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Go on where the draft was left."""
    draft = _draft(request, pk)
    return redirect("consents:step", draft.youth_id, drafting.first_open(draft))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def step(request: PortalRequest, pk: UUID, step: str) -> HttpResponse:
    """One step; a step whose forerunners are not answered leads back to them."""
    if step not in STEPS:
        raise Http404
    draft = _draft(request, pk)
    if not drafting.may_open(draft, step):
        return redirect("consents:step", pk, drafting.first_open(draft))
    record("consent.drafted", by=request.user, on=draft.youth, youth_id=pk, step=step)
    return PAGES[step](request, draft)


@require_POST
@member_required
def discard(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Throw the draft away."""
    draft = _draft(request, pk)
    actions.discard(draft, by=request.user)
    return redirect("consents:for_youth", pk)


@require_safe
@member_required
def paper(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The form filled in, to be signed with a pen."""
    draft = _draft(request, pk)
    if not drafting.may_open(draft, "read"):
        return redirect("consents:step", pk, drafting.first_open(draft))
    record("consent.printed", by=request.user, on=draft.youth, youth_id=pk)
    return pdf_response(form_to_sign(Drafted(draft)), "consent-form.pdf")


def _signer(request: PortalRequest, draft: ConsentDraft) -> HttpResponse:
    form = SignerForm(request.POST or None, youth=draft.youth, initial=draft.answers.get("signer"))
    if form.is_valid():
        return _next(request, draft, "signer", form.answers)
    return _show(request, draft, "signer", form=form)


def _sharing(request: PortalRequest, draft: ConsentDraft) -> HttpResponse:
    flows = list(draft.answers.get("sharing", []))
    wanted = request.GET.get("line", "" if flows else "new")
    place = int(wanted) if wanted.isdigit() and int(wanted) < len(flows) else len(flows)
    if "remove" in request.POST:
        kept = [flow for number, flow in enumerate(flows) if str(number) != request.POST["remove"]]
        actions.save_step(draft, by=request.user, step="sharing", answers=kept)
        return redirect(request.path)
    if not wanted:
        return _show(request, draft, "sharing", flows=_in_words(flows))
    others = flows[:place] + flows[place + 1 :]
    form = FlowForm(
        request.POST or None,
        youth=draft.youth,
        signer=draft.answers["signer"],
        others=others,
        initial=flows[place] if place < len(flows) else None,
    )
    if form.is_valid():
        saved = [*flows[:place], form.flow, *flows[place + 1 :]]
        actions.save_step(draft, by=request.user, step="sharing", answers=saved)
        return redirect(request.path)
    return _show(request, draft, "sharing", form=form, lines_exist=bool(flows))


def _read(request: PortalRequest, draft: ConsentDraft) -> HttpResponse:
    drafted, problem = Drafted(draft), ""
    try:
        drafted.check()
    except RefusedInput as error:
        problem = error.message
    form = ReadForm(request.POST or None)
    if not problem and form.is_valid():
        return _next(request, draft, "read", True)
    return _show(request, draft, "read", form=form, problem=problem, **_text(drafted))


def _sign(request: PortalRequest, draft: ConsentDraft) -> HttpResponse:
    drafted = Drafted(draft)
    on_screen = drafted.signing.method == Consent.Method.ON_SCREEN
    form: SignForm | PaperForm = (SignForm if on_screen else PaperForm)(request.POST or None, drafted=drafted)
    if form.is_valid():
        return _next(request, draft, "sign", form.answers)
    return _show(request, draft, "sign", form=form, on_screen=on_screen, **_text(drafted))


def _check(request: PortalRequest, draft: ConsentDraft) -> HttpResponse:
    form = Form(request.POST) if request.method == "POST" else Form()
    if request.method == "POST":
        try:
            consent = drafting.record_draft(draft, by=request.user)
        except RefusedInput as error:
            form.add_error(None, error.message)
        else:
            return redirect("consents:recorded", consent.pk)
    return _show(request, draft, "check", form=form, rows=_summary(draft))


PAGES: dict[str, Page] = {
    "signer": _signer,
    "sharing": _sharing,
    "read": _read,
    "sign": _sign,
    "check": _check,
}


def _next(request: PortalRequest, draft: ConsentDraft, step: str, answers: Any) -> HttpResponse:
    actions.save_step(draft, by=request.user, step=step, answers=answers)
    return redirect("consents:step", draft.youth_id, drafting.first_open(draft))


def _show(request: PortalRequest, draft: ConsentDraft, step: str, **more: Any) -> HttpResponse:
    number, youth = STEPS.index(step) + 1, draft.youth
    heading = _("Step %(number)d of %(all)d: %(title)s") % {
        "number": number,
        "all": len(STEPS),
        "title": TITLES[step],
    }
    context = {
        "page_title": heading,
        "steps": [{"label": TITLES[name], "url": _address(youth.pk, name)} for name in STEPS],
        "current": number,
        "youth": youth,
        "draft": draft,
        "back_url": _address(youth.pk, STEPS[number - 2]) if number > 1 else "",
        **more,
    }
    return render(request, f"consents/step_{step}.html", context)


def _address(pk: UUID, step: str) -> str:
    return reverse("consents:step", args=[pk, step])


def _text(drafted: Drafted) -> dict[str, Any]:
    chosen = {line.category for line in drafted.lines}
    return {
        "drafted": drafted,
        "consent_form": drafted.form,
        "filled_in": drafted.particulars.splitlines(),
        "not_shared": [label for code, label in CATEGORIES if code not in chosen],
        "flows": _in_words(drafted.draft.answers["sharing"]),
    }


def _in_words(flows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The flows as a person reads them: who to whom, and the rows of a summary."""
    names = {str(agency.pk): agency.name for agency in Agency.objects.all()}
    categories, purposes = dict(CATEGORIES), dict(PURPOSES)
    return [
        {
            "discloser": names.get(flow["discloser"], ""),
            "recipient": names.get(flow["recipient"], ""),
            "rows": [
                {"label": _("Records"), "lines": [categories[code] for code in flow["categories"]]},
                {"label": _("For what purpose"), "lines": [purposes[code] for code in flow["purposes"]]},
                {"label": _("Until"), "value": _day(flow["expires_on"])},
            ],
        }
        for flow in flows
    ]


def _day(written: str) -> str:
    return date_format(date.fromisoformat(written), "DATE_FORMAT")


def _summary(draft: ConsentDraft) -> list[dict[str, Any]]:
    drafted = Drafted(draft)
    answers, pk = drafted.answers, draft.youth_id
    rows = [
        (_("Youth"), draft.youth.full_name, ""),
        (_("Signed by"), f"{drafted.signing.signer_name}, {_(drafted.signing.capacity.label)}", "signer"),
        (_("The young person signs too"), _("Yes") if answers["minor_also_signed"] else _("No"), "signer"),
        (_("Language of the form"), drafted.form.language_name, "signer"),
        (_("How it was signed"), Consent.Method(answers["method"]).label, "signer"),
    ]
    found = [
        {"label": label, "value": value, "url": _address(pk, step) if step else ""}
        for label, value, step in rows
    ]
    for flow in _in_words(draft.answers["sharing"]):
        what, why, until = flow["rows"]
        found.append(
            {
                "label": _("%(discloser)s may share with %(recipient)s") % flow,
                "lines": [*what["lines"], *why["lines"], _("until %(day)s") % {"day": until["value"]}],
                "url": _address(pk, "sharing"),
            }
        )
    return found
