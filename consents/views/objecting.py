"""A parent or guardian who disagrees: recorded, shown to whoever decides, and withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import PortalRequest
from agencies.doors import member_required
from consents import actions, queries
from consents.doors import youth_to_ask_for
from consents.forms import ObjectionForm
from sharing_portal.errors import RefusedInput


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def disagree(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Record who disagrees, and the words."""
    youth = youth_to_ask_for(request.user, pk)
    form = ObjectionForm(request.POST or None, youth=youth)
    if form.is_valid():
        try:
            actions.record_objection(youth, by=request.user, **form.cleaned_data)
        except RefusedInput as error:
            form.add_error(error.detail.get("field"), error.message)
        else:
            messages.success(request, _("The objection is recorded. Whoever decides on a request sees it."))
            return redirect("consents:for_youth", pk)
    context = {
        "page_title": _("A parent or guardian disagrees"),
        "text": youth.full_name,
        "consequences": [
            _("Either parent may agree (34 CFR 99.4), so this ends no consent by itself."),
            _("It is shown beside every consent of this young person, and to whoever decides on a request."),
            _("If a court has decided who may agree, write that into the youth’s record."),
        ],
        "form": form,
        "confirm_label": _("Record the objection"),
        "cancel_url": reverse("consents:for_youth", args=[pk]),
        "breadcrumbs": [
            {"label": youth.full_name, "url": reverse("consents:for_youth", args=[pk])},
            {"label": _("A parent or guardian disagrees")},
        ],
    }
    return render(request, "components/confirm_page.html", context)


@require_POST
@member_required
def withdraw(request: PortalRequest, pk: UUID, number: UUID) -> HttpResponse:
    """The person no longer disagrees."""
    youth = youth_to_ask_for(request.user, pk)
    objection = get_object_or_404(queries.objections_to(youth), pk=number)
    actions.withdraw_objection(objection, by=request.user)
    messages.success(request, _("The objection is withdrawn."))
    return redirect("consents:for_youth", pk)
