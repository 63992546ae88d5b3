"""Reads of agreements, and the one that others ask: whom may this agency ask for what, today?"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from agencies.models import Agency
from agencies.roles import Reach, can_read
from agencies.states import AgencyState
from law.vocabulary import Category, Purpose
from mous.models import (
    Mou,
    MouInvitation,
    MouJoinder,
    MouParty,
    MouPublication,
    MouReview,
    MouSeal,
    MouSignature,
    MouSigningRequest,
    MouTerm,
    PublishedMou,
)
from mous.states import Standing, State


def visible_to(user: User) -> QuerySet[Mou]:
    """Her agency's own agreements, those it is a party to, and those it is offered to join.

    A draft of another agency shows while its text is frozen, or when hers was invited to draft together.
    """
    mine = user.acting_agency_id
    if mine is None or not can_read(user, Reach.AGREEMENTS):
        return Mou.objects.none()
    party = MouParty.objects.filter(agency_id=mine).values("mou")
    invited = MouInvitation.objects.filter(agency_id=mine).values("mou")
    offered = MouJoinder.objects.filter(agency_id=mine, state=MouJoinder.State.OFFERED).values("mou")
    return Mou.objects.filter(
        Q(agency_id=mine) | Q(pk__in=party) & (~Q(text_sha256="") | Q(pk__in=invited)) | Q(pk__in=offered)
    )


def terms_in_force(
    *,
    asking: Agency,
    holding: Agency | None = None,
    on: date | None = None,
    roles: Collection[str] | None = None,
) -> QuerySet[MouTerm]:
    """The flows under which `asking` may ask (`holding` alone, or anyone), each with its agreement loaded.

    With `roles`, only the flows that name one of them: those under which a person who acts in them may ask.

    The agreement is signed by all and in force on the day (default: today at the asking agency), both agencies
    are active and neither has withdrawn. The caller acts for one of its parties, or sees nothing.
    """
    terms = flows_on(on or asking.today()).filter(to_agency=asking)
    if roles is not None:
        terms = terms.filter(roles__overlap=sorted(roles))
    return terms.filter(from_agency=holding) if holding is not None else terms


def flows_on(day: date) -> QuerySet[MouTerm]:
    """All flows in force on a day that the caller can see, each with its agreement and agencies loaded.

    The database asks the same (`portal.flows_in_force`).
    """
    withdrawn = MouParty.objects.filter(
        Q(agency=OuterRef("from_agency")) | Q(agency=OuterRef("to_agency")),
        mou=OuterRef("mou"),
        withdrawn_at__isnull=False,
    )
    return MouTerm.objects.select_related("mou", "from_agency", "to_agency").filter(
        ~Exists(withdrawn),
        Q(mou__superseded_on=None) | Q(mou__superseded_on__gt=day),
        mou__state=State.SIGNED,
        mou__starts_on__lte=day,
        mou__ends_on__gte=day,
        from_agency__state=AgencyState.ACTIVE,
        to_agency__state=AgencyState.ACTIVE,
    )


def covers(term: MouTerm, category: Category | str, purpose: Purpose | str) -> bool:
    """Whether the flow names the category and the purpose."""
    return category in term.categories and purpose in term.purposes


def holders_one_may_ask(user: User) -> QuerySet[Agency]:
    """The agencies that an agreement in force lets people in her roles ask today, by name."""
    if user.acting_agency_id is None:
        return Agency.objects.none()
    terms = terms_in_force(asking=user.acting_agency, roles=user.acting_roles)
    return Agency.objects.filter(pk__in=terms.order_by().values("from_agency"))


def standing_in(mous: QuerySet[Mou], standings: Collection[Standing], on: date) -> QuerySet[Mou]:
    """Those that stand in one of these ways on the day; the same question as `Mou.standing`, for lists."""
    replaced = Q(state=State.SIGNED, superseded_on__lte=on)
    signed = Q(state=State.SIGNED) & ~Q(superseded_on__isnull=False, superseded_on__lte=on)
    days = {
        Standing.UPCOMING: signed & Q(starts_on__gt=on),
        Standing.IN_FORCE: signed & Q(starts_on__lte=on, ends_on__gte=on),
        Standing.EXPIRED: signed & Q(ends_on__lt=on),
        Standing.SUPERSEDED: replaced,
    }
    wanted = Q(pk__in=[])
    for standing in standings:
        wanted |= days.get(standing, Q(state=standing.value))
    return mous.filter(wanted)


def awaiting_signature(user: User) -> QuerySet[Mou]:
    """Agreements that her agency can sign now: her work, if she may sign. It is asked, its turn has come, and in time."""
    if user.acting_agency_id is None:
        return Mou.objects.none()
    signed = MouSignature.objects.filter(
        mou=OuterRef("mou"), agency=OuterRef("agency"), text_sha256=OuterRef("text_sha256")
    )
    unsigned = MouSigningRequest.objects.filter(~Exists(signed))
    before = unsigned.filter(
        mou=OuterRef("mou"), text_sha256=OuterRef("text_sha256"), position__lt=OuterRef("position")
    )
    mine = unsigned.filter(
        ~Exists(before), agency_id=user.acting_agency_id, until__gt=timezone.now(),
        mou=OuterRef("pk"), text_sha256=OuterRef("text_sha256"),
    )  # fmt: skip
    until = Min("signing_requests__until", filter=Q(signing_requests__agency_id=user.acting_agency_id,
        signing_requests__text_sha256=F("text_sha256")))  # fmt: skip
    return visible_to(user).filter(Exists(mine), state=State.SENT).annotate(sign_until=until)


def signatures_on(mou: Mou) -> QuerySet[MouSignature]:
    """The signatures that count: those on the text as it is now. None while it is a draft."""
    signatures = mou.signatures.select_related("agency", "signed_by")
    return signatures.filter(text_sha256=mou.text_sha256) if mou.text_sha256 else signatures.none()


def seal_of(mou: Mou, joined: MouJoinder | None = None) -> MouSeal | None:
    """The sealed file of an agreement, or of the exhibit by which an agency joined it; None while there is none."""
    return mou.seals.filter(joinder=joined).first()


def deputies_to_tell(agency_id: UUID) -> list[User]:
    """Who signs at any agency today in a signatory's place: people to tell, as `agencies.queries.members_to_tell`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.deputy_ids(%s)", [agency_id])
        ids = cursor.fetchone()[0] or []
    return list(User.objects.filter(pk__in=ids).order_by("name")) if ids else []


