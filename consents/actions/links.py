"""Make the door of a family and close it. What a link opens, and for how long, the database decides."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.record import record
from consents.actions.acting import actor
from consents.drafting import as_if_agreed, check_flows
from consents.expiry import OWN_NAME
from consents.links import code_hash, hash_of, is_own_page, new_code, token_of, whose_page
from consents.models import Consent, ConsentDraft, FamilyLink
from consents.permissions import can_close_link, can_record, can_revoke
from consents.queries import is_colleagues_address, still_opens, unclosed_links
from notices.actions import queue
from sharing_portal.errors import InvalidTransition, RefusedInput, require
from youth.models import Guardian

Kind, Check = FamilyLink.Kind, FamilyLink.Check
LIFETIME: dict[str, timedelta] = {
    Kind.SIGN: timedelta(days=7),
    Kind.KIOSK: timedelta(hours=2),
    # A consent lasts a year at most; afterwards one may still look at what was shared.
    Kind.PAGE: timedelta(days=400),
}
MOST_OWN_PAGES = 3
METHOD: dict[str, str] = {Kind.SIGN: Consent.Method.LINK.value, Kind.KIOSK: Consent.Method.ON_SCREEN.value}


@transaction.atomic
def make_link(
    draft: ConsentDraft,
    *,
    by: User,
    kind: FamilyLink.Kind,
    check: FamilyLink.Check,
    person_name: str,
    guardian: Guardian | None = None,
    language: str = "en",
    email: str = "",
) -> tuple[FamilyLink, str]:
    """Make a link to a draft to sign; earlier ones to it are closed, and what was answered through them is gone.

    Gives the link and the code to tell the family by another way than the mail; no code where the check is another. With
    an address the link is sent there by the worker. Refused where it would open nothing.
    """
    require(can_record(by, draft.youth))
    _check_offer(draft)
    if kind != Kind.KIOSK:
        _check_address(email)
        _check_check(check, is_own=draft.answers["signer"]["who"] in OWN_NAME)
    close_open_links(draft, by=by)
    FamilyLink.objects.filter(draft=draft).update(draft=None)
    # How it is signed stands in the text. Who comes now need not be who came before: nothing is filled in for her.
    draft.answers["signer"]["method"] = METHOD[kind]
    drop_answers(draft)
    draft.save(update_fields=["answers", "updated_at"])
    link, code = _new_link(draft, kind, check)
    link.created_by, link.person_name, link.guardian = by, person_name, guardian
    link.language, link.email = language, email
    return _made(link, by=by), code


@transaction.atomic
def make_page_link(
    consent: Consent, *, by: User, check: FamilyLink.Check, email: str, language: str = "en"
) -> tuple[FamilyLink, str]:
    """Send a link to the page of what was agreed; earlier ones to it are closed. Gives the link and the code, as above.

    It is for who signed, and from the 18th birthday on for the young person, whose rights they are now (34 CFR 99.5(a)).
    """
    require(can_record(by, consent.youth))
    _check_address(email)
    person_name, guardian = whose_page(consent)
    _check_check(check, is_own=is_own_page(consent))
    close_open_links(consent, by=by)
    link, code = _new_link(consent, Kind.PAGE, check)
    link.created_by, link.person_name, link.guardian = by, person_name, guardian
    link.language, link.email = language, email
    return _made(link, by=by), code


@transaction.atomic
def make_own_page(consent: Consent, *, by: FamilyLink, email: str) -> tuple[FamilyLink, str]:
    """Send the family that has just signed a link to its page, in the language in which it signed.

    It is opened by the young person's date of birth; where she signed herself, by a code, which is given to show it once:
    her parents know when she was born (42 CFR 2.14). Not without end: who signed could have the portal write to anybody.
    """
    require(can_revoke(by, consent))
    if FamilyLink.objects.filter(consent=consent, kind=Kind.PAGE).count() >= MOST_OWN_PAGES:
        raise RefusedInput(_("The link was sent several times already. Ask the agency for another one."))
    if is_colleagues_address(email):
        raise RefusedInput(
            _("Somebody of the agency reads this mailbox. Write an address of your own."), field="email"
        )
    link, code = _new_link(consent, Kind.PAGE, Check.CODE if is_own_page(consent) else Check.BIRTH_DATE)
    link.created_by_id, link.guardian_id = consent.recorded_by_id, consent.guardian_id
    link.person_name, link.language, link.email = consent.signer_name, consent.form.language, email
    return _made(link, by=by), code


def drop_answers(draft: ConsentDraft) -> None:
    """Forget what a family has chosen and read; what it is asked stays. The caller saves."""
    for name in ("chosen", "sharing", "read"):
        draft.answers.pop(name, None)


@transaction.atomic
def close_link(link: FamilyLink, *, by: User) -> FamilyLink:
    """Let a link open nothing from now on. Once; what was signed through it stands."""
    require(can_close_link(by, link))
    if link.closed_at is not None:
        raise InvalidTransition(_("This link is closed already."))
    return _close(link, by=by)


@transaction.atomic
def hand_over(
    draft: ConsentDraft, *, by: User, person_name: str, guardian: Guardian | None, language: str
) -> FamilyLink:
    """Make the link of a device that is handed over, checked by the member of staff who hands it over."""
    link, _code = make_link(
        draft,
        by=by,
        kind=Kind.KIOSK,
        check=Check.IN_PERSON,
        person_name=person_name,
        guardian=guardian,
        language=language,
    )
    if not verify(token_of(link.pk), ""):
        raise InvalidTransition(_("This device cannot be handed over now."))
    return link


def close_open_links(opens: ConsentDraft | Consent, *, by: User) -> None:
    """Close every link to this that is not closed yet."""
    for link in unclosed_links(opens):
        _close(link, by=by)


def verify(token: str, answer: str) -> bool:
    """Whether this answer opens the link; a wrong one is counted, and the fifth closes the link for good."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal.verify_family_link(%s, %s)", [hash_of(token), answer])
        return bool(cursor.fetchone()[0])


