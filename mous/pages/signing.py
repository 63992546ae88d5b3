"""What the pages of review and signature show: who has answered, whose turn it is, and what the reader may do."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.models import Agency
from mous.changes import earlier_text
from mous.models import Mou, SigningDeputy
from mous.permissions import can_edit, can_name_deputies, can_sign
from mous.states import State
from mous.turns import TONES, Turn, TurnState, turns


def signing_offers(mou: Mou, line: list[Turn], user: User) -> dict[str, bool]:
    """What the reader may do about signatures now."""
    out = mou.state == State.SENT
    signer = out and can_sign(user, mou)
    mine = next((turn.state for turn in line if turn.agency.pk == user.acting_agency_id), None)
    waiting = any(turn.state != TurnState.SIGNED for turn in line)
    return {
        "sign": signer and not mou.on_paper and mine == TurnState.ASKED,
        "ask_for_time": signer and mine == TurnState.LATE,
        "decline": signer and mine not in (None, TurnState.SIGNED),
        "ask_again": out and waiting and can_edit(user, mou),
        "late": any(turn.state == TurnState.LATE for turn in line),
    }


def signing_context(mou: Mou, user: User) -> dict[str, Any]:
    """The parts of an agreement's page about review and signature."""
    line = turns(mou)
    earlier = earlier_text(mou)
    return {
        "turns": [_turn(turn, in_order=mou.signing_in_order) for turn in line],
        "reviews": _reviews(mou),
        "changed_since": earlier.version if earlier else None,
        "signing": signing_offers(mou, line, user),
    }


def _turn(turn: Turn, *, in_order: bool) -> dict[str, Any]:
    words = [_("until %(day)s") % {"day": date_format(turn.last_day, "DATE_FORMAT")}]
    if in_order:
        words.insert(0, _("place %(place)s") % {"place": turn.request.position})
    return {
        "agency": turn.agency.name,
        "state": turn.state.label,
        "tone": TONES[turn.state],
        "when": "" if turn.signature else ", ".join(words),
    }


def _reviews(mou: Mou) -> list[dict[str, Any]]:
    """What counsel of each party said of the text as it is now."""
    if not mou.text_sha256:
        return []
    said = mou.reviews.filter(text_sha256=mou.text_sha256).select_related("agency", "by")
    return [
        {
            "label": review.agency.name,
            "value": f"{review.get_outcome_display()}, {review.by}, {date_format(localtime(review.at), 'DATE_FORMAT')}"
            + (f": {review.note}" if review.note else ""),
        }
        for review in said
    ]


def send_rows(mou: Mou, until: Any, in_order: list[Any]) -> list[dict[str, Any]]:
    """How the parties will be asked, for checking."""
    names = {
        agency.pk: agency.name
        for agency in Agency.objects.filter(pk__in=mou.parties.values("agency_id")).order_by("name")
    }
    if in_order:
        lines = [f"{place}. {names[pk]}" for place, pk in enumerate(in_order, start=1)]
        order = {"label": _("They sign one after the other"), "lines": lines}
    else:
        order = {"label": _("They sign in any order"), "lines": list(names.values())}
    return [order, {"label": _("Last day to sign"), "value": date_format(until, "DATE_FORMAT")}]


def deputies_context(user: User) -> dict[str, Any]:
    """Who signs for the reader's agency in a signatory's place, and who did."""
    papers = SigningDeputy.objects.filter(agency=user.acting_agency).select_related(
        "deputy", "signatory", "revoked_by"
    )
    manages = can_name_deputies(user)
    return {
        "page_title": _("Who signs for us"),
        "breadcrumbs": deputy_crumbs(_("Who signs for us")),
        "columns": [
            {"label": label}
            for label in (_("Deputy"), _("In the place of"), _("Days"), _("Authority"), _("Status"))
        ],
        "rows": [_paper(paper, user, manages=manages) for paper in papers],
        "manages": manages,
    }


def deputy_crumbs(here: str) -> list[dict[str, str]]:
    """The trail to the page of deputies and those below it."""
    trail = [{"label": _("Agreements"), "url": reverse("mous:list")}]
    if here != _("Who signs for us"):
        trail.append({"label": _("Who signs for us"), "url": reverse("mous:deputies")})
    return [*trail, {"label": here}]


def _paper(paper: SigningDeputy, user: User, *, manages: bool) -> dict[str, Any]:
    today = user.acting_agency.today()
    if paper.revoked_at is not None:
        label, tone = _("Ended early by %(name)s") % {"name": paper.revoked_by}, "neutral"
    elif today > paper.ends_on:
        label, tone = _("Over"), "neutral"
    elif today < paper.starts_on:
        label, tone = _("Not yet begun"), "info"
    else:
        label, tone = _("May sign today"), "good"
    return {
        "pk": paper.pk,
        "deputy": paper.deputy.name,
        "signatory": paper.signatory.name,
        "days": _("%(first)s to %(last)s")
        % {
            "first": date_format(paper.starts_on, "DATE_FORMAT"),
            "last": date_format(paper.ends_on, "DATE_FORMAT"),
        },
        "evidence": paper.evidence,
        "label": label,
        "tone": tone,
        "may_end": manages and paper.revoked_at is None and today <= paper.ends_on,
    }
