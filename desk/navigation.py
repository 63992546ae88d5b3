"""What the frame of every page shows: where one can go, what is unread, the other language."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from agencies.queries import own_memberships
from agencies.roles import Duty, Reach, can_read, may
from agencies.states import AgencyState, MembershipState
from consents.permissions import can_list as can_list_consents
from desk.permissions import can_read_log
from disclosures.permissions import can_compose
from notices.queries import unread_count
from sharing_portal.request_id import request_id
from youth.permissions import can_list as can_list_youth

SIGN_IN = "account_login"
Shown = Callable[[User], bool]

# In order: the words, the page, and who is shown it. The pages themselves decide who may enter.
MEMBER_PAGES: list[tuple[Promise, str, Shown]] = [
    (_("Work list"), "desk:work", lambda user: True),
    (pgettext_lazy("several", "Youth"), "youth:list", can_list_youth),
    (_("Requests"), "disclosures:inbox", lambda user: may(user, Duty.DECIDE)),
    (
        _("Requests"),
        "disclosures:list",
        lambda user: not may(user, Duty.DECIDE) and (can_compose(user) or can_read(user, Reach.REQUESTS)),
    ),
    (
        _("Released to us"),
        "disclosures:received",
        lambda user: can_read(user, Reach.REQUESTS) or can_read(user, Reach.CASELOAD),
    ),
    (_("Consents"), "consents:list", can_list_consents),
    (_("Agreements"), "mous:list", lambda user: can_read(user, Reach.AGREEMENTS)),
    (_("Log"), "desk:log", can_read_log),
    (_("Members"), "agencies:members", lambda user: can_read(user, Reach.MEMBERS)),
    (_("Agencies"), "agencies:list", lambda user: True),
]
PUBLIC_PAGES: list[tuple[Promise, str]] = [
    (_("May we share?"), "guide:may_we_share"),
    (_("Emergency"), "guide:emergency"),
    (_("Law library"), "law:overview"),
]
OPERATOR_PAGES: list[tuple[Promise, str, Shown]] = [(_("Agencies"), "agencies:list", lambda user: True)]


def context(request: HttpRequest) -> dict[str, Any]:
    """Variables of `base.html`. Nothing is asked of the database until a page shows it, nothing for the anonymous."""
    shown: dict[str, Any] = {
        "portal_demo": settings.PORTAL_DEMO,
        "second_factor_lifted": not settings.REQUIRE_SECOND_FACTOR,
        "operator_name": settings.PORTAL_OPERATOR,
        "help_email": settings.HELP_EMAIL,
        "help_phone": settings.HELP_PHONE,
        "request_id": request_id.get(),
        "other_language": "en" if (translation.get_language() or "en").startswith("es") else "es",
    }
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        shown |= {
            "navigation": _navigation(user, request.path),
            "unread_notices": SimpleLazyObject(lambda: unread_count(user)),
            "can_switch_agency": SimpleLazyObject(lambda: _has_choice(user)),
        }
    elif request.resolver_match:
        shown["navigation"] = _public_navigation(request.path)
        if request.resolver_match.view_name == SIGN_IN:
            shown |= _demonstration()
    return shown


def _public_navigation(path: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": reverse(name), "current": reverse(name) == path}
        for label, name in PUBLIC_PAGES
    ]


def _navigation(user: User, path: str) -> list[dict[str, Any]]:
    if user.is_operator:
        pages = OPERATOR_PAGES
    else:
        pages = MEMBER_PAGES if user.acting_agency_id else []
    items = [{"label": label, "url": reverse(name)} for label, name, shown in pages if shown(user)]
    here = _closest([str(item["url"]) for item in items], path)
    return [{**item, "current": item["url"] == here} for item in items]


def _closest(addresses: list[str], path: str) -> str:
    """The address the page lies under; else the first of its section; the start page only for itself."""
    above = [
        address for address in addresses if path == address or (address != "/" and path.startswith(address))
    ]
    section = "/" + path.strip("/").split("/")[0] + "/"
    beside = [address for address in addresses if address.startswith(section)]
    return max(above, key=len, default=beside[0] if beside else "")


def _has_choice(user: User) -> bool:
    """Whether she may act for another agency too, or was invited by one."""
    active = own_memberships(user, MembershipState.ACTIVE).filter(agency__state=AgencyState.ACTIVE)
    others = active.exclude(agency=user.acting_agency) | own_memberships(user, MembershipState.INVITED)
    return others.exists()


def _demonstration() -> dict[str, Any]:
    """The invented people one may sign in as; the county stands above this app, so a setting names who knows them."""
    if not (settings.PORTAL_DEMO and settings.DEMO_SIGN_INS):
        return {}
    people: dict[str, Any] = import_string(settings.DEMO_SIGN_INS)()
    return people
