"""One's notices: the list, and opening one."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from notices import actions, kinds, queries

PAGE_SIZE = 25


@login_required
@require_GET
def notice_list(request: HttpRequest) -> HttpResponse:
    """What concerns the person at the agency she acts for, unread first."""
    page = Paginator(queries.visible_to(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    notices = [(notice, kinds.sentence(notice)) for notice in page]
    context = {
        "page": page,
        "notices": notices,
        "unread": queries.unread_count(request.user),
        "page_title": _("Notices"),
    }
    return render(request, "notices/list.html", context)


@login_required
@require_POST
def open_notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark a notice as read and go to what it is about."""
    notice = get_object_or_404(queries.visible_to(request.user), pk=pk)
    actions.mark_read(notice)
    return redirect(kinds.address(notice))


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every notice of the list as read."""
    actions.mark_all_read(request.user)
    return redirect("notices:list")
