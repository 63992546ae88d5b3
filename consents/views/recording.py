"""Preparing a consent, one question a page; the answers are kept in a draft until it is signed.

What is signed on paper is typed in and compared with its scan. Otherwise the pages end where the family takes over.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import PortalRequest, posted
from agencies.doors import member_required
from agencies.forms import carried_out, show_refusal
from audit.record import record
from consents import actions, drafting, queries
from consents.doors import draft_for
from consents.drafting import steps, texts
from consents.forms import CATEGORIES, FlowForm, OfferForm, ScanForm, SignerForm
from consents.models import ConsentDraft
from consents.pdf import forms_to_sign
from consents.siblings import siblings_of
from consents.views.reading import pdf_response
from consents.views.wording import flows_in_words, summary
from sharing_portal.errors import RefusedInput

TITLES = {
    "signer": gettext_lazy("Who signs?"),
    "offer": gettext_lazy("What is the family asked about?"),
    "ways": gettext_lazy("How will the family answer?"),
    "sharing": gettext_lazy("What may be shared?"),
    "print": gettext_lazy("Print and sign"),
    "scan": gettext_lazy("Put in the scan"),
    "check": gettext_lazy("Check your answers"),
}
EVERY = frozenset(TITLES)
Page = Callable[[PortalRequest, ConsentDraft], HttpResponse]


@require_safe
@member_required
def begin(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Go on where the draft was left."""
    draft = draft_for(request.user, pk)
    return redirect("consents:step", draft.youth_id, drafting.first_open(draft))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def step(request: PortalRequest, pk: UUID, step: str) -> HttpResponse:
    """One step; a step whose forerunners are not answered leads back to them."""
    if step not in EVERY:
        raise Http404
    draft = draft_for(request.user, pk)
    if not drafting.may_open(draft, step):
        return redirect("consents:step", pk, drafting.first_open(draft))
    return PAGES[step](request, draft)


