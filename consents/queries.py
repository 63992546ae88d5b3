"""What a person may see of consents, and which grants a holder may rely on."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    DateField,
    Exists,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Least
from django.utils import timezone

from accounts.models import User
from agencies.models import Agency
from agencies.roles import Duty, Reach, can_read, may
from consents.expiry import OWN_RIGHT
from consents.models import (
    Consent,
    ConsentDraft,
    ConsentForm,
    ConsentGrant,
    ConsentScan,
    ConsentSeal,
    FamilyLink,
    Objection,
)
from consents.models.consent import ENDS_SOON
from consents.states import GrantState
from youth import queries as youth_queries
from youth.models import Guardian, YouthRecord


class OpenObjection(NamedTuple):
    """What a parent or guardian still says against sharing; the name where the reader's own agency knows the person."""

    name: str
    relation: str
    at: datetime
    words: str


def visible_to(user: User) -> QuerySet[Consent]:
    """Consents the person's agency recorded for youth she can see, and those shown to it with a request."""
    if user.acting_agency_id is None:
        return Consent.objects.none()
    own = Q(agency_id=user.acting_agency_id)
    if not can_read(user, Reach.CONSENTS):
        own &= Q(youth__in=youth_queries.visible_to(user))
    shown = Q(pk__in=_attached_ids()) if can_read(user, Reach.REQUESTS) else Q(pk__in=[])
    grants = ConsentGrant.objects.select_related("discloser", "recipient", "revoked_by", "ended_by")
    return (
        with_right_to_sign(Consent.objects.filter(own | shown))
        .select_related("agency", "form", "recorded_by", "confirmed_by")
        .prefetch_related(Prefetch("grants", queryset=grants))
    )


def with_right_to_sign(consents: QuerySet[Consent]) -> QuerySet[Consent]:
    """The same with `right_of_signer`, by what the recording agency knows now: how a line stands follows from it."""
    right = Func("pk", function="portal.right_of_signer", output_field=TextField())
    return consents.annotate(right_of_signer=right)


def recorded_by_us(user: User) -> QuerySet[Consent]:
    """Consents of the person's own agency that she may see, newest signature first."""
    return visible_to(user).filter(agency=user.acting_agency)


def for_youth(user: User, youth: YouthRecord) -> QuerySet[Consent]:
    """The consents recorded for this youth that the person may see, newest signature first."""
    return recorded_by_us(user).filter(youth=youth)


def waiting_for_second(user: User) -> QuerySet[Consent]:
    """Consents on paper that the person could hold against their scans: recorded and scanned by others."""
    if not may(user, Duty.RECORD_CONSENT):
        return Consent.objects.none()
    found = recorded_by_us(user).filter(method=Consent.Method.PAPER, confirmed_at=None, scan__isnull=False)
    standing = ConsentGrant.objects.filter(consent=OuterRef("pk"), revoked_at=None)
    others = ~Q(recorded_by=user) & ~Q(scan__by=user)
    return found.filter(Exists(standing), others).order_by("created_at")


def ending_soon(consents: QuerySet[Consent], today: date) -> QuerySet[Consent]:
    """Those of these consents with a line that ends within 30 days (`ENDS_SOON`), the first to end first.

    `first_end` is its day. A paper that nobody has confirmed is not in force: it waits, and does not end.
    """
    lines = ConsentGrant.objects.filter(
        revoked_at=None, ended_at=None, expires_on__range=(today, today + ENDS_SOON)
    )
    first = lines.filter(consent=OuterRef("pk")).order_by("expires_on").values("expires_on")[:1]
    return (
        consents.exclude(method=Consent.Method.PAPER, confirmed_at=None)
        .filter(pk__in=lines.values("consent"))
        .annotate(first_end=Subquery(first))
        .order_by("first_end", "pk")
    )


