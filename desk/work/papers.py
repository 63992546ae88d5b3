"""Invitations, agreements and consents on the work list."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.queries import own_memberships
from agencies.roles import Duty, Reach, can_read, may
from agencies.states import MembershipState
from consents import queries as consent_queries
from consents.permissions import can_list as can_list_consents
from desk.work.lines import SHOWN, Group, Task, day, group
from mous import queries as mou_queries
from mous.ladder import RENEWAL
from mous.models import Mou
from mous.permissions import signs_today
from mous.states import Standing
from mous.turns import last_day_of


def invitations(user: User) -> Group:
    """Agencies that invited her and wait for her answer."""
    invited = own_memberships(user, MembershipState.INVITED)[: SHOWN + 1]
    return group(
        _("Invitations"),
        (
            Task(
                what=str(membership.agency),
                url=reverse("agencies:choose"),
                action=_("Answer"),
                detail=_("You are invited to act for this agency."),
            )
            for membership in invited
        ),
        "agencies:choose",
    )


def to_review(user: User) -> Group:
    """Agreements that wait for her review as counsel of her agency."""
    waiting = mou_queries.awaiting_review(user)[: SHOWN + 1] if may(user, Duty.REVIEW_AGREEMENT) else []
    return group(
        _("Agreements to review"),
        (
            Task(
                what=mou.title,
                url=reverse("mous:review", args=[mou.pk]),
                action=_("Read and review"),
                when=_("Starts %(day)s") % {"day": day(mou.starts_on)},
                state=_("Counsel’s review is missing"),
                tone="wait",
            )
            for mou in waiting
        ),
        "mous:list",
    )


def to_sign(user: User) -> Group:
    """Agreements on which her signature is missing."""
    # `Any`: the query adds `sign_until` to each agreement.
    waiting: Iterable[Any] = mou_queries.awaiting_signature(user)[: SHOWN + 1] if signs_today(user) else []
    return group(
        _("Agreements to sign"),
        (
            Task(
                what=mou.title,
                url=reverse("mous:sign", args=[mou.pk]),
                action=_("Read and sign"),
                when=_("Sign by %(day)s") % {"day": day(last_day_of(mou.sign_until, user.acting_agency))},
                state=_("Your signature is missing"),
                tone="wait",
            )
            for mou in waiting
        ),
        "mous:list",
    )


def consents_to_confirm(user: User) -> Group:
    """Consents on paper that somebody else typed: she holds the scan against the record."""
    found = consent_queries.waiting_for_second(user)[: SHOWN + 1]
    return group(
        _("Consents on paper to compare"),
        (
            Task(
                what=consent.youth_name,
                url=reverse("consents:compare", args=[consent.pk]),
                action=_("Compare"),
                detail=_("Typed by %(name)s") % {"name": consent.recorded_by},
                when=_("Typed on %(day)s") % {"day": day(timezone.localdate(consent.created_at))},
                state=_("Not in force yet"),
                tone="wait",
                names_youth=True,
            )
            for consent in found
        ),
        "consents:list",
    )


def consents_begun(user: User) -> Group:
    """Consents that she began to prepare, and that no family has before it."""
    found: Iterable[Any] = consent_queries.unfinished(user, asked=False)[: SHOWN + 1]
    return group(
        _("Unfinished consents"),
        (
            Task(
                what=draft.youth.full_name,
                url=reverse("consents:record", args=[draft.youth_id]),
                action=_("Go on"),
                detail=_("Nothing is shared by it yet."),
                when=_("Last worked on %(day)s") % {"day": day(timezone.localdate(draft.updated_at))},
                state=_("The family said no") if draft.refused_at else "",
                tone="bad",
                names_youth=True,
            )
            for draft in found
        ),
        "consents:list",
    )


def families_asked(user: User) -> Group:
    """Consents that a family has before it, by a link or on a device."""
    found: Iterable[Any] = consent_queries.unfinished(user, asked=True)[: SHOWN + 1]
    return group(
        _("Sent to a family"),
        (
            Task(
                what=draft.youth.full_name,
                url=reverse("consents:for_youth", args=[draft.youth_id]),
                action=_("Look at it"),
                detail=draft.answers["signer"]["signer_name"],
                when=_("Open until %(day)s") % {"day": day(timezone.localdate(draft.open_until))},
                state=_("Waiting for the family"),
                tone="wait",
                names_youth=True,
            )
            for draft in found
        ),
        "consents:list",
    )


def letters_to_send(user: User) -> Group:
    """Consents that a family stopped by word of mouth, and that no letter has confirmed yet."""
    found = consent_queries.letters_to_send(user)[: SHOWN + 1]
    return group(
        _("Confirm in writing"),
        (
            Task(
                what=consent.youth_name,
                url=reverse("consents:confirm_in_writing", args=[consent.pk]),
                action=_("Send the letter"),
                detail=_("The family asked by word of mouth to stop sharing. It has stopped."),
                names_youth=True,
            )
            for consent in found
        ),
        "consents:list",
    )


def consents_ending(user: User) -> Group:
    """Consents with a line that ends within 30 days."""
    found: Iterable[Any] = []
    if user.acting_agency is not None and can_list_consents(user):
        own = consent_queries.recorded_by_us(user).prefetch_related(None)
        found = consent_queries.ending_soon(own, user.acting_agency.today())[: SHOWN + 1]
    return group(
        _("Consents that end soon"),
        (
            Task(
                what=consent.youth_name,
                url=reverse("consents:detail", args=[consent.pk]),
                action=_("Look at it"),
                detail=_("Signed by %(name)s") % {"name": consent.signer_name},
                when=_("Ends %(day)s") % {"day": day(consent.first_end)},
                names_youth=True,
            )
            for consent in found
        ),
        "consents:list",
    )


def agreements_ending(user: User) -> Group:
    """Agreements in force that end within 90 days, when reminders begin, for those who draft and decide."""
    today = timezone.localdate()
    found: Iterable[Mou] = []
    if can_read(user, Reach.AGREEMENTS) and (may(user, Duty.DRAFT_AGREEMENT) or may(user, Duty.DECIDE)):
        in_force = mou_queries.standing_in(mou_queries.visible_to(user), [Standing.IN_FORCE], today)
        found = in_force.filter(ends_on__lte=today + RENEWAL).order_by("ends_on")[: SHOWN + 1]
    return group(
        _("Agreements that end soon"),
        (
            Task(
                what=mou.title,
                url=reverse("mous:detail", args=[mou.pk]),
                action=_("Look at it"),
                when=_("Ends %(day)s") % {"day": day(mou.ends_on)},
            )
            for mou in found
        ),
        "mous:list",
    )
