"""What is kept in a draft, in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consents.drafting import Drafted, agencies_of, signing_notes, texts
from consents.models import Consent, ConsentDraft, ConsentGrant
from law.vocabulary import Category, Purpose

Row = dict[str, Any]


def flows_in_words(draft: ConsentDraft, flows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Flows as a person reads them: who to whom, the rows of a summary, and who signs for what."""
    agencies = agencies_of(flows)
    return [
        {
            "discloser": agencies[flow["discloser"]].name,
            "recipient": agencies[flow["recipient"]].name,
            "rows": list(_rows(flow)),
            "notes": notes,
        }
        for flow, notes in zip(flows, signing_notes(draft, flows, agencies), strict=True)
    ]


def _rows(flow: dict[str, Any]) -> Iterable[Row]:
    initials = flow.get("initials", {})
    categories = {code: _(Category(code).label) for code in flow["categories"]}
    yield {
        "label": _("Records"),
        "lines": [
            f"{name} ({initials[code]})" if initials.get(code) else name for code, name in categories.items()
        ],
    }
    yield {"label": _("For what purpose"), "lines": [_(Purpose(code).label) for code in flow["purposes"]]}
    asked = "latest" in flow
    sends, talks = flow.get("may_send", True), flow.get("may_talk", asked)
    # What a family is asked leaves both ways to it, unless it is limited.
    if not (asked and sends and talks):
        ways = [_("Send documents")] * sends + [_("Talk with each other")] * talks
        yield {"label": _("In which way"), "lines": ways}
    if flow.get("starts_on"):
        yield {"label": pgettext("first day", "From"), "value": _day(flow["starts_on"])}
    until = [_day(flow["latest" if asked else "expires_on"])]
    if flow.get("ends_when"):
        event = ConsentGrant.EndsWhen(flow["ends_when"]).label
        until.append(_("or sooner, %(event)s") % {"event": event})
    yield {"label": _("Until at most") if asked else _("Until"), "lines": until}


def _day(written: str) -> str:
    return date_format(date.fromisoformat(written), "DATE_FORMAT")


def summary(draft: ConsentDraft) -> list[Row]:
    """Everything that was typed off a paper, each row with the way to change it."""
    change = {
        name: reverse("consents:step", args=[draft.youth_id, name]) for name in ("signer", "sharing", "scan")
    }
    signed_on, scan = _day(draft.answers["sign"]["signed_at"][:10]), draft.answers["scan"]["file_name"]
    rows = [
        *({**row, "url": change["signer"]} for row in _who_signs(draft)),
        {"label": _("Signed on"), "value": signed_on, "url": change["scan"]},
        {"label": _("Scan"), "value": scan, "url": change["scan"]},
    ]
    for flow in flows_in_words(draft, draft.answers["sharing"]):
        lines = [
            f"{row['label']}: {', '.join(map(str, row.get('lines') or [row['value']]))}"
            for row in flow["rows"]
        ]
        label = _("%(discloser)s may share with %(recipient)s") % flow
        rows.append({"label": label, "lines": lines, "url": change["sharing"]})
    return rows


def _who_signs(draft: ConsentDraft) -> list[Row]:
    drafted = Drafted(draft)
    too = _("Yes") if drafted.signing.minor_also_signed else _("No")
    signer = f"{drafted.signing.signer_name}, {_(drafted.signing.capacity.label)}"
    grounds = [_(ground.label) for ground in drafted.signing.grounds]
    return [
        {"label": _("Youth"), "lines": [one.youth.full_name for one in texts(draft)]},
        {"label": _("Signed by"), "value": signer},
        *([{"label": _("By what right"), "lines": grounds}] if grounds else []),
        {"label": _("The young person signs too"), "value": too},
        {"label": _("Language of the form"), "value": drafted.form.language_name},
        {"label": _("How it was signed"), "value": Consent.Method(drafted.signing.method).label},
    ]
