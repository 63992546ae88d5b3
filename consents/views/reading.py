"""Pages that show consents: the list, one youth's, one consent, its copy."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from accounts.http import PortalRequest
from accounts.models import User
from agencies.doors import member_required
from agencies.roles import Reach, can_read
from audit.record import record
from consents import permissions, queries
from consents.forms import CopyForm
from consents.models import Consent
from consents.pdf import signed_copy
from consents.standing import standing_of
from consents.states import TONES, GrantState
from consents.text import is_untouched
from sharing_portal.errors import require
from youth import queries as youth_queries


@require_safe
@member_required
def consent_list(request: PortalRequest) -> HttpResponse:
    """The consents the person may see, newest signature first."""
    require(permissions.can_list(request.user))
    page = Paginator(queries.recorded_by_us(request.user), 25).get_page(request.GET.get("page"))
    record("consent.listed", by=request.user, shown=len(page.object_list))
    context = {
        "page_title": _("Consents"),
        "page": page,
        "rows": [shown(consent) for consent in page],
        "columns": columns(_("Youth")),
        "can_see_week": can_read(request.user, Reach.CONSENTS),
    }
    return render(request, "consents/list.html", context)


@require_safe
@member_required
def for_youth(request: PortalRequest, pk: UUID) -> HttpResponse:
    """What was agreed for one youth, and the way to record more."""
    youth = get_object_or_404(youth_queries.visible_to(request.user), pk=pk)
    record("consent.listed", by=request.user, on=youth, youth_id=youth.pk)
    draft = queries.draft_of(request.user, youth)
    context = {
        "page_title": _("Consents"),
        "youth": youth,
        "rows": [shown(consent) for consent in queries.for_youth(request.user, youth)],
        "columns": columns(_("Reference")),
        "can_record": permissions.can_record(request.user, youth),
        "draft": draft,
        "family_links": queries.open_links(draft),
        "refusal": queries.refusal_of(draft),
        "objections": queries.objections_to(youth),
        "breadcrumbs": [
            {"label": pgettext("several", "Youth"), "url": reverse("youth:list")},
            {"label": str(youth), "url": reverse("youth:record", args=[youth.pk])},
            {"label": _("Consents")},
        ],
    }
    return render(request, "consents/for_youth.html", context)


@require_safe
@member_required
def detail(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One consent: who will see what, until when, how each line stands, and what was signed."""
    consent = get_object_or_404(queries.visible_to(request.user), pk=pk)
    own = consent.agency_id == request.user.acting_agency_id
    record("consent.viewed", by=request.user, on=consent, youth_id=consent.youth_id if own else None)
    row = shown(consent)
    context = {
        "page_title": _("Consent"),
        "consent": consent,
        "row": row,
        "own": own,
        "untouched": is_untouched(consent),
        "facts": facts(consent),
        "seal": queries.seal_of(consent),
        "family_links": queries.open_links(consent) if own else [],
        **(_own_facts(request.user, consent, can_be_stopped=row["can_be_stopped"]) if own else {}),
        "breadcrumbs": [crumbs(consent)[0], {"label": consent.reference}],
    }
    return render(request, "consents/detail.html", context)


def _own_facts(user: User, consent: Consent, *, can_be_stopped: bool) -> dict[str, Any]:
    """What only the agency that recorded the consent sees and does."""
    may_record = permissions.can_record(user, consent.youth)
    may_revoke = permissions.can_revoke(user, consent)
    return {
        "scan": queries.scan_of(consent),
        "copies": consent.copies.select_related("by"),
        "copy_form": CopyForm() if may_record else None,
        "objections": queries.objections_to(consent.youth).filter(withdrawn_at=None),
        "can_revoke": may_revoke and can_be_stopped,
        "can_confirm": can_be_stopped and permissions.can_confirm(user, consent),
        "can_retype": permissions.can_retype(user, consent),
        "letter_due": may_revoke and bool(queries.to_confirm_in_writing(consent)),
        "can_end": may_revoke and bool(queries.events_to_come(consent)),
    }


