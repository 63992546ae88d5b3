"""What families ask about what was shared: the list, and the page on which an agency writes down what it did."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import PortalRequest, posted
from agencies.doors import member_required
from agencies.forms import carried_out
from agencies.roles import Duty, may
from audit.record import record
from consents import queries as consent_queries
from disclosures import actions, permissions, queries
from disclosures.forms import AnswerWishForm
from disclosures.models import FamilyWish
from sharing_portal.errors import require

A_PAGE = 25


@require_safe
@member_required
def wishes(request: PortalRequest) -> HttpResponse:
    """What waits for an answer first, then what was answered last."""
    require(may(request.user, Duty.DECIDE))
    page = Paginator(queries.wishes_visible_to(request.user), A_PAGE).get_page(request.GET.get("page"))
    record("consent.wishes_listed", by=request.user, shown=len(page.object_list))
    heads = (_("Youth"), _("Asks"), _("State"))
    columns = [{"label": head} for head in heads]
    context = {"page_title": _("What families ask"), "page": page, "rows": page, "columns": columns}
    return render(request, "disclosures/wishes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def wish(request: PortalRequest, pk: UUID) -> HttpResponse:
    """What a family wrote, and what was done about it; the agency whose record it is writes that down here."""
    found = get_object_or_404(queries.wishes_visible_to(request.user), pk=pk)
    form = AnswerWishForm(posted(request))
    if form.is_valid() and carried_out(
        form, lambda: actions.answer_wish(found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Written down. The family reads it on its page."))
        return redirect("disclosures:wish", pk)
    youth_id = queries.youth_of_wish(found, request.user)
    record("consent.wish_viewed", by=request.user, on=found, youth_id=youth_id)
    answering = found.answered_at is None and permissions.can_answer_wish(request.user, found)
    context = {
        "page_title": found.youth_name,
        "wish": found,
        "facts": _facts(request, found),
        "form": form if answering else None,
        "breadcrumbs": [
            {"label": _("What families ask"), "url": reverse("disclosures:wishes")},
            {"label": found.youth_name},
        ],
    }
    return render(request, "disclosures/wish.html", context)


def _facts(request: PortalRequest, found: FamilyWish) -> list[dict[str, Any]]:
    """Who asks, about what, of whom; with a link to what the reader may open herself."""
    consent = consent_queries.visible_to(request.user).filter(pk=found.consent_id).first()
    recorded = _("Recorded by %(agency)s") % {"agency": found.recording_agency}
    about = [
        {
            "label": _("Consent"),
            "value": consent.reference if consent else recorded,
            "url": reverse("consents:detail", args=[consent.pk]) if consent else "",
        }
    ]
    if found.release_id:
        may_open = queries.releases_visible_to(request.user).filter(pk=found.release_id).exists()
        about.append(
            {
                "label": _("What was shared"),
                "value": _("Released by %(agency)s") % {"agency": found.agency},
                "url": reverse("disclosures:open", args=[found.release_id]) if may_open else "",
            }
        )
    return [
        {"label": _("Who asks"), "value": found.person_name},
        *about,
        {"label": _("Answers"), "value": found.agency},
    ]
