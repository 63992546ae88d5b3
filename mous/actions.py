"""The verbs of an agreement. Each locks the agreement's row first, so that two people cannot both win."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.models import Agency
from agencies.once import once_id
from agencies.queries import members_to_tell
from agencies.roles import Duty, with_duty
from agencies.states import AgencyState
from audit.record import record
from law.vocabulary import STORED_CATEGORIES, Purpose
from mous.checklist import missing_from
from mous.document import canonical, compose, fingerprint
from mous.models import Mou, MouEvent, MouParty, MouSignature, MouTerm
from mous.permissions import can_draft, can_edit, can_send_back, can_sign
from mous.queries import signatures_on
from mous.states import TRANSITIONS, State
from mous.wording import ATTESTATION, REQUIRED, first_draft
from notices.actions import queue, tell
from sharing_portal.errors import InvalidTransition, RefusedInput, StaleState, require
from sharing_portal.transitions import move

# No agreement opens records for these; the section on prohibited uses says why.
PROHIBITED_PURPOSES = frozenset(
    {
        Purpose.UNKNOWN,
        Purpose.IMMIGRATION_ENFORCEMENT,
        Purpose.MARKETING,
        Purpose.NEWS_OR_PUBLICITY,
        Purpose.PERSONAL,
        Purpose.EMPLOYMENT,
        Purpose.RECRUITING,
    }
)


@transaction.atomic
def draft(*, by: User, title: str, starts_on: date, ends_on: date, once: str = "") -> Mou:
    """Begin an agreement in the portal's own wording, with the drafter's agency as its first party.

    `once` is the form's key: the same form sent twice begins one agreement.
    """
    require(can_draft(by))
    _check_dates(starts_on, ends_on)
    mou, created = Mou.objects.get_or_create(
        pk=once_id(_for(by), by, once),
        defaults={
            "agency_id": _for(by),
            "title": title,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "sections": first_draft(),
            "drafted_by": by,
        },
    )
    if not created:
        return mou
    MouParty.objects.create(mou=mou, agency_id=_for(by))
    _note(mou, MouEvent.Kind.DRAFTED, by=by)
    record("mou.drafted", by=by, on=mou)
    return mou


@transaction.atomic
def edit(mou: Mou, *, by: User, title: str, starts_on: date, ends_on: date) -> None:
    """Change the title and the dates of a draft."""
    _open_draft(mou, by)
    _check_dates(starts_on, ends_on)
    mou.title, mou.starts_on, mou.ends_on = title, starts_on, ends_on
    mou.save(update_fields=["title", "starts_on", "ends_on"])
    record("mou.changed", by=by, on=mou, part="title_and_dates")


@transaction.atomic
def set_parties(mou: Mou, *, by: User, agencies: Iterable[Agency]) -> None:
    """Make exactly these agencies, and the one that drafts, the parties; flows of one taken out go with it."""
    _open_draft(mou, by)
    wanted = {agency.pk: agency for agency in agencies}
    if any(agency.state != AgencyState.ACTIVE for agency in wanted.values()):
        raise RefusedInput(_("Only agencies that are active in the portal can be parties."))
    keep = {*wanted, mou.agency_id}
    mou.terms.exclude(from_agency__in=keep, to_agency__in=keep).delete()
    mou.parties.exclude(agency__in=keep).delete()
    present = set(mou.parties.values_list("agency_id", flat=True))
    MouParty.objects.bulk_create(MouParty(mou=mou, agency_id=pk) for pk in sorted(keep - present))
    record("mou.changed", by=by, on=mou, part="parties", parties=[str(pk) for pk in sorted(keep)])


@transaction.atomic
def add_term(
    mou: Mou,
    *,
    by: User,
    from_agency: Agency,
    to_agency: Agency,
    categories: Collection[str],
    purposes: Collection[str],
    authority: str,
    conditions: str = "",
) -> MouTerm:
    """Add a flow to a draft: `to_agency` may ask `from_agency` for these categories, for these purposes."""
    _open_draft(mou, by)
    term = MouTerm(mou=mou, from_agency=from_agency, to_agency=to_agency)
    return _save_term(term, by, categories, purposes, authority, conditions)


@transaction.atomic
def change_term(
    term: MouTerm,
    *,
    by: User,
    from_agency: Agency,
    to_agency: Agency,
    categories: Collection[str],
    purposes: Collection[str],
    authority: str,
    conditions: str = "",
) -> MouTerm:
    """Change a flow of a draft."""
    _open_draft(term.mou, by)
    term.from_agency, term.to_agency = from_agency, to_agency
    return _save_term(term, by, categories, purposes, authority, conditions)


@transaction.atomic
def remove_term(term: MouTerm, *, by: User) -> None:
    """Take a flow out of a draft."""
    _open_draft(term.mou, by)
    MouTerm.objects.filter(pk=term.pk).delete()
    record("mou.changed", by=by, on=term.mou, part="terms")


@transaction.atomic
def edit_section(mou: Mou, *, by: User, code: str, heading: str, text: str) -> None:
    """Reword a section of a draft. An optional section left empty does not become part of the agreement."""
    _open_draft(mou, by)
    part = next((part for part in mou.sections if part["code"] == code), None)
    if part is None:
        raise RefusedInput(_("This agreement has no such section."))
    if code in REQUIRED and not text.strip():
        raise RefusedInput(_("An agreement must say something on this. Reword it instead of leaving it out."))
    part.update(heading=heading.strip(), text=text.replace("\r\n", "\n").strip())
    mou.save(update_fields=["sections"])
    record("mou.changed", by=by, on=mou, part="text", section=code)


@transaction.atomic
def send(mou: Mou, *, by: User) -> None:
    """Freeze the text and ask every party's signatories to sign exactly this. Refuses a draft that lacks anything."""
    _open_draft(mou, by)
    if missing := missing_from(mou):
        raise RefusedInput(
            _("This cannot be sent yet: %(missing)s") % {"missing": " ".join(lack.text for lack in missing)},
            missing=[lack.text for lack in missing],
        )
    text = canonical(compose(mou))
    move(mou, State.SENT, TRANSITIONS, frozen_text=text, text_sha256=fingerprint(text))
    _note(mou, MouEvent.Kind.SENT, by=by)
    record("mou.sent", by=by, on=mou, version=mou.version, text_sha256=mou.text_sha256)
    _tell_parties(mou, "mou.to_sign", Duty.SIGN_AGREEMENT)