@require_safe
@member_required
def recorded(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The end of typing a paper in: for each young person on it the reference and the copy, and what happens next."""
    on_paper = queries.recorded_by_us(request.user).filter(method=Consent.Method.PAPER)
    each = list(queries.of_one_paper(request.user, get_object_or_404(on_paper, pk=pk)))
    for consent in each:
        record("consent.viewed", by=request.user, on=consent, youth_id=consent.youth_id)
    context = {
        "page_title": ngettext("The consent is recorded", "The consents are recorded", len(each)),
        "reference": each[0].reference if len(each) == 1 else "",
        "next_steps": _next_steps(len(each)),
        "files": [
            {
                "name": consent.reference,
                "text": consent.youth_name,
                "url": reverse("consents:pdf", args=[consent.pk]),
            }
            for consent in each
        ],
        "links": [link for consent in each for link in _onward(consent)],
    }
    return render(request, "components/done_page.html", context)


def _onward(consent: Consent) -> list[dict[str, str]]:
    name = {"name": consent.youth_name}
    return [
        {
            "label": _("See the consent for %(name)s") % name,
            "url": reverse("consents:detail", args=[consent.pk]),
        },
        {
            "label": _("All consents for %(name)s") % name,
            "url": reverse("consents:for_youth", args=[consent.youth_id]),
        },
    ]


def _next_steps(copies: int) -> list[str]:
    return [
        _(
            "Another member of your agency compares the scan with what you typed. Until then nothing is shared."
        ),
        ngettext(
            "Print the copy and give it to the person who signed, now.",
            "Print the copies and give them to the person who signed, now.",
            copies,
        ),
        _("The agencies named in it may share from the first day of each line. They do not have to."),
        _("Before a line ends, you are reminded 30, 14, 7 and 1 days ahead."),
        _("If the family wants to stop sharing, record it at once: it takes effect in the same moment."),
    ]


@require_safe
@member_required
def download(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The sealed file, in the language that was signed; until it is sealed, a copy marked as such."""
    consent = get_object_or_404(queries.visible_to(request.user), pk=pk)
    own = consent.agency_id == request.user.acting_agency_id
    record("consent.downloaded", by=request.user, on=consent, youth_id=consent.youth_id if own else None)
    sealed = "-sealed" if queries.seal_of(consent) else ""
    return pdf_response(signed_copy(consent), f"{consent.reference}{sealed}.pdf")


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF to keep, under a name that tells nothing about anybody."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def shown(consent: Consent) -> dict[str, Any]:
    """A consent with its grants' states; its own state is said by its grants, never by a badge of its own."""
    found = queries.states_of(consent)
    sharing = [grant for grant, state in found if state.may_share]
    return {
        "consent": consent,
        "grants": [
            {"grant": grant, "label": state.label, "tone": TONES[state], "icon": _ICONS[state]}
            for grant, state in found
        ],
        "can_be_stopped": any(not state.has_ended for _grant, state in found),
        "standing": standing_of(consent),
        # The first day on which a line ends of which there is still something to share.
        "ends_on": min((grant.expires_on for grant in sharing), default=None),
        "recipients": sorted({str(grant.recipient) for grant, _state in found}),
    }


_ICONS = {
    GrantState.IN_FORCE: "check_circle",
    GrantState.ENDS_SOON: "schedule",
    GrantState.NOT_BEGUN: "event",
    GrantState.UNCONFIRMED: "person",
    GrantState.PAUSED: "hourglass_empty",
    GrantState.NO_RIGHT: "error",
    GrantState.ENDED: "remove_circle",
    GrantState.REVOKED: "do_not_disturb",
}


def columns(first: str) -> list[dict[str, str]]:
    """The heads of a table of consents."""
    return [{"label": head} for head in (first, _("In force"), _("Earliest end date"), _("Signed by"))]


def facts(consent: Consent) -> list[dict[str, Any]]:
    """What one needs to know of the signature."""
    evidence = consent.signer_authority_evidence
    return [
        {"label": _("Youth"), "value": consent.youth_name, "hint": ""},
        {
            "label": _("Signed by"),
            "value": consent.signer_name,
            "hint": consent.get_signer_capacity_display(),
        },
        *([{"label": _("The young person"), "value": _("Signed too")}] if consent.minor_also_signed else []),
        *([{"label": _("Interpreter"), "value": consent.interpreter}] if consent.interpreter else []),
        *([{"label": _("By what right"), "lines": grounds_shown(consent)}] if consent.grounds else []),
        *([{"label": _("How the right to decide was checked"), "value": evidence}] if evidence else []),
        {"label": _("How"), "value": consent.get_method_display()},
        {"label": _("Recorded by"), "value": consent.recorded_by, "hint": str(consent.agency)},
        *([{"label": _("Confirmed by"), "value": consent.confirmed_by}] if consent.confirmed_at else []),
        {"label": _("Form"), "value": f"{consent.form.version}, {consent.form.language_name}"},
    ]


def grounds_shown(consent: Consent) -> list[str]:
    """What the signer's right rests on, in the reader's language."""
    return [_(ground.label) for ground in consent.grounds]


def crumbs(consent: Consent, here: str = "") -> list[dict[str, str]]:
    """The way to a page about one consent."""
    return [
        {"label": _("Consents"), "url": reverse("consents:list")},
        {"label": consent.reference, "url": reverse("consents:detail", args=[consent.pk])},
        {"label": here},
    ]
