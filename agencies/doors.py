"""The guards before the pages of an agency and of the portal's operators."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts.http import PortalRequest
from sharing_portal.errors import require

View = Callable[..., HttpResponseBase]


def member_required(view: View) -> View:
    """Let a signed-in person in who acts for an agency; send her to choose one first if she does not."""

    @login_required
    @wraps(view)
    def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.acting_agency_id is None:
            return redirect("agencies:choose")
        return view(request, *args, **kwargs)

    return guarded


def member_or_operator_required(view: View) -> View:
    """Let members in as `member_required` does, and portal operators, who act for no agency."""
    for_members = member_required(view)

    @login_required
    @wraps(view)
    def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (view if request.user.is_operator else for_members)(request, *args, **kwargs)

    return guarded


def operator_required(view: View) -> View:
    """Let portal operators in and refuse everybody else."""

    @login_required
    @wraps(view)
    def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(request.user.is_operator)
        return view(request, *args, **kwargs)

    return guarded