def to_confirm_in_writing(consent: Consent) -> list[ConsentGrant]:
    """The lines that the family stopped by word of mouth, for which no letter was sent yet."""
    spoken = consent.grants.filter(
        revocation_asked=ConsentGrant.Asked.SPOKEN, revocation_letter_at=None
    ).select_related("discloser", "recipient")
    return list(spoken)


def letters_to_send(user: User) -> QuerySet[Consent]:
    """Consents of which a part was stopped by word of mouth, and no letter was sent yet."""
    if not may(user, Duty.REVOKE_CONSENT):
        return Consent.objects.none()
    spoken = ConsentGrant.objects.filter(
        consent=OuterRef("pk"), revocation_asked=ConsentGrant.Asked.SPOKEN, revocation_letter_at=None
    )
    return recorded_by_us(user).filter(Exists(spoken))


def to_ask_at_18(user: User) -> QuerySet[Consent]:
    """Whom to ask since her 18th birthday: the newest consent of a parent or guardian that stood until then, one a person.

    For a year, or until she has signed in her own right, was asked and has not answered yet, or said no (34 CFR 99.5(a)).
    Nothing has to have run. Each has `birthday`, the day on which she turned 18.
    """
    if user.acting_agency is None or not may(user, Duty.RECORD_CONSENT):
        return Consent.objects.none()
    today, own_link = user.acting_agency.today(), FamilyLink.objects.filter(guardian=None)
    stood = ConsentGrant.objects.filter(consent=OuterRef("pk"), revoked_at=None, ended_at=None)
    own = Consent.objects.filter(youth=OuterRef("youth"), signer_capacity__in=OWN_RIGHT)
    asked = own_link.exclude(kind=FamilyLink.Kind.PAGE).filter(
        Q(used_at__isnull=False) | Q(closed_at=None, expires_at__gt=timezone.now()),
        youth=OuterRef("youth"),
        created_at__date__gte=OuterRef("birthday"),
    )
    return (
        recorded_by_us(user)
        .prefetch_related(None)
        .exclude(signer_capacity__in=OWN_RIGHT)
        .filter(youth__state=YouthRecord.State.ACTIVE)
        .annotate(birthday=_turns_18_on(Least("youth_birth_date", "youth__birth_date")))
        .filter(birthday__lte=today, birthday__gt=today - timedelta(days=365))
        .filter(Exists(stood.filter(expires_on__gte=OuterRef("birthday") - timedelta(days=1))))
        .exclude(Exists(own.filter(signed_at__gt=OuterRef("signed_at"))))
        .exclude(Exists(asked))
        .order_by("youth_id", "-signed_at")
        .distinct("youth_id")
    )


def _turns_18_on(born: Least) -> Func:
    return Func(born, function="portal.turns_18_on", output_field=DateField())


def events_to_come(consent: Consent) -> list[tuple[str, str]]:
    """The events on which a line of the consent that has not ended would end, as choices."""
    coming = {
        grant.ends_when for grant, state in states_of(consent) if not state.has_ended and grant.ends_when
    }
    return [(event.value, str(event.label)) for event in ConsentGrant.EndsWhen if event in coming]


def objections_to(youth: YouthRecord) -> QuerySet[Objection]:
    """Everything parents and guardians on file said against sharing, newest first; those withdrawn, too."""
    return Objection.objects.filter(youth=youth).select_related("guardian", "by", "withdrawn_by")


def objections_to_weigh(youth: YouthRecord | None, consents: Iterable[UUID]) -> list[OpenObjection]:
    """What speaks against relying on these consents for this youth: by the reader's own record, and by that of the agency
    which attached one of them to a request that the reader's agency holds. A flag: it bars nothing (34 CFR 99.4).
    """
    own = objections_to(youth).filter(withdrawn_at=None) if youth else []
    with connection.cursor() as cursor:
        cursor.execute("SELECT relation, at, words FROM portal.objections_to_attached(%s)", [list(consents)])
        attached = cursor.fetchall()
    return [
        *(
            OpenObjection(str(each.guardian), _relation(each.guardian.relation), each.at, each.words)
            for each in own
        ),
        *(OpenObjection("", _relation(relation), at, words) for relation, at, words in attached),
    ]