def signed_elsewhere(mou: Mou, typed_name: str) -> bool:
    """Whether the acting person has signed this text for another party; the database asks the same of a signature.

    She has when her account did, or one with the same typed name and the same address for messages.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.signed_elsewhere(%s, %s, %s)", [mou.pk, mou.text_sha256, typed_name])
        return bool(cursor.fetchone()[0])


def awaiting_review_by(mou: Mou) -> list[Agency]:
    """The parties whose counsel has not yet approved the text under review, by name."""
    approved = MouReview.objects.filter(
        mou=mou,
        agency=OuterRef("pk"),
        text_sha256=mou.text_sha256,
        outcome=MouReview.Outcome.APPROVED,
    )
    return list(Agency.objects.filter(~Exists(approved), agreements__mou=mou).order_by("name"))


def awaiting_review(user: User) -> QuerySet[Mou]:
    """Agreements under review that counsel of her agency has not approved: her work, if she reviews."""
    if user.acting_agency_id is None:
        return Mou.objects.none()
    party = MouParty.objects.filter(mou=OuterRef("pk"), agency_id=user.acting_agency_id)
    approved = MouReview.objects.filter(
        mou=OuterRef("pk"), agency_id=user.acting_agency_id, text_sha256=OuterRef("text_sha256")
    )
    return visible_to(user).filter(Exists(party), ~Exists(approved), state=State.REVIEW)


def not_agreeing_to_publish(mou: Mou) -> list[Agency]:
    """The parties bound today that have not agreed to publish it, by name."""
    agreed = MouPublication.objects.filter(mou=mou, agency=OuterRef("pk"))
    bound = Agency.objects.filter(agreements__mou=mou, agreements__withdrawn_at=None)
    return list(bound.filter(~Exists(agreed)).order_by("name"))


def is_public(mou: Mou) -> bool:
    """Whether a copy stands in the public register, if only from its first day on."""
    return PublishedMou.objects.filter(pk=mou.pk).exists()


def published(on: date) -> QuerySet[PublishedMou]:
    """The agreements in force on the day that their parties chose to publish: for everyone, without an account."""
    return PublishedMou.objects.filter(
        Q(superseded_on=None) | Q(superseded_on__gt=on), starts_on__lte=on, ends_on__gte=on
    )