@require_POST
@member_required
def discard(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Throw the draft away."""
    draft = draft_for(request.user, pk)
    actions.discard(draft, by=request.user)
    return redirect("consents:for_youth", pk)


@require_safe
@member_required
def paper(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The form filled in, to be signed with a pen; one for each young person of the sitting."""
    draft = draft_for(request.user, pk)
    if not drafting.may_open(draft, "print"):
        return redirect("consents:step", pk, drafting.first_open(draft))
    record("consent.printed", by=request.user, on=draft.youth, youth_id=pk)
    return pdf_response(forms_to_sign(texts(draft)), "consent-form.pdf")


def _signer(request: PortalRequest, draft: ConsentDraft) -> HttpResponse:
    given = draft.answers.get("signer", {})
    form = SignerForm(
        posted(request),
        youth=draft.youth,
        others=siblings_of(request.user, draft.youth),
        initial={**given, "siblings": [str(pk) for pk in draft.siblings]},
    )
    if form.is_valid():
        siblings = [sibling.pk for sibling in form.chosen_siblings]
        given = {"step": "signer", "answers": form.answers, "siblings": siblings}
        if carried_out(form, lambda: actions.save_step(draft, by=request.user, **given)):
            return redirect("consents:step", draft.youth_id, drafting.first_open(draft))
    return _show(request, draft, "signer", form=form)


def _flows(request: PortalRequest, draft: ConsentDraft, step: str, form_class: type[Any]) -> HttpResponse:
    """The flows one by one, then all of them; `step` is offer or sharing."""
    flows = list(draft.answers.get(step, []))
    wanted = request.GET.get("line", "" if flows else "new")
    place = int(wanted) if wanted.isdigit() and int(wanted) < len(flows) else len(flows)
    if "remove" in request.POST:
        kept = [flow for number, flow in enumerate(flows) if str(number) != request.POST["remove"]]
        actions.save_step(draft, by=request.user, step=step, answers=kept)
        return redirect(request.path)
    if not wanted:
        onward = _address(draft.youth_id, drafting.first_open(draft))
        return _show(request, draft, step, flows=flows_in_words(draft, flows), onward=onward)
    initial = flows[place] if place < len(flows) else None
    form = form_class(posted(request), draft=draft, initial=initial)
    if form.is_valid():
        saved: dict[str, Any] = {"step": step, "answers": [*flows[:place], form.flow, *flows[place + 1 :]]}
        if carried_out(form, lambda: actions.save_step(draft, by=request.user, **saved)):
            return redirect(request.path)
    return _show(request, draft, step, form=form, lines_exist=bool(flows))


def _offer(request: PortalRequest, draft: ConsentDraft) -> HttpResponse:
    return _flows(request, draft, "offer", OfferForm)


def _sharing(request: PortalRequest, draft: ConsentDraft) -> HttpResponse:
    return _flows(request, draft, "sharing", FlowForm)


def _ways(request: PortalRequest, draft: ConsentDraft) -> HttpResponse:
    """Where the family takes over: on this device, or by a link."""
    flows = draft.answers["offer"]
    context = {
        "flows": flows_in_words(draft, flows),
        "not_shared": _left_out(flows),
        "problem": _problem(draft, drafting.as_if_agreed(flows)),
        "family_links": queries.open_links(draft),
    }
    return _show(request, draft, "ways", **context)


def _print(request: PortalRequest, draft: ConsentDraft) -> HttpResponse:
    flows = draft.answers["sharing"]
    context = {
        "each": texts(draft),
        "flows": flows_in_words(draft, flows),
        "not_shared": _left_out(flows),
        "problem": _problem(draft, flows),
    }
    return _show(request, draft, "print", **context)


def _scan(request: PortalRequest, draft: ConsentDraft) -> HttpResponse:
    form = ScanForm(
        posted(request), request.FILES or None, draft=draft, initial={"signed_on": _signed_on(draft)}
    )
    valid = form.is_valid()
    # A good scan is kept, whatever else is wrong: nobody has to look for the file again.
    if form.is_bound and (file := form.cleaned_data.get("file")):
        valid = carried_out(form, lambda: actions.keep_scan(draft, by=request.user, file=file)) and valid
    kept = draft.answers.get("scan")
    if valid:
        read = {"signed_on": form.cleaned_data["signed_on"], "initials": form.initials}
        if carried_out(form, lambda: actions.compare_paper(draft, by=request.user, **read)):
            return redirect("consents:step", draft.youth_id, drafting.first_open(draft))
    form.fields["file"].required = kept is None
    return _show(request, draft, "scan", form=form, kept=kept)


def _check(request: PortalRequest, draft: ConsentDraft) -> HttpResponse:
    form = Form(posted(request))
    if form.is_valid():
        try:
            consents = actions.record_paper(draft, by=request.user)
        except RefusedInput as error:
            show_refusal(form, error)
        else:
            return redirect("consents:recorded", consents[0].pk)
    return _show(request, draft, "check", form=form, rows=summary(draft))


PAGES: dict[str, Page] = {
    "signer": _signer,
    "offer": _offer,
    "ways": _ways,
    "sharing": _sharing,
    "print": _print,
    "scan": _scan,
    "check": _check,
}


def _show(request: PortalRequest, draft: ConsentDraft, step: str, **more: Any) -> HttpResponse:
    """The page, which was looked at; what was answered on it, the verbs write into the log."""
    order, youth = steps(draft), draft.youth
    record("consent.drafted", by=request.user, on=youth, youth_id=youth.pk, step=step)
    number = order.index(step) + 1
    heading = _("Step %(number)d of %(all)d: %(title)s") % {
        "number": number,
        "all": len(order),
        "title": TITLES[step],
    }
    context = {
        "page_title": heading,
        "steps": [{"label": TITLES[name], "url": _address(youth.pk, name)} for name in order],
        "current": number,
        "youth": youth,
        "draft": draft,
        "back_url": _address(youth.pk, order[number - 2]) if number > 1 else "",
        **more,
    }
    return render(request, f"consents/step_{step}.html", context)


def _address(pk: UUID, step: str) -> str:
    return reverse("consents:step", args=[pk, step])


def _left_out(flows: list[dict[str, Any]]) -> list[Any]:
    """What the form says will not be shared."""
    chosen = {category for flow in flows for category in flow["categories"]}
    return [label for code, label in CATEGORIES if code not in chosen]


def _problem(draft: ConsentDraft, flows: list[dict[str, Any]]) -> str:
    """Why these flows can no longer be signed, or nothing."""
    try:
        drafting.check_flows(draft, flows)
    except RefusedInput as error:
        return error.message
    return ""


def _signed_on(draft: ConsentDraft) -> str:
    """The day read from the paper, if it was read before."""
    return str(draft.answers.get("sign", {}).get("signed_at", ""))[:10]