@transaction.atomic
def send_back(mou: Mou, *, by: User, reason: str) -> None:
    """Return it to its drafters with a reason instead of signing. It becomes the next version; signatures fall."""
    _lock(mou)
    require(can_send_back(by, mou))
    _need(reason)
    # Told and noted first: from the next line on, only the drafter's agency sees it.
    if mou.state == State.SENT:
        _note(mou, MouEvent.Kind.RETURNED, by=by, note=reason)
        _tell_parties(mou, "mou.returned", Duty.DRAFT_AGREEMENT, only=mou.agency_id)
    returned = mou.version
    move(mou, State.DRAFT, TRANSITIONS, version=mou.version + 1, frozen_text="", text_sha256="")
    record("mou.returned", by=by, on=mou, version=returned)


@transaction.atomic
def sign(
    mou: Mou,
    *,
    by: User,
    typed_name: str,
    title: str,
    attested: bool,
    text_sha256: str,
    proofs: Collection[str] = (),
) -> MouSignature:
    """Sign for the agency one acts for the text with this hash; the last party's signature completes the agreement.

    The door must have seen a recent re-authentication, and says how in `proofs` (see `Proof`). Signing twice gives the first signature. Raises `StaleState`
    when the text that was read is no longer the one to sign.
    """
    _lock(mou)
    require(can_sign(by, mou))
    given = signatures_on(mou).filter(agency_id=_for(by)).first()
    if given is not None and given.signed_by_id == by.pk and text_sha256 == mou.text_sha256:
        return given
    _check_signable(mou, by, given, text_sha256)
    _check_statement(by, typed_name, title, attested)
    signature = MouSignature.objects.create(
        mou=mou,
        agency_id=_for(by),
        signed_by=by,
        typed_name=typed_name.strip(),
        title=title.strip(),
        attestation=ATTESTATION.format(agency=by.acting_agency.name),
        text_sha256=mou.text_sha256,
        proofs=list(proofs),
    )
    _note(mou, MouEvent.Kind.SIGNED, by=by)
    record("mou.signed", by=by, on=mou, version=mou.version, text_sha256=mou.text_sha256)
    _complete(mou, by)
    return signature


