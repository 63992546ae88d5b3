"""Requests and releases on the work list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from agencies.roles import Duty, Reach, can_read, may
from desk.work.lines import SHOWN, Group, Task, day, group
from disclosures import queries
from disclosures.actions.releasing import why_ended
from disclosures.models import DisclosureRequest, Release
from disclosures.standing import Standing, most_urgent_first, standings
from disclosures.states import State

RELEASE_ENDS_WITHIN = timedelta(days=14)
ENDED_LATELY = timedelta(days=14)


def to_decide(user: User) -> Group:
    """Requests to the agency that wait for its decision or its release, the most urgent first."""
    found: Iterable[DisclosureRequest] = []
    if may(user, Duty.DECIDE):
        waiting = queries.made_to_us(user).filter(state__in=queries.WAITING_FOR_HOLDER)
        found = most_urgent_first(waiting.exclude(requested_by=user))[: SHOWN + 1]
    tasks = (_decision(*each) for each in standings(found, held=True))
    return group(_("Requests to your agency"), tasks, "disclosures:inbox")


def _decision(request: DisclosureRequest, stands: Standing) -> Task:
    approved = request.state == State.APPROVED
    return Task(
        what=f"{request.reference} · {request.described_name}",
        url=reverse("disclosures:release" if approved else "disclosures:decide", args=[request.pk]),
        action=pgettext("to do", "Release") if approved else _("Decide"),
        detail=str(request.asking_agency),
        when=_due(stands),
        state=stands.label,
        tone=stands.tone,
        urgent=stands.urgent or stands.lacks,
        names_youth=True,
    )


def _due(stands: Standing) -> str:
    return _("Answer due %(day)s") % {"day": day(stands.due_on)} if stands.due_on else ""


def questions(user: User) -> Group:
    """Her own drafts, and questions the holder asked."""
    found: Iterable[DisclosureRequest] = []
    if may(user, Duty.REQUEST):
        mine = queries.made_by_us(user)
        unsent = Q(state=State.DRAFT, requested_by=user)
        found = mine.filter(Q(state=State.MORE_NEEDED) | unsent).order_by("state_changed_at")[: SHOWN + 1]
    return group(_("Your requests"), map(_question, found), "disclosures:list")


def _question(request: DisclosureRequest) -> Task:
    draft = request.state == State.DRAFT
    return Task(
        what=f"{request.reference} · {request.described_name}",
        url=reverse("disclosures:detail", args=[request.pk]),
        action=_("Finish") if draft else _("Answer"),
        detail=str(request.holding_agency),
        when=_("Last changed %(day)s") % {"day": day(timezone.localdate(request.state_changed_at))},
        state=str(State(request.state).label),
        tone="neutral" if draft else "warn",
        names_youth=True,
    )


def awaiting_answer(user: User) -> Group:
    """What she has sent and the holder has yet to answer or to release."""
    mine = queries.made_by_us(user).filter(requested_by=user, state__in=queries.WAITING_FOR_HOLDER)
    tasks = (_awaited(*each) for each in standings(most_urgent_first(mine)[: SHOWN + 1], held=False))
    return group(_("Sent by you"), tasks, "disclosures:list")


def _awaited(request: DisclosureRequest, stands: Standing) -> Task:
    return Task(
        what=f"{request.reference} · {request.described_name}",
        url=reverse("disclosures:detail", args=[request.pk]),
        action=_("See the request"),
        detail=str(request.holding_agency),
        when=_due(stands),
        state=stands.label,
        tone=stands.tone,
        urgent=stands.urgent or stands.lacks,
        names_youth=True,
    )


@dataclass(frozen=True)
class Received:
    """Releases to the person that call for something: unread or ending while open, or ended lately."""

    open: list[Release]
    ended: list[Release]


def received_by(user: User) -> Received:
    """What was released to her and calls for something now, in one query."""
    if not (can_read(user, Reach.RELEASES) or can_read(user, Reach.CASELOAD)):
        return Received([], [])
    now = timezone.now()
    wanted = Q(acknowledged_at=None) | Q(access_until__lt=now + RELEASE_ENDS_WITHIN)
    lately = Q(ended_at__gt=now - ENDED_LATELY) | Q(access_until__range=(now - ENDED_LATELY, now))
    calling = Q(ended_at=None, access_until__gt=now) & wanted
    found = list(queries.released_to_us(user).filter(calling | lately)[: 4 * SHOWN])
    readable = queries.open_among(found)
    return Received(
        open=[release for release in found if release.pk in readable],
        ended=[release for release in found if release.pk not in readable],
    )


def unread(received: Received) -> Group:
    """Releases she has not opened, or not acknowledged."""
    new = [release for release in received.open if release.acknowledged_at is None]
    return group(_("Released to you"), map(_reading, new), "disclosures:received")


def _reading(release: Release) -> Task:
    opened = release.opened_at is not None
    return Task(
        what=f"{release.request.reference} · {release.request.described_name}",
        url=reverse("disclosures:open", args=[release.pk]),
        action=_("Acknowledge") if opened else _("Open"),
        detail=str(release.agency),
        when=_("Released %(day)s") % {"day": day(timezone.localdate(release.released_at))},
        state=_("Opened, not acknowledged") if opened else _("Not opened yet"),
        tone="wait" if opened else "info",
        names_youth=True,
    )


def releases_ending(received: Received) -> Group:
    """Releases she can still read, but not for long."""
    soon = timezone.now() + RELEASE_ENDS_WITHIN
    ending = [release for release in received.open if release.access_until < soon]
    return group(
        _("Access that ends soon"),
        (
            Task(
                what=f"{release.request.reference} · {release.request.described_name}",
                url=reverse("disclosures:open", args=[release.pk]),
                action=_("Open"),
                detail=str(release.agency),
                when=_("Access ends %(day)s") % {"day": day(timezone.localdate(release.access_until))},
                names_youth=True,
            )
            for release in sorted(ending, key=lambda release: release.access_until)
        ),
        "disclosures:received",
    )


def ended(received: Received) -> Group:
    """Releases she could read until lately, and why she no longer can."""
    return group(
        _("Access that has ended"),
        (
            Task(
                what=f"{release.request.reference} · {release.request.described_name}",
                url=reverse("disclosures:detail", args=[release.request_id]),
                action=_("See the request"),
                detail=f"{release.agency}. {why_ended(release)}",
                names_youth=True,
            )
            for release in received.ended
        ),
        "disclosures:received",
    )
