"""What the pages of an agreement show: its facts in the order people ask for them."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from law.vocabulary import STORED_CATEGORIES
from mous.document import document_of
from mous.facts import legal_remarks
from mous.models import Mou, MouEvent, MouTerm
from mous.pages.life import life_context, life_offers
from mous.pages.signing import signing_context
from mous.permissions import can_comment, can_confirm, can_edit, can_review, can_send_back, can_sign, can_word
from mous.queries import awaiting_review_by, is_public, seal_of, signatures_on
from mous.states import SIGNED_STATES, TONES, Standing, State

STEPS = [
    ("edit", gettext_lazy("Title and dates")),
    ("parties", gettext_lazy("Parties")),
    ("terms", gettext_lazy("What may be shared")),
    ("text", gettext_lazy("Wording")),
    ("checklist", gettext_lazy("Checklist")),
    ("check", gettext_lazy("Check and send")),
]
# The tabs of the list: which ways of standing each shows.
TABS: dict[str, tuple[Any, list[Standing]]] = {
    "in_force": (gettext_lazy("In force"), [Standing.IN_FORCE, Standing.UPCOMING]),
    "sent": (gettext_lazy("Review and signature"), [Standing.REVIEW, Standing.SENT]),
    "drafts": (gettext_lazy("Drafts"), [Standing.DRAFT]),
    "ended": (
        gettext_lazy("Ended"),
        [Standing.EXPIRED, Standing.SUPERSEDED, Standing.ENDED, Standing.CANCELLED],
    ),
}
_EVENT_TONES = {"sent": "wait", "returned": "warn", "signed": "good", "completed": "good", "withdrawn": "bad"}


def standing_words(mou: Mou, user: User) -> dict[str, Any]:
    """The word and the colour of how it stands today, where the reader's agency is."""
    standing = mou.standing(user.acting_agency.today())
    return {"label": standing.label, "tone": TONES[standing]}


def row(mou: Mou, user: User) -> dict[str, Any]:
    """One line of the list, of one of `listing.Listed`."""
    return {
        "pk": mou.pk,
        "title": mou.title,
        "parties": mou.party_names,  # type: ignore[attr-defined]
        "standing": standing_words(mou, user),
        "starts_on": day(mou.starts_on),
        "ends_on": day(mou.ended_on or mou.ends_on),
    }


def crumbs(mou: Mou | None, here: str) -> list[dict[str, str]]:
    """The trail: agreements, this one, here."""
    trail = [{"label": _("Agreements"), "url": reverse("mous:list")}]
    if mou is not None:
        trail.append({"label": mou.title, "url": reverse("mous:detail", args=[mou.pk])})
    return [*trail, {"label": here}]


def step_context(mou: Mou | None, step: str, question: str) -> dict[str, Any]:
    """Heading and step indicator of one step of the draft."""
    names = [name for name, _label in STEPS]
    number = names.index(step) + 1
    steps = [
        {"label": label, "url": reverse(f"mous:{name}", args=[mou.pk]) if mou else None}
        for name, label in STEPS
    ]
    title = _("Step %(number)s of %(total)s: %(question)s") % {
        "number": number,
        "total": len(STEPS),
        "question": question,
    }
    return {
        "page_title": title,
        "steps": steps,
        "current": number,
        "mou": mou,
        "breadcrumbs": crumbs(mou, question),
    }


def offers(mou: Mou, user: User) -> dict[str, bool]:
    """What the reader may do with it now."""
    signer = can_sign(user, mou)
    out = mou.state == State.SENT
    confirming = out and can_confirm(user, mou)
    confirmed = confirming and signatures_on(mou).filter(agency=user.acting_agency).exists()
    reviewing = mou.state == State.REVIEW
    approved = reviewing and not awaiting_review_by(mou)
    mine = reviewing and mou.reviews.filter(agency=user.acting_agency, text_sha256=mou.text_sha256).exists()
    return {
        "edit": mou.state == State.DRAFT and can_edit(user, mou),
        "review": reviewing and can_review(user, mou) and not mine,
        "word": mou.state == State.DRAFT and can_word(user, mou),
        "comment": mou.state in (State.DRAFT, State.REVIEW) and can_comment(user, mou),
        "confirm": confirming and not confirmed,
        "send": approved and can_edit(user, mou),
        "send_back": (out or reviewing) and can_send_back(user, mou),
        "cancel": mou.state in (State.DRAFT, State.REVIEW, State.SENT) and can_edit(user, mou),
        **life_offers(mou, user),
        "publish": mou.state == State.SIGNED and signer,
    }


def flows(mou: Mou) -> list[dict[str, Any]]:
    """Annex A as people read it: for each pair of parties a table of its terms, and what the law says on them."""
    pairs: dict[tuple[Any, Any], list[MouTerm]] = {}
    for term in mou.terms.select_related("mou", "from_agency", "to_agency"):
        pairs.setdefault((term.from_agency, term.to_agency), []).append(term)
    left = {party.agency_id for party in mou.parties.all() if party.withdrawn_at is not None}
    return [
        {**_pair(holder, asker, terms), "ended": bool({holder.pk, asker.pk} & left)}
        for (holder, asker), terms in pairs.items()
    ]