@transaction.atomic
def withdraw(mou: Mou, *, by: User, reason: str) -> None:
    """Take one's agency out at once: its flows end now, and the agreement with them when fewer than two remain."""
    _lock(mou)
    require(can_sign(by, mou))
    _need(reason)
    if mou.state != State.SIGNED:
        raise InvalidTransition(_("Only an agreement signed by all can be withdrawn from."))
    mou.parties.filter(agency_id=_for(by)).update(
        withdrawn_at=TransactionNow(), withdrawn_by=by, withdrawal_reason=reason
    )
    _note(mou, MouEvent.Kind.WITHDRAWN, by=by, note=reason)
    record("mou.withdrawn", by=by, on=mou)
    if mou.parties.filter(withdrawn_at=None).count() < 2:
        move(mou, State.ENDED, TRANSITIONS, ended_on=by.acting_agency.today())
        _note(mou, MouEvent.Kind.ENDED, by=by)
        record("mou.ended", by=by, on=mou)
    _tell_parties(mou, "mou.withdrawn", Duty.SIGN_AGREEMENT, Duty.DECIDE)


@transaction.atomic
def cancel(mou: Mou, *, by: User, reason: str = "") -> None:
    """Give up a draft, or call back one that is out for signature."""
    _lock(mou)
    require(can_edit(by, mou))
    was_out = mou.state == State.SENT
    move(mou, State.CANCELLED, TRANSITIONS)
    _note(mou, MouEvent.Kind.CANCELLED, by=by, note=reason)
    record("mou.cancelled", by=by, on=mou)
    if was_out:
        _tell_parties(mou, "mou.cancelled", Duty.SIGN_AGREEMENT)


def _for(by: User) -> UUID:
    """The agency she acts for; the permission asked before has made sure that there is one."""
    assert by.acting_agency_id is not None, "no verb of an agreement without an agency to act for"
    return by.acting_agency_id


def _lock(mou: Mou) -> None:
    """Read it again, locked until the transaction ends; it may meanwhile have gone back to another agency's draft."""
    try:
        mou.refresh_from_db(from_queryset=Mou.objects.select_for_update(no_key=True))
    except Mou.DoesNotExist as error:
        raise StaleState(_("Somebody has just changed this agreement. Look at it again.")) from error


def _open_draft(mou: Mou, by: User) -> None:
    _lock(mou)
    require(can_edit(by, mou))
    if mou.state != State.DRAFT:
        raise InvalidTransition(
            _("This agreement is no longer a draft, so its text and terms do not change.")
        )


def _check_dates(starts_on: date, ends_on: date) -> None:
    if ends_on <= starts_on:
        raise RefusedInput(_("The last day must come after the first."))


def _need(reason: str) -> None:
    if not reason.strip() or len(reason) > 250:
        raise RefusedInput(_("Say why in up to 250 characters, so that the other parties know."))


