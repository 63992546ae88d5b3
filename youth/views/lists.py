"""Lists of one's own agency's youth: all that one may see, a search among them, one's own caseload."""

from functools import cached_property
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.http import PortalRequest
from agencies.doors import member_required
from audit.record import record as record_event
from sharing_portal.errors import require
from youth import permissions, queries
from youth.forms import SearchForm
from youth.models import YouthRecord

PAGE_SIZE = 25
# Beyond this many nobody pages; counting on would cost a large agency more than showing the page.
MOST_LISTED = 1000
# A search that finds more asks for another letter.
MOST_FOUND = 250


class YouthPages(Paginator):
    """Pages of the first rows of a list, at most `most` of them; their number may be known already."""

    def __init__(self, records: QuerySet[YouthRecord], most: int, known: int | None = None) -> None:
        super().__init__(records, PAGE_SIZE)
        self.most, self.known = most, known

    @cached_property
    def count(self) -> int:
        """How many are listed."""
        if self.known is not None:
            return min(self.known, self.most)
        records = cast("QuerySet[YouthRecord]", self.object_list)
        return int(records.order_by().values("pk")[: self.most].count())

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than are listed."""
        return self.count >= self.most


@member_required
def youth_list(request: PortalRequest) -> HttpResponse:
    """Everybody one may see, or those whose names or numbers start as typed."""
    require(permissions.can_list(request.user))
    form = SearchForm(request.GET)
    typed = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = queries.count_and_search(request.user, typed)
    pages = YouthPages(found.records, MOST_FOUND if typed else MOST_LISTED, found.count)
    page = pages.get_page(request.GET.get("page"))
    event = "youth.searched" if typed else "youth.listed"
    record_event(event, by=request.user, shown=len(page.object_list), page=page.number)
    context = {
        "page_title": pgettext("several", "Youth"),
        "page": page,
        "form": form,
        "typed": typed,
        "columns": columns(),
        "sections": sections("youth:list"),
        "most": pages.most if pages.is_cut else 0,
        "can_create": permissions.can_create(request.user),
        "can_import_roster": permissions.can_import_roster(request.user),
        "can_hand_over": permissions.can_hand_over(request.user),
    }
    return render(request, "youth/list.html", context)


@member_required
def caseload(request: PortalRequest) -> HttpResponse:
    """The youth assigned to oneself."""
    require(permissions.can_list(request.user))
    page = YouthPages(queries.caseload(request.user), MOST_LISTED).get_page(request.GET.get("page"))
    record_event("youth.caseload_listed", by=request.user, shown=len(page.object_list), page=page.number)
    context = {
        "page_title": _("My caseload"),
        "page": page,
        "columns": columns(),
        "sections": sections("youth:caseload"),
        "can_create": permissions.can_create(request.user),
    }
    return render(request, "youth/caseload.html", context)


def sections(here: str) -> list[dict[str, Any]]:
    pages = [(_("All I may see"), "youth:list"), (_("My caseload"), "youth:caseload")]
    return [{"label": label, "url": reverse(name), "current": name == here} for label, name in pages]


def columns() -> list[dict[str, Any]]:
    """The columns of every list of youth; see templates/youth/_row.html."""
    return [
        {"label": _("Name")},
        {"label": _("Date of birth")},
        {"label": _("Local number")},
        {"label": _("School or site")},
        {"label": _("Grade")},
        {"label": _("State")},
    ]