def not_covered(mou: Mou) -> list[str]:
    """The categories that no flow names: what will not be shared under it."""
    covered = {category for term in mou.terms.all() for category in term.categories}
    return [_(category.label) for category in STORED_CATEGORIES if category not in covered]


def answers(mou: Mou) -> list[dict[str, Any]]:
    """The draft's answers for checking, each with the way back to its step."""
    dates, parties = (
        reverse(f"mous:{step}", args=[mou.pk]) + "?return=check" for step in ("edit", "parties")
    )
    return [
        {"label": _("Title"), "value": mou.title, "url": dates},
        {**_who(mou), "url": parties},
        *({**row, "url": dates} for row in _days(mou)),
    ]


def facts(mou: Mou) -> list[dict[str, Any]]:
    """Who, from when, until when: the rows of the summary."""
    return [
        _who(mou),
        *_days(mou),
        {"label": _("Drafted by"), "value": mou.agency.name},
    ]


def detail_context(mou: Mou, user: User) -> dict[str, Any]:
    """Everything on the page of one agreement."""
    signatures = list(signatures_on(mou))
    signed = {signature.agency_id for signature in signatures}
    parties = mou.parties.select_related("agency")
    return {
        "page_title": mou.title,
        "breadcrumbs": crumbs(None, mou.title),
        "mou": mou,
        "standing": standing_words(mou, user),
        "offers": offers(mou, user),
        **signing_context(mou, user),
        **life_context(mou, user),
        "facts": facts(mou),
        "flows": flows(mou),
        "document": document_of(mou),
        "signatures": [{"row": row, "when": moment(row.signed_at)} for row in signatures],
        "waiting": [party.agency.name for party in parties if party.agency_id not in signed],
        "history": [_happened(event) for event in mou.events.select_related("agency", "by")],
        "unreviewed": [agency.name for agency in awaiting_review_by(mou)]
        if mou.state == State.REVIEW
        else [],
        "is_signed": mou.state in SIGNED_STATES,
        "seal": seal_of(mou),
        "is_public": is_public(mou),
    }


def day(value: Any) -> str:
    """A date in words of the reader's language."""
    return date_format(value, "DATE_FORMAT")


def moment(value: Any) -> str:
    """A time where the reader's agency is, with its zone."""
    return date_format(localtime(value), "DATETIME_FORMAT")


def _pair(holder: Any, asker: Any, terms: list[MouTerm]) -> dict[str, Any]:
    remarks = list(dict.fromkeys(remark for term in terms for remark in legal_remarks(term)))
    return {
        "holder_pk": holder.pk,
        "asker_pk": asker.pk,
        "holder": holder.name,
        "asker": asker.name,
        "heading": _("%(asker)s may ask %(holder)s") % {"asker": asker.name, "holder": holder.name},
        "terms": [
            {
                "records": _words(term, "categories"),
                "purposes": _words(term, "purposes"),
                "roles": _words(term, "roles"),
                "authority": term.authority,
                "need": term.need,
                "conditions": term.conditions,
            }
            for term in terms
        ],
        "remarks": remarks,
        "forbidden": any(remark.error for remark in remarks),
    }


def _who(mou: Mou) -> dict[str, Any]:
    parties = mou.parties.select_related("agency")
    return {"label": _("Parties"), "lines": [_party_line(party) for party in parties]}


def _days(mou: Mou) -> list[dict[str, Any]]:
    return [
        {"label": _("First day"), "value": day(mou.starts_on)},
        {"label": _("Last day"), "value": day(mou.ended_on or mou.ends_on)},
        {"label": _("Review together on"), "value": day(mou.review_on) if mou.review_on else ""},
        {
            "label": _("Consent form adopted"),
            "value": mou.consent_form or _("Another form, as the text says"),
        },
        {"label": _("Other agencies may join"), "value": _("Yes") if mou.open_to_joinder else _("No")},
    ]


def _words(term: MouTerm, name: str) -> list[str]:
    labels = dict(term._meta.get_field(name).base_field.choices)  # type: ignore[union-attr]
    return sorted(str(labels[code]) for code in getattr(term, name))


def _party_line(party: Any) -> str:
    if party.withdrawn_at is None and party.joined_at is None:
        return party.agency.name
    if party.withdrawn_at is None:
        return _("%(agency)s (joined %(when)s)") % {
            "agency": party.agency.name,
            "when": day(localtime(party.joined_at).date()),
        }
    return _("%(agency)s (withdrew %(when)s)") % {
        "agency": party.agency.name,
        "when": day(localtime(party.withdrawn_at).date()),
    }


def _happened(event: MouEvent) -> dict[str, str]:
    return {
        "title": event.get_kind_display(),
        "when": moment(event.at),
        "who": f"{event.by}, {event.agency}",
        "text": event.note,
        "tone": _EVENT_TONES.get(event.kind, ""),
    }
