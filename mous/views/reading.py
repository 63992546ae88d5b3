"""The list of agreements, and one agreement."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from agencies.doors import member_required
from mous import pages, queries
from mous.listing import Listed, ListedPages
from mous.permissions import can_draft, signs_today

A_PAGE = 25
COLUMNS = (
    gettext_lazy("Agreement"),
    gettext_lazy("Parties"),
    gettext_lazy("Status"),
    gettext_lazy("First day"),
    gettext_lazy("Last day"),
)


@member_required
@require_safe
def index(request: PortalRequest) -> HttpResponse:
    """Her agency's agreements, by how they stand today."""
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in pages.TABS else "in_force"
    today = request.user.acting_agency.today()
    listed: Any = Listed(pages.TABS[chosen][1], today)
    page = ListedPages(listed, A_PAGE).get_page(request.GET.get("page"))
    rows = [pages.row(mou, request.user) for mou in page]
    tabs = [
        {"label": label, "url": f"?show={name}", "current": name == chosen}
        for name, (label, _standings) in pages.TABS.items()
    ]
    context = {
        "page_title": _("Agreements"),
        "tabs": tabs,
        "rows": rows,
        "page": page,
        "columns": [{"label": label} for label in COLUMNS],
        "to_sign": queries.awaiting_signature(request.user) if signs_today(request.user) else [],
        "may_draft": can_draft(request.user),
    }
    return render(request, "mous/list.html", context)


@member_required
@require_safe
def detail(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One agreement: what it covers first, then its text, signatures and history."""
    mou = get_object_or_404(queries.visible_to(request.user).select_related("agency"), pk=pk)
    return render(request, "mous/detail.html", pages.detail_context(mou, request.user))