def _save_term(
    term: MouTerm,
    by: User,
    categories: Collection[str],
    purposes: Collection[str],
    authority: str,
    conditions: str,
) -> MouTerm:
    parties = set(term.mou.parties.values_list("agency_id", flat=True))
    if not {term.from_agency_id, term.to_agency_id} <= parties:
        raise RefusedInput(_("Both agencies of a flow must be parties."))
    if term.from_agency_id == term.to_agency_id:
        raise RefusedInput(_("A flow goes from one agency to another."))
    if not categories or not set(categories) <= set(STORED_CATEGORIES):
        raise RefusedInput(
            _("Choose the categories one by one; some records are never shared under an agreement.")
        )
    if not purposes or not set(purposes) <= set(Purpose) - PROHIBITED_PURPOSES:
        raise RefusedInput(_("Choose at least one purpose for which an agreement may open records."))
    if not authority.strip():
        raise RefusedInput(_("Say which law or consent the disclosure will rest on."))
    term.categories, term.purposes = sorted(set(categories)), sorted(set(purposes))
    term.authority, term.conditions = authority.strip(), conditions.replace("\r\n", "\n").strip()
    term.save()
    record("mou.changed", by=by, on=term.mou, part="terms")
    return term


def _check_signable(mou: Mou, by: User, given: MouSignature | None, text_sha256: str) -> None:
    if mou.state != State.SENT:
        raise InvalidTransition(_("This agreement is not out for signature."))
    if text_sha256 != mou.text_sha256 or fingerprint(mou.frozen_text) != mou.text_sha256:
        raise StaleState(_("The text has changed since you opened it. Read it again before you sign."))
    if given is not None:
        raise InvalidTransition(
            _("%(name)s has already signed for your agency.") % {"name": given.typed_name}
        )
    if signatures_on(mou).filter(signed_by=by).exists():
        raise RefusedInput(
            _("You have signed this agreement for another party. One person signs for one party.")
        )


def _check_statement(by: User, typed_name: str, title: str, attested: bool) -> None:
    # Loosely: titles, middle names and order may differ, but some word must be the account's.
    if not set(typed_name.casefold().split()) & set(by.name.casefold().split()):
        raise RefusedInput(_("Type your own name: %(name)s.") % {"name": by.name}, field="typed_name")
    if not title.strip():
        raise RefusedInput(
            _("Type your title, so that the other parties know in which office you sign."), field="title"
        )
    if not attested:
        raise RefusedInput(
            _("Tick the box to say that you have read the agreement and may sign it."), field="attested"
        )


def _complete(mou: Mou, by: User) -> None:
    """Call it signed when every party's signature on this text is there. The caller holds the agreement's lock."""
    signed = set(signatures_on(mou).values_list("agency_id", flat=True))
    if signed != set(mou.parties.values_list("agency_id", flat=True)):
        return
    move(mou, State.SIGNED, TRANSITIONS)
    _note(mou, MouEvent.Kind.COMPLETED, by=by)
    record("mou.completed", by=by, on=mou, text_sha256=mou.text_sha256)
    _tell_parties(mou, "mou.completed", Duty.SIGN_AGREEMENT)
    queue("mous.tasks.seal_agreement", key=f"seal:{mou.pk}", agency_id=_for(by), reference=mou.pk)


def _note(mou: Mou, kind: MouEvent.Kind, *, by: User, note: str = "") -> None:
    MouEvent.objects.create(
        mou=mou, kind=kind, version=mou.version, agency_id=_for(by), by=by, note=note.strip()
    )


def _tell_parties(mou: Mou, kind: str, *duties: Duty, only: UUID | None = None) -> None:
    """Tell the members with one of these duties at every party, or at one."""
    agencies = [only] if only else list(mou.parties.values_list("agency_id", flat=True))
    roles = sorted({role for duty in duties for role in with_duty(duty)})
    for agency_id in agencies:
        people = members_to_tell(agency_id, roles)
        tell(people, kind, agency_id=agency_id, on=mou, key=f"{mou.version}")
