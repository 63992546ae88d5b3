"""The members of the agency one acts for."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import PortalRequest, posted
from agencies import actions, queries
from agencies.doors import member_required
from agencies.forms import InviteForm, RolesForm, carried_out
from agencies.permissions import can_change_membership, can_manage_members, can_see_members
from agencies.roles import undivided
from agencies.states import MembershipState
from sharing_portal.errors import require


def _trail(*last: dict[str, str]) -> list[dict[str, str]]:
    return [{"label": _("Members"), "url": reverse("agencies:members")}, *last]


@member_required
@require_GET
def members(request: PortalRequest) -> HttpResponse:
    """Everybody who acts for the agency or is invited to."""
    require(can_see_members(request.user))
    present = queries.members_of(request.user).exclude(state=MembershipState.REMOVED)
    context = {
        "memberships": present,
        "columns": [{"label": _("Member")}, {"label": _("Roles")}, {"label": _("Status")}],
        "can_manage": can_manage_members(request.user),
        "page_title": _("Members"),
    }
    return render(request, "agencies/members.html", context)


@member_required
@require_http_methods(["GET", "POST"])
def invite(request: PortalRequest) -> HttpResponse:
    """Invite somebody to the agency."""
    require(can_manage_members(request.user))
    form = InviteForm(posted(request))
    agency = request.user.acting_agency
    if form.is_valid():
        data = form.cleaned_data
        if carried_out(form, lambda: actions.invite(agency, by=request.user, **data)):
            messages.success(request, _("The invitation is on its way to %(email)s.") % data)
            _warn(request, data["roles"])
            return redirect("agencies:members")
    title = _("Invite a member")
    context = {"form": form, "page_title": title, "breadcrumbs": _trail({"label": title})}
    return render(request, "agencies/invite.html", context)


def _warn(request: PortalRequest, roles: list[str]) -> None:
    for sentence in undivided(roles):
        messages.warning(request, str(sentence))


@member_required
@require_http_methods(["GET", "POST"])
def member(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One member: the roles, and the ways to suspend or remove her."""
    require(can_see_members(request.user))
    membership = get_object_or_404(queries.members_of(request.user), pk=pk)
    form = RolesForm(posted(request), initial={"roles": membership.roles})
    if form.is_valid():
        wanted = form.cleaned_data["roles"]
        if carried_out(form, lambda: actions.change_roles(membership, by=request.user, roles=wanted)):
            messages.success(
                request, _("The roles are changed. They hold from the next page the member opens.")
            )
            return redirect("agencies:member", pk=pk)
    name = membership.shown_name
    context = {
        "membership": membership,
        "undivided": undivided(membership.roles),
        "form": form if can_change_membership(request.user, membership) else None,
        "page_title": name,
        "breadcrumbs": _trail({"label": name}),
    }
    return render(request, "agencies/member.html", context)


@member_required
@require_http_methods(["GET", "POST"])
def suspend(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Ask, then suspend a member."""
    consequences = [
        _("From the next page they open, they cannot act for the agency."),
        _("Their work and their name in the log stay. You can let them back in at any time."),
    ]
    return _ask_then(request, pk, actions.suspend, _("Suspend this member?"), _("Suspend"), consequences)


@member_required
@require_http_methods(["GET", "POST"])
def remove(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Ask, then remove a member or take back an invitation."""
    consequences = [
        _("From the next page they open, they cannot act for the agency."),
        _("Their work and their name in the log stay. To come back they need a new invitation."),
    ]
    return _ask_then(request, pk, actions.remove, _("Remove this member?"), _("Remove"), consequences)


def _ask_then(
    request: PortalRequest,
    pk: UUID,
    verb: Callable[..., None],
    title: str,
    confirm_label: str,
    consequences: list[str],
) -> HttpResponse:
    membership = get_object_or_404(queries.members_of(request.user), pk=pk)
    require(can_change_membership(request.user, membership))
    if request.method == "POST":
        verb(membership, by=request.user)
        messages.success(request, _("Done. It holds from the next page the member opens."))
        return redirect("agencies:members")
    context = {
        "page_title": title,
        "text": membership.shown_name,
        "consequences": consequences,
        "confirm_label": confirm_label,
        "cancel_url": reverse("agencies:member", args=[pk]),
        "danger": True,
    }
    return render(request, "components/confirm_page.html", context)


@member_required
@require_POST
def resume(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Let a suspended member back in."""
    membership = get_object_or_404(queries.members_of(request.user), pk=pk)
    actions.resume(membership, by=request.user)
    messages.success(request, _("The member may act for the agency again."))
    return redirect("agencies:member", pk=pk)


@member_required
@require_POST
def resend_invitation(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Mail an invitation once more."""
    membership = get_object_or_404(queries.members_of(request.user), pk=pk)
    actions.resend_invitation(membership, by=request.user)
    messages.success(request, _("The invitation is on its way again."))
    return redirect("agencies:member", pk=pk)
