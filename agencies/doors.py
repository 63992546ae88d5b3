"""The guard before every page of an agency."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.http import PortalRequest

View = Callable[..., HttpResponse]


def member_required(view: View) -> View:
    """Let a signed-in person in who acts for an agency; send her to choose one first if she does not."""

    @login_required
    @wraps(view)
    def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.acting_agency_id is None:
            return redirect("agencies:choose")
        return view(request, *args, **kwargs)

    return guarded
