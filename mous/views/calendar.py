"""The page on which a member makes the secret address of her calendar, and the calendar at that address."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from agencies.roles import Reach, can_read
from mous import actions
from mous.calendar import calendar_for
from mous.models import CalendarFeed
from mous.pages import crumbs, moment
from mous.views.drafting import page_or_post
from sharing_portal.errors import require
from sharing_portal.limits import limited


@member_required
@page_or_post
def calendar(request: PortalRequest) -> HttpResponse:
    """Make the address, make it anew, or remove it. The secret is shown once, on the answer to the button."""
    require(can_read(request.user, Reach.AGREEMENTS))
    address = ""
    if request.POST.get("do") == "remove":
        actions.remove_calendar(by=request.user)
        messages.success(request, _("The calendar’s address no longer works."))
        return redirect("mous:calendar")
    if request.method == "POST":
        token = actions.make_calendar(by=request.user)
        address = request.build_absolute_uri(reverse("mous:calendar_file", args=[token]))
    feed = CalendarFeed.objects.filter(user=request.user, agency=request.user.acting_agency).first()
    context = {
        "page_title": _("Calendar of agreements"),
        "breadcrumbs": crumbs(None, _("Calendar")),
        "address": address,
        "made_at": moment(feed.made_at) if feed else "",
    }
    return render(request, "mous/calendar.html", context)


@require_safe
@limited("read_calendar")
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar program, which has no account but knows the secret; any other address is not found."""
    content = calendar_for(token)
    if content is None:
        raise Http404
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="agreements.ics"'},
    )
