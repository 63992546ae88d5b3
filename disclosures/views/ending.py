"""What ends access with a consent: the family revokes it, its event occurs, or its signer may decide no more."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import PortalRequest
from agencies.doors import member_required
from agencies.forms import show_refusal
from audit.record import record
from consents import permissions as consent_permissions
from consents import queries as consent_queries
from consents.forms import EventForm, RevokeForm
from consents.models import Consent
from consents.views.reading import crumbs as consent_crumbs
from disclosures import actions, queries
from sharing_portal.errors import InvalidTransition, RefusedInput, require
from youth.forms import GuardianForm
from youth.models import Guardian
from youth.permissions import can_edit
from youth.views.records import crumbs as youth_crumbs
from youth.views.records import form_page, visible_record


@require_http_methods(["GET", "POST"])
@member_required
def revoke_consent(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Record that a consent was revoked, whole or in part; every release that rests on it closes at once."""
    consent = get_object_or_404(consent_queries.visible_to(request.user), pk=pk)
    require(consent_permissions.can_revoke(request.user, consent))
    others = consent_queries.of_same_signer(request.user, consent)
    form = RevokeForm(request.POST or None, consent=consent, others=others)
    if request.method == "POST" and form.is_valid():
        try:
            closed = actions.revoke_consent(consent, by=request.user, **form.arguments())
            messages.success(
                request, _("Sharing has stopped. Releases closed: %(count)d.") % {"count": len(closed)}
            )
            # What was only said is confirmed in writing; that page leads on when nothing was.
            return redirect("consents:confirm_in_writing", consent.pk)
        except RefusedInput as error:
            form.add_error(None, error.message)
    record("consent.revocation_considered", by=request.user, on=consent, youth_id=consent.youth_id)
    context = {
        "consent": consent,
        "form": form,
        "open_release_count": queries.count_open_releases_on([consent, *others]),
    }
    return render(request, "consents/revoke.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def record_event(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Write down that an event occurred on which lines of a consent end; what rests on them closes at once."""
    consent = get_object_or_404(consent_queries.recorded_by_us(request.user), pk=pk)
    require(consent_permissions.can_revoke(request.user, consent))
    form = EventForm(request.POST or None, consent=consent)
    if not consent_queries.events_to_come(consent):
        raise InvalidTransition(_("No line of this consent ends on an event."))
    if form.is_valid():
        closed = actions.record_event(consent, by=request.user, event=form.cleaned_data["event"])
        messages.success(
            request, _("The lines have ended. Releases closed: %(count)d.") % {"count": len(closed)}
        )
        return redirect("consents:detail", pk)
    return render(request, "components/confirm_page.html", _event_page(consent, form))


def _event_page(consent: Consent, form: EventForm) -> dict[str, Any]:
    return {
        "page_title": _("An event has happened"),
        "text": consent.reference,
        "consequences": [
            _("Every line of this consent that ends on this event ends in the moment you confirm it."),
            _("What was released under such a line can no longer be opened, and its recipients are told."),
            _("It cannot be undone: to share again, the family signs a new consent."),
        ],
        "form": form,
        "confirm_label": _("End these lines now"),
        "cancel_url": reverse("consents:detail", args=[consent.pk]),
        "danger": True,
        "breadcrumbs": consent_crumbs(consent, _("An event has happened")),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def edit_guardian(request: PortalRequest, pk: UUID, guardian_pk: UUID) -> HttpResponse:
    """Change what is known of an adult; what rests on the signature of one who may decide no more closes at once."""
    youth = visible_record(request, pk)
    guardian = get_object_or_404(Guardian.objects.select_related("youth"), youth=youth, pk=guardian_pk)
    require(can_edit(request.user, youth))
    form = GuardianForm(request.POST or None, instance=guardian)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_guardian(guardian, form.cleaned_data, by=request.user)
            return redirect("youth:record", pk=youth.pk)
        except RefusedInput as error:
            show_refusal(form, error)
    context = {
        "page_title": _("Change a parent or guardian"),
        "breadcrumbs": youth_crumbs(youth, _("Change a parent or guardian")),
        "form": form,
        "submit_label": _("Save"),
        "cancel_url": reverse("youth:record", args=[youth.pk]),
    }
    return form_page(request, youth, context)
