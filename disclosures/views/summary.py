"""What a request asks for, as question and answer rows: before it is sent with a way to change each, and after."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from disclosures.models import DisclosureRequest


def summary_of(request: DisclosureRequest, *, changeable: bool) -> list[dict[str, Any]]:
    """Rows for `components/summary_list.html`, in the order of the steps."""
    rows = [(step, row) for step, part in _parts(request).items() for row in part]
    if not changeable:
        return [row for _step, row in rows]
    return [
        row | {"url": reverse("disclosures:draft", args=[request.pk, step]) + "?check"} for step, row in rows
    ]


def _parts(request: DisclosureRequest) -> dict[str, list[dict[str, Any]]]:
    categories = list(request.categories.all())
    return {
        "whom": [
            {"label": _("Whom you ask"), "value": str(request.holding_agency)},
            {"label": _("About"), "value": f"{request.described_name}, {_born(request)}"},
        ],
        "records": [
            {"label": _("Records"), "lines": [str(row) for row in categories] or [_("None chosen yet")]},
            {"label": _("Period"), "lines": _periods(request)},
        ],
        "purpose": [
            {"label": _("Purpose"), "value": request.get_purpose_display() or _("Not chosen yet")},
            {"label": _("Why"), "value": request.reason or _("Not said yet")},
            {"label": _("How soon"), "value": request.get_urgency_display()},
        ],
        "basis": [
            {"label": _("What allows it"), "value": request.get_basis_display() or _("Not chosen yet")},
            {"label": _("Consents attached"), "lines": _consents(request)},
        ],
    }


def _born(request: DisclosureRequest) -> str:
    if request.birth_date is None:
        return _("date of birth not given")
    return _("born %(day)s") % {"day": date_format(request.birth_date)}


def _periods(request: DisclosureRequest) -> list[str]:
    """One line for all kinds of record together, or one for each where they differ, as another system may ask."""
    everything = _("Everything the agency has")
    periods = {str(row): row.period or everything for row in request.categories.all()}
    if len(set(periods.values())) > 1:
        return [f"{name}: {period}" for name, period in periods.items()]
    return [*periods.values()][:1] or [everything]


def _consents(request: DisclosureRequest) -> list[str]:
    attached = [str(row.consent) for row in request.attached_consents.select_related("consent")]
    if not attached and request.basis == DisclosureRequest.Basis.CONSENT:
        return [
            _(
                "None. The agency that has the records may have one on file; if not, it will ask you for one or refuse."
            )
        ]
    return attached or [_("None")]
