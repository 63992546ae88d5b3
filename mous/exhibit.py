"""The exhibit by which an agency joins an agreement: the exact words that are offered, and signed."""

import json
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from agencies.models import Agency
from mous.bound import bound_by
from mous.document import term_words, written
from mous.facts import legal_remarks
from mous.models import Mou, MouJoinder, MouTerm

Exhibit = dict[str, Any]


def mirrored(mou: Mou, *, agency: Agency, like: Agency) -> list[MouTerm]:
    """The flows of `like` with the other parties it is bound to, turned to `agency`: what joining adds. Not saved.

    The database adds the same (`portal.admit_joiner`), as far as the exhibit names the other party (see `granted`).
    """
    bound = {party.pk: party for party in bound_by(mou)}
    flows = []
    for term in mou.terms.filter(from_agency__in=bound, to_agency__in=bound):
        if like.pk in (term.from_agency_id, term.to_agency_id):
            holder = agency if term.from_agency_id == like.pk else bound[term.from_agency_id]
            asker = agency if term.to_agency_id == like.pk else bound[term.to_agency_id]
            flows.append(_turned(term, mou, holder, asker))
    return flows


def granted(offer: MouJoinder) -> list[MouTerm]:
    """What joining adds by the exhibit that was offered: nothing with a party that joined after it was written."""
    named = json.loads(offer.exhibit_text)["parties"]
    flows = mirrored(offer.mou, agency=offer.agency, like=offer.like)
    return [
        flow for flow in flows if {flow.from_agency.name, flow.to_agency.name} <= {*named, offer.agency.name}
    ]


def lists_all(offer: MouJoinder, flows: list[MouTerm]) -> bool:
    """Whether the exhibit that was offered lists these flows."""
    with translation.override("en"):
        return all(term_words(flow) in json.loads(offer.exhibit_text)["terms"] for flow in flows)


def errors_in(flows: list[MouTerm]) -> list[str]:
    """What law says against these flows, in sentences; empty where it forbids nothing."""
    return [
        _("%(asker)s may ask %(holder)s for %(records)s: %(why)s")
        % {"asker": flow.to_agency, "holder": flow.from_agency, "records": remark.records, "why": remark.text}
        for flow in flows
        for remark in legal_remarks(flow)
        if remark.error
    ]


def compose_exhibit(mou: Mou, *, agency: Agency, like: Agency) -> Exhibit:
    """The exhibit as it is offered: in English, as the agreement is, and without codes."""
    with translation.override("en"):
        parties = [party.name for party in bound_by(mou)]
        flows = [term_words(flow) for flow in mirrored(mou, agency=agency, like=like)]
        return {
            "title": mou.title,
            "version": mou.version,
            "agreement_sha256": mou.text_sha256,
            "joins": agency.name,
            "address": ", ".join(line.strip() for line in agency.address.splitlines() if line.strip()),
            "like": like.name,
            "parties": parties,
            "ends_on": mou.ends_on.isoformat(),
            "text": _text(mou, agency, like),
            "terms": flows,
        }


def _text(mou: Mou, agency: Agency, like: Agency) -> list[str]:
    return [
        f"{agency.name} joins the agreement “{mou.title}”, version {mou.version}, and becomes a party when this exhibit "
        "is signed.",
        f"The text of the agreement binds {agency.name} as it stands. It is the text with the fingerprint (SHA-256) "
        f"{mou.text_sha256}. Nothing in it changes.",
        f"{agency.name} joins on the terms that bind {like.name}: it may ask, and may be asked for, what is listed "
        "below, and nothing else. What binds the other parties among themselves stays as they signed it.",
        f"The agreement runs until {written(mou.ends_on)}. {agency.name} may withdraw from it as every other party may.",
    ]


def _turned(term: MouTerm, mou: Mou, holder: Agency, asker: Agency) -> MouTerm:
    return MouTerm(
        mou=mou,
        from_agency=holder,
        to_agency=asker,
        categories=term.categories,
        purposes=term.purposes,
        roles=term.roles,
        authority=term.authority,
        need=term.need,
        conditions=term.conditions,
    )