def _relation(code: str) -> str:
    return str(Guardian.Relation(code).label)


def objections_visible_to(user: User) -> QuerySet[Objection]:
    """Objections about youth the person can see, newest first."""
    found = Objection.objects.filter(youth__in=youth_queries.visible_to(user))
    return found.select_related("youth__agency").order_by("-at", "pk")


def links_visible_to(user: User) -> QuerySet[FamilyLink]:
    """The links that the person's agency made for families of youth she can see, newest first."""
    youth = youth_queries.visible_to(user)
    found = FamilyLink.objects.filter(agency=user.acting_agency_id, youth__in=youth)
    return found.order_by("-created_at", "pk")


def unclosed_links(opens: ConsentDraft | Consent) -> QuerySet[FamilyLink]:
    """The links to this draft, or to the page of this consent, that are neither used, closed nor past their time."""
    if isinstance(opens, ConsentDraft):
        return _unclosed().filter(draft=opens, used_at=None)
    return _unclosed().filter(consent=opens, kind=FamilyLink.Kind.PAGE)


def open_links(opens: ConsentDraft | Consent) -> QuerySet[FamilyLink]:
    """Those of them through which one can still come: whoever they were made for may still decide, or look."""
    return unclosed_links(opens).filter(_still_opens())


def still_opens(link: FamilyLink) -> bool:
    """Whether whoever the link was made for may still decide, or look."""
    return FamilyLink.objects.filter(_still_opens(), pk=link.pk).exists()


def refusal_of(draft: ConsentDraft) -> FamilyLink | None:
    """The link through which a family said no to this draft."""
    return _refused().filter(draft=draft).first()


def _refused() -> QuerySet[FamilyLink]:
    # A link is used once, to sign or to say no: one through which nothing was signed was refused.
    signed = Consent.objects.filter(link=OuterRef("pk"))
    return FamilyLink.objects.filter(~Exists(signed), used_at__isnull=False)


def _still_opens() -> Func:
    return Func("pk", function="portal.link_still_opens", output_field=BooleanField())


def _unclosed() -> QuerySet[FamilyLink]:
    return FamilyLink.objects.filter(closed_at=None, expires_at__gt=timezone.now(), wrong_answers__lt=5)


def is_colleagues_address(address: str) -> bool:
    """Whether somebody of the acting agency reads this mailbox; of other agencies' people it tells nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.is_colleagues_address(%s)", [address])
        return bool(cursor.fetchone()[0])


def scan_of(consent: Consent) -> ConsentScan | None:
    """The scan of a consent on paper; None while it has none."""
    return ConsentScan.objects.filter(consent=consent).first()


def of_one_paper(user: User, consent: Consent) -> QuerySet[Consent]:
    """This consent on paper and those typed off the same paper: one for each young person it was signed for.

    What was typed wrongly is left out.
    """
    scans = ConsentScan.objects.filter(consent=consent).values("file")
    wrong = ConsentGrant.objects.filter(consent=OuterRef("pk"), revocation_asked=ConsentGrant.Asked.WRONG)
    others = Q(scan__file__in=scans) & ~Exists(wrong)
    return recorded_by_us(user).filter(Q(pk=consent.pk) | others).order_by("created_at")


def made_from(scan_sha256: str, youth: YouthRecord, *, by: User) -> list[Consent]:
    """What the person made of this scan for this youth, and still stands in part."""
    scans = ConsentScan.objects.filter(file_sha256=scan_sha256, youth=youth, by=by)
    standing = scans.filter(consent__grants__revoked_at=None).distinct()
    return [scan.consent for scan in standing.select_related("consent")]


def seal_of(consent: Consent) -> ConsentSeal | None:
    """The sealed file of a consent; None until the worker has sealed it."""
    return ConsentSeal.objects.filter(consent=consent).first()


def states_of(consent: Consent) -> list[tuple[ConsentGrant, GrantState]]:
    """Every grant of the consent with how it stands today at the agency that recorded it."""
    today = consent.agency.today()
    return [(grant, grant.state_on(today)) for grant in consent.grants.all()]


def left_of(consent: Consent) -> list[ConsentGrant]:
    """The grants of the consent that one can still stop."""
    return [grant for grant, state in states_of(consent) if not state.has_ended]


def of_same_signer(user: User, consent: Consent) -> list[Consent]:
    """The other consents that the same person signed for the same youth here, and of which something is left to stop."""
    signed = recorded_by_us(user).filter(youth=consent.youth_id, guardian=consent.guardian_id)
    if consent.guardian_id is None:
        signed = signed.filter(signer_name=consent.signer_name)
    return [other for other in signed.exclude(pk=consent.pk) if left_of(other)]


def standing_among(grants: Iterable[ConsentGrant]) -> set[UUID]:
    """The ids of those of these grants that stand now.

    The one answer for whatever is released or opened (`portal.standing_grants_among`): not revoked, within their days
    at the recording agency, not ended by their event, a paper one confirmed, signed by somebody who may decide as far
    as is known now, and not outgrown at 18. A decision asks the law engine of the same rows (`for_decision`).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.standing_grants_among(%s)", [[grant.pk for grant in grants]])
        return set(cursor.fetchone()[0] or [])


