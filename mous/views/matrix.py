"""Step 3 of a draft: the parties' matrix, and the grid of one pair."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from agencies.models import Agency
from mous import actions, matrix, pages
from mous.actions.terms import pair_ids
from mous.forms.agreement import AlsoForm, FlowForm
from mous.models import Mou
from mous.views.drafting import done, draft_of, page_or_post

MOST_BLOCKS = 20
Blocks = formset_factory(FlowForm, extra=0, min_num=1, max_num=MOST_BLOCKS, absolute_max=MOST_BLOCKS)


@member_required
@require_safe
def terms(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Who may ask whom: every pair of parties, and the flows so far."""
    mou = draft_of(request, pk)
    context = pages.step_context(mou, "terms", _("What may be shared?"))
    context |= {"flows": pages.flows(mou), "matrix": matrix.overview(mou)}
    return render(request, "mous/terms.html", context)


@member_required
@page_or_post
def pair(request: PortalRequest, pk: UUID, holder: UUID, asker: UUID) -> HttpResponse:
    """Which records one party may be asked for by another. One save replaces the pair's flows, all or none."""
    mou = draft_of(request, pk)
    parties = Agency.objects.filter(agreements__mou=mou)
    held_by = get_object_or_404(parties.exclude(pk=asker), pk=holder)
    asked_by = get_object_or_404(parties, pk=asker)
    data = _data(request)
    blocks = Blocks(data, initial=_initial(request, mou, held_by, asked_by), prefix="flows")
    also = AlsoForm(data, mou=mou, holder=held_by, asker=asked_by)
    more = "more" in request.POST
    whole = data and not more and blocks.is_valid() and also.is_valid()
    if whole and _save(request, mou, held_by, asked_by, blocks, also):
        return redirect("mous:terms", mou.pk)
    context = _pair_context(request, mou, held_by, asked_by, blocks)
    # Who sees what is wrong with her own input has not seen what somebody else saved meanwhile.
    kept = bool(data) and not whole
    context["seen"] = also["seen"].value() if kept else " ".join(sorted(pair_ids(mou, held_by, asked_by)))
    return render(request, "mous/pair.html", {**context, "also": also, "asked_more": more})


def _data(request: PortalRequest) -> QueryDict | None:
    """What was sent; "more" adds an empty grid to it, and saves nothing."""
    if request.method != "POST" or "more" not in request.POST:
        return request.POST or None
    data = request.POST.copy()
    grids = int(data.get("flows-TOTAL_FORMS", "1")) if data.get("flows-TOTAL_FORMS", "").isdigit() else 1
    data["flows-TOTAL_FORMS"] = str(min(grids + 1, MOST_BLOCKS))
    data.setlist(f"flows-{grids}-roles", list(FlowForm.base_fields["roles"].initial))
    return data


def _initial(request: PortalRequest, mou: Mou, holder: Agency, asker: Agency) -> list[dict[str, Any]]:
    """The pair's own flows, or those of the pair that `?from=` names, to begin with."""
    chosen = request.GET.get("from", "") if request.method == "GET" else ""
    for term in mou.terms.all():
        if chosen == f"{term.from_agency_id}.{term.to_agency_id}":
            return matrix.blocks(
                mou.terms.filter(from_agency=term.from_agency_id, to_agency=term.to_agency_id)
            )
    return matrix.blocks(mou.terms.filter(from_agency=holder, to_agency=asker))


def _save(
    request: PortalRequest,
    mou: Mou,
    holder: Agency,
    asker: Agency,
    blocks: BaseFormSet,
    also: AlsoForm,
) -> bool:
    flows = [
        flow
        for form in blocks
        if form.has_changed() or form.initial
        for flow in matrix.flows_of(**form.cleaned_data)
    ]
    pairs = [
        (holder, asker),
        *((other, asker) for other in also.chosen("holders", holder)),
        *((holder, other) for other in also.chosen("askers", asker)),
    ]
    seen = also.cleaned_data["seen"].split() if "seen" in request.POST else None
    if not done(blocks[0], actions.set_flows, mou, by=request.user, pairs=pairs, flows=flows, seen=seen):
        return False
    messages.success(request, _("Saved. What the law says on each flow stands below the table."))
    return True


def _pair_context(
    request: PortalRequest, mou: Mou, holder: Agency, asker: Agency, blocks: BaseFormSet
) -> dict[str, Any]:
    names = {"asker": asker.name, "holder": holder.name}
    question = _("What may %(asker)s ask %(holder)s for?") % names
    law = matrix.law_on(mou, holder, asker)
    return pages.step_context(mou, "terms", question) | {
        "holder": holder,
        "asker": asker,
        "blocks": blocks,
        "grids": [(form, matrix.rows(form["cells"].value() or [], law)) for form in blocks],
        "columns": matrix.columns(),
        "law": law,
        "others": _other_pairs(mou, holder, asker),
        "copied": request.method == "GET" and bool(request.GET.get("from")),
        "way_back": reverse("mous:pair", args=[mou.pk, asker.pk, holder.pk]),
        "wrong": [form for form in blocks if form.errors],
    }


def _other_pairs(mou: Mou, holder: Agency, asker: Agency) -> Sequence[dict[str, str]]:
    terms = mou.terms.select_related("from_agency", "to_agency")
    pairs = {(term.from_agency, term.to_agency) for term in terms} - {(holder, asker)}
    return [
        {
            "value": f"{from_agency.pk}.{to_agency.pk}",
            "label": _("%(asker)s may ask %(holder)s") % {"asker": to_agency, "holder": from_agency},
        }
        for from_agency, to_agency in sorted(pairs, key=lambda two: (two[0].name, two[1].name))
    ]