def opened_by(token: str) -> tuple[UUID, UUID, str] | None:
    """Id, agency and kind of check of the link that a token opens; None whatever the reason that it opens nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, agency_id, check_by FROM portal.family_link_by_token(%s)", [hash_of(token)]
        )
        found: tuple[UUID, UUID, str] | None = cursor.fetchone()
        return found


def _new_link(opens: ConsentDraft | Consent, kind: str, check: str) -> tuple[FamilyLink, str]:
    pk = uuid4()
    code = new_code() if check == Check.CODE else ""
    link = FamilyLink(
        pk=pk,
        agency_id=opens.agency_id,
        youth_id=opens.youth_id,
        kind=kind,
        check_by=check,
        token_sha256=hash_of(token_of(pk)),
        code_hash=code_hash(pk, code) if code else "",
        expires_at=_until(kind),
    )
    if isinstance(opens, ConsentDraft):
        link.draft = opens
    else:
        link.consent = opens
    return link, code


def _check_offer(draft: ConsentDraft) -> None:
    if not draft.answers.get("offer"):
        raise RefusedInput(_("Say first what the family is asked about."))
    check_flows(draft, as_if_agreed(draft.answers["offer"]))


def _check_address(email: str) -> None:
    """Whoever prepares a link knows what opens it: it goes to no mailbox of her own, nor of a colleague's."""
    if not email:
        raise RefusedInput(_("Write the address to which the link is sent."), field="email")
    if is_colleagues_address(email):
        raise RefusedInput(
            _(
                "Somebody of your agency reads this mailbox. Send the link to the family’s own, "
                "or hand the family a device to sign on."
            ),
            field="email",
        )


def _check_check(check: str, *, is_own: bool) -> None:
    """What a young person agrees to herself is not told to her parents, and they know when she was born (42 CFR 2.14)."""
    if is_own and check == Check.BIRTH_DATE:
        raise RefusedInput(
            _("Parents know the date of birth. Choose the code, and tell it to the young person alone."),
            field="check",
        )


def _made(link: FamilyLink, *, by: User | FamilyLink) -> FamilyLink:
    link.save(force_insert=True)
    if not still_opens(link):
        raise RefusedInput(
            _(
                "A link for %(name)s would open nothing: this person’s rights have ended, "
                "or the young person is 18 and decides alone."
            )
            % {"name": link.person_name}
        )
    _record_and_send(link, by=by)
    return link


def _until(kind: str) -> datetime:
    return timezone.now() + LIFETIME[kind]


def _close(link: FamilyLink, *, by: User) -> FamilyLink:
    link.closed_at, link.closed_by = timezone.now(), by
    FamilyLink.objects.filter(pk=link.pk).update(closed_at=link.closed_at, closed_by=by)
    record("consent.link_closed", by=by, on=link, youth_id=link.youth_id)
    return link


def _record_and_send(link: FamilyLink, *, by: User | FamilyLink) -> None:
    details = {"kind": str(link.kind), "check": str(link.check_by)}
    record("consent.link_made", **actor(by), on=link, youth_id=link.youth_id, **details)
    if link.email:
        queue(
            "consents.tasks.send_family_mail",
            key=f"family:{link.pk}",
            agency_id=link.agency_id,
            reference=link.pk,
        )
