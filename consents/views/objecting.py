"""A parent or guardian who disagrees: recorded, shown to whoever decides, and withdrawn."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import PortalRequest, posted
from agencies.doors import member_required
from agencies.forms import carried_out
from audit.record import record
from consents import actions, queries
from consents.doors import youth_to_ask_for
from consents.forms import ObjectionForm
from youth.models import YouthRecord


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def disagree(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Record who disagrees, and the words."""
    youth = youth_to_ask_for(request.user, pk)
    form = ObjectionForm(posted(request), youth=youth)
    if form.is_valid() and carried_out(
        form, lambda: actions.record_objection(youth, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The objection is recorded. Whoever decides on a request sees it."))
        return redirect("consents:for_youth", pk)
    record("youth.form_opened", by=request.user, on=youth, youth_id=pk, form="objection")
    return render(request, "components/confirm_page.html", _before_it_is_recorded(youth, form))


def _before_it_is_recorded(youth: YouthRecord, form: ObjectionForm) -> dict[str, Any]:
    back = reverse("consents:for_youth", args=[youth.pk])
    return {
        "page_title": _("A parent or guardian disagrees"),
        "text": youth.full_name,
        "consequences": [
            _("Either parent may agree (34 CFR 99.4), so this ends no consent by itself."),
            _("It is shown beside every consent of this young person, and to whoever decides on a request."),
            _("If a court has decided who may agree, write that into the youth’s record."),
        ],
        "form": form,
        "confirm_label": _("Record the objection"),
        "cancel_url": back,
        "breadcrumbs": [
            {"label": youth.full_name, "url": back},
            {"label": _("A parent or guardian disagrees")},
        ],
    }


@require_POST
@member_required
def withdraw(request: PortalRequest, pk: UUID, number: UUID) -> HttpResponse:
    """The person no longer disagrees."""
    youth = youth_to_ask_for(request.user, pk)
    objection = get_object_or_404(queries.objections_to(youth), pk=number)
    actions.withdraw_objection(objection, by=request.user)
    messages.success(request, _("The objection is withdrawn."))
    return redirect("consents:for_youth", pk)
