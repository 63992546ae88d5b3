"""What a person may see of consents, and which grants a holder may rely on."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from agencies.models import Agency
from agencies.roles import Reach, can_read
from consents.models import Consent, ConsentDraft, ConsentForm, ConsentGrant, ConsentSeal
from consents.states import GrantState
from youth import queries as youth_queries
from youth.models import YouthRecord


def visible_to(user: User) -> QuerySet[Consent]:
    """Consents the person's agency recorded for youth she can see, and those shown to it with a request."""
    if user.acting_agency_id is None:
        return Consent.objects.none()
    own = Q(agency_id=user.acting_agency_id)
    if not can_read(user, Reach.CONSENTS):
        own &= Q(youth__in=youth_queries.visible_to(user))
    shown = Q(pk__in=_attached_ids()) if can_read(user, Reach.REQUESTS) else Q(pk__in=[])
    grants = ConsentGrant.objects.select_related("discloser", "recipient", "revoked_by", "consent")
    return (
        Consent.objects.filter(own | shown)
        .select_related("agency", "form", "recorded_by")
        .prefetch_related(Prefetch("grants", queryset=grants))
    )


def recorded_by_us(user: User) -> QuerySet[Consent]:
    """Consents of the person's own agency that she may see, newest signature first."""
    return visible_to(user).filter(agency=user.acting_agency)


def for_youth(user: User, youth: YouthRecord) -> QuerySet[Consent]:
    """The consents recorded for this youth that the person may see, newest signature first."""
    return recorded_by_us(user).filter(youth=youth)


def seal_of(consent: Consent) -> ConsentSeal | None:
    """The sealed file of a consent; None until the worker has sealed it."""
    return ConsentSeal.objects.filter(consent=consent).first()


def standing_grants(consent: Consent) -> list[tuple[ConsentGrant, GrantState]]:
    """Every grant of the consent with how it stands today at the agency that recorded it."""
    today = consent.agency.today()
    return [(grant, grant.state_on(today)) for grant in consent.grants.all()]


def standing_among(grants: Iterable[ConsentGrant]) -> set[UUID]:
    """The ids of those of these grants that stand now.

    The one answer for whatever is decided, released or opened (`portal.standing_grants_among`): not revoked, within
    their days at the recording agency, not ended by their event, a paper one confirmed, and not outgrown at 18.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.standing_grants_among(%s)", [[grant.pk for grant in grants]])
        return set(cursor.fetchone()[0] or [])


def covering(
    *, youth: YouthRecord, discloser: Agency, recipient: Agency, category: str, purpose: str
) -> list[ConsentGrant]:
    """The grants recorded for this youth that let the discloser send this to the recipient for this, now."""
    found = list(
        ConsentGrant.objects.filter(
            youth=youth,
            discloser=discloser,
            recipient=recipient,
            category=category,
            purposes__contains=[purpose],
            may_send=True,
            revoked_at=None,
        ).select_related("consent__agency")
    )
    standing = standing_among(found)
    return [grant for grant in found if grant.pk in standing]


def for_decision(
    holder: Agency, youth: YouthRecord | None, attached: Iterable[UUID], *, lock: bool = False
) -> QuerySet[ConsentGrant]:
    """The grants a holder may weigh: of the consents it recorded for the youth, and of those attached to a request.

    Ended and revoked ones come too: the law engine says why they do not count. What is not a consent yet, a paper that
    nobody has confirmed, and what lets people talk alone, does not. With `lock`, a revocation waits
    until the caller's transaction ends, or the caller waits for it and then sees it.
    """
    wanted = Q(consent__in=list(attached))
    if youth is not None:
        wanted |= Q(agency=holder, youth=youth)
    counts = Q(may_send=True) & (
        ~Q(consent__method=Consent.Method.PAPER) | Q(consent__confirmed_at__isnull=False)
    )
    grants = ConsentGrant.objects.filter(wanted, counts).select_related("consent__agency").order_by("pk")
    return grants.select_for_update(no_key=True, of=("self",)) if lock else grants


def newest_forms() -> QuerySet[ConsentForm]:
    """The forms a family can be given today: one for each language, of the version published last."""
    uniform = ConsentForm.objects.filter(kind=ConsentForm.Kind.UNIFORM)
    newest = uniform.order_by("-published_on", "-version").values("version")[:1]
    return uniform.filter(version__in=newest).order_by("language")


def draft_of(user: User, youth: YouthRecord) -> ConsentDraft:
    """The person's unfinished consent for this youth, or a blank one that is not saved yet."""
    blank = ConsentDraft(agency=user.acting_agency, youth=youth, author=user)
    return ConsentDraft.objects.filter(youth=youth, author=user).first() or blank


def _attached_ids() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.attached_consent_ids()")
        return cursor.fetchone()[0] or []