def without_right_among(grants: Iterable[ConsentGrant]) -> set[UUID]:
    """The ids of those of these grants whose signer may not decide, whichever agency knows it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.grants_without_right_among(%s)", [[grant.pk for grant in grants]])
        return set(cursor.fetchone()[0] or [])


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
    grants = (
        ConsentGrant.objects.filter(wanted, counts)
        .select_related("consent__agency", "consent__form")
        .order_by("pk")
    )
    return grants.select_for_update(no_key=True, of=("self",)) if lock else grants


def newest_forms() -> QuerySet[ConsentForm]:
    """The forms a family can be given today: one for each language, of the version published last."""
    uniform = ConsentForm.objects.filter(kind=ConsentForm.Kind.UNIFORM)
    newest = uniform.order_by("-published_on", "-version").values("version")[:1]
    return uniform.filter(version__in=newest).order_by("language")


def unfinished(user: User, *, asked: bool) -> QuerySet[ConsentDraft]:
    """What the person prepared and nobody has signed, the latest first: that which a family has before it, or the rest.

    `open_until` says until when the family can answer, `refused_at` when it said no.
    """
    to_answer = _unclosed().filter(_still_opens(), draft=OuterRef("pk"), used_at=None)
    links = to_answer.values("expires_at")[:1]
    refused = _refused().filter(draft=OuterRef("pk")).values("used_at")[:1]
    mine = ConsentDraft.objects.filter(author=user, youth__in=youth_queries.visible_to(user))
    return (
        mine.exclude(answers={})
        .select_related("youth")
        .annotate(open_until=Subquery(links), refused_at=Subquery(refused))
        .filter(open_until__isnull=not asked)
        .order_by("-updated_at")
    )


def draft_of(user: User, youth: YouthRecord) -> ConsentDraft:
    """The person's unfinished consent for this youth, or a blank one, which nobody has saved yet.

    The row that a family's signature has emptied is a blank one: nothing of what was asked before clings to it.
    """
    blank = ConsentDraft(agency=user.acting_agency, youth=youth, author=user)
    draft = ConsentDraft.objects.filter(youth=youth, author=user).first() or blank
    if not draft.answers:
        draft.siblings, draft.source = [], ""
    return draft


def drafts_of(user: User) -> QuerySet[ConsentDraft]:
    """The person's unfinished consents in the agency for which she acts, the one touched last first."""
    mine = ConsentDraft.objects.filter(author=user, agency=user.acting_agency_id).exclude(answers={})
    return mine.select_related("youth__agency").order_by("-updated_at", "pk")


def _attached_ids() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.attached_consent_ids()")
        return cursor.fetchone()[0] or []
