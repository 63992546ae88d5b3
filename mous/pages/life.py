"""What the page of an agreement shows of its life: versions, who joined, who would end it, and what one may do."""

import json
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from mous.bound import may_replace, not_agreed_to_end
from mous.ladder import RENEWAL
from mous.models import Mou, MouJoinder
from mous.permissions import can_join, can_replace, can_sign
from mous.queries import visible_to
from mous.states import LIVING, Standing, State

Offered = MouJoinder.State.OFFERED
_TONES = {Offered: "wait", MouJoinder.State.JOINED: "good"}


def life_offers(mou: Mou, user: User) -> dict[str, bool]:
    """What the reader may do with an agreement that all have signed; nothing of it before."""
    today = user.acting_agency.today()
    standing = mou.standing(today)
    if standing not in (*LIVING, Standing.EXPIRED):
        return {}
    lives, signer = standing in LIVING, can_sign(user, mou)
    agreed = mou.terminations.filter(agency=user.acting_agency_id).exists()
    replaceable = can_replace(user, mou) and may_replace(mou)
    return {
        "renew": replaceable,
        "renewal_due": replaceable and mou.ends_on - today <= RENEWAL,
        "amend": replaceable and lives,
        "withdraw": lives and signer,
        "end": lives and signer and not agreed,
        "retract_end": lives and signer and agreed,
        "offer": lives and signer and mou.open_to_joinder and not being_replaced(mou),
    }


def being_replaced(mou: Mou) -> bool:
    """Whether a new version is with counsel, out for signature or signed."""
    return mou.successors.filter(state__in=[State.REVIEW, State.SENT, State.SIGNED]).exists()


def life_context(mou: Mou, user: User) -> dict[str, Any]:
    """Versions before and after that she can see, offers to join, and who has agreed to end it."""
    near = visible_to(user)
    joinders = mou.joinders.select_related("agency", "like", "mou", "closed_by")
    ending = [
        {"label": row.agency.name, "value": f"{row.reason} ({_moment(row.at)})"}
        for row in mou.terminations.select_related("agency")
    ]
    return {
        "versions": [
            *_version(near.filter(successors=mou).first(), _("Replaces")),
            *(
                line
                for next_one in near.filter(replaces=mou)
                for line in _version(next_one, _("Followed by"))
            ),
        ],
        "joinders": [_joinder(offer, user) for offer in joinders],
        "ending": ending,
        "not_agreed": [agency.name for agency in not_agreed_to_end(mou)]
        if ending and mou.state == State.SIGNED
        else [],
    }


def exhibit_context(offer: MouJoinder) -> dict[str, Any]:
    """The exhibit as it was frozen when it was offered, for page and paper."""
    return {"exhibit": json.loads(offer.exhibit_text), "offer": offer, "mou": offer.mou}


def _version(mou: Mou | None, label: str) -> list[dict[str, str]]:
    if mou is None:
        return []
    words = _("Version %(version)s, from %(day)s: %(state)s") % {
        "version": mou.version,
        "day": date_format(mou.starts_on, "DATE_FORMAT"),
        "state": mou.get_state_display(),
    }
    return [
        {
            "label": label,
            "value": words,
            "url": reverse("mous:detail", args=[mou.pk]),
            "change": _("Look at it"),
        }
    ]


def _joinder(offer: MouJoinder, user: User) -> dict[str, Any]:
    state = MouJoinder.State(offer.state)
    return {
        "pk": offer.pk,
        "agency": offer.agency.name,
        "like": offer.like.name,
        "state": state.label,
        "tone": _TONES.get(state, "neutral"),
        "when": _moment(offer.closed_at or offer.offered_at),
        "note": offer.note,
        "can_answer": state == Offered and can_join(user, offer),
        "can_take_back": state == Offered
        and offer.offered_for_id == user.acting_agency_id
        and can_sign(user, offer.mou),
    }


def _moment(value: Any) -> str:
    return date_format(localtime(value), "DATETIME_FORMAT")
