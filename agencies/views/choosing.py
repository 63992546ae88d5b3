"""For whom one acts: choosing an agency, answering invitations, and what each role may do."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.http import PortalRequest
from agencies import actions, queries
from agencies.roles import DUTY_LABELS, REACH_LABELS, ROLES
from agencies.states import AgencyState, MembershipState


@login_required
@require_GET
def choose(request: PortalRequest) -> HttpResponse:
    """The agencies one may act for, and invitations that wait for an answer."""
    if request.user.is_operator:
        return redirect("agencies:list")
    memberships = queries.own_memberships(request.user, MembershipState.ACTIVE)
    context = {
        "memberships": memberships.filter(agency__state=AgencyState.ACTIVE),
        "closed": memberships.exclude(agency__state=AgencyState.ACTIVE),
        "invitations": queries.own_memberships(request.user, MembershipState.INVITED),
        "page_title": _("For which agency do you act?"),
    }
    return render(request, "agencies/choose.html", context)


@login_required
@require_POST
def enter(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Act for this agency from now on, in a session of a new key."""
    own = queries.own_memberships(request.user, MembershipState.ACTIVE)
    membership = get_object_or_404(own.filter(agency__state=AgencyState.ACTIVE), pk=pk)
    actions.enter(membership, by=request.user)
    request.session["agency_id"] = str(membership.agency_id)
    request.session.cycle_key()
    return redirect(settings.LOGIN_REDIRECT_URL)


@login_required
@require_POST
def accept(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Accept an invitation."""
    invited = queries.own_memberships(request.user, MembershipState.INVITED)
    membership = get_object_or_404(invited, pk=pk)
    actions.accept(membership, by=request.user)
    messages.success(request, _("You accepted the invitation."))
    return redirect("agencies:choose")


@login_required
@require_POST
def decline(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Decline an invitation."""
    invited = queries.own_memberships(request.user, MembershipState.INVITED)
    membership = get_object_or_404(invited, pk=pk)
    actions.decline(membership, by=request.user)
    messages.success(request, _("You declined the invitation."))
    return redirect("agencies:choose")


@login_required
@require_GET
def who_can_do_what(request: PortalRequest) -> HttpResponse:
    """The table of roles: what each sees of its own agency and what each may do."""
    rows = [
        {
            "role": role,
            "sees": [label for reach, label in REACH_LABELS.items() if reach in role.reaches],
            "does": [label for duty, label in DUTY_LABELS.items() if duty in role.duties],
        }
        for role in ROLES.values()
    ]
    columns = [{"label": _("Role")}, {"label": _("Sees of its own agency")}, {"label": _("Does")}]
    context = {"rows": rows, "columns": columns, "page_title": _("Who can do what")}
    return render(request, "agencies/who_can_do_what.html", context)
