"""Joinder: an agency becomes a party of an agreement in force by signing an exhibit; nobody else's terms change."""

from collections.abc import Collection

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.models import Agency
from agencies.roles import Duty
from agencies.states import AgencyState
from audit.record import record
from mous import queries
from mous.actions.hold import agency_of, lock, need_reason, note_event, tell_parties
from mous.actions.signing import check_statement
from mous.document import canonical, fingerprint
from mous.exhibit import compose_exhibit, errors_in, granted, lists_all, mirrored
from mous.models import Mou, MouEvent, MouJoinder
from mous.permissions import can_join, can_sign, deputy_today, signs_today
from mous.states import LIVING, State
from mous.wording import ATTESTATION
from notices.actions import queue
from sharing_portal.errors import InvalidTransition, RefusedInput, StaleState, require


@transaction.atomic
def offer_to_join(mou: Mou, *, by: User, agency: Agency, like: Agency) -> MouJoinder:
    """Offer an agency to become a party on the terms that bind `like`; the exhibit is frozen now.

    Refused where the agreement is not open to it, where it is about to be replaced, or where law forbids a flow.
    """
    lock(mou)
    require(can_sign(by, mou))
    _must_be_open(mou, by)
    _check_pair(mou, agency, like)
    if wrong := errors_in(mirrored(mou, agency=agency, like=like)):
        raise RefusedInput(_("The law does not allow this: %(why)s") % {"why": " ".join(wrong)}, field="like")
    text = canonical(compose_exhibit(mou, agency=agency, like=like))
    offer = MouJoinder.objects.create(
        mou=mou,
        agency=agency,
        like=like,
        offered_for_id=agency_of(by),
        offered_by=by,
        exhibit_text=text,
        exhibit_sha256=fingerprint(text),
    )
    note_event(mou, MouEvent.Kind.JOINDER_OFFERED, by=by, note=agency.name)
    record("mou.joinder_offered", by=by, on=mou, agency=str(agency.pk), exhibit_sha256=offer.exhibit_sha256)
    tell_parties(mou, "mou.joinder_offered", Duty.SIGN_AGREEMENT, only=agency.pk, key=str(offer.pk))
    return offer


@transaction.atomic
def take_back_offer(offer: MouJoinder, *, by: User) -> None:
    """Take an offer back that one's agency made and that nobody has answered."""
    require(signs_today(by) and offer.offered_for_id == by.acting_agency_id)
    _hold(offer)
    tell_parties(
        offer.mou, "mou.joinder_closed", Duty.SIGN_AGREEMENT, only=offer.agency_id, key=str(offer.pk)
    )
    _close(offer, MouJoinder.State.TAKEN_BACK, by)
    note_event(offer.mou, MouEvent.Kind.JOINDER_TAKEN_BACK, by=by, note=offer.agency.name)
    record("mou.joinder_taken_back", by=by, on=offer.mou, agency=str(offer.agency_id))


@transaction.atomic
def decline_to_join(offer: MouJoinder, *, by: User, reason: str) -> None:
    """Say for one's agency that it does not join, and why. From then on it no longer sees the agreement."""
    require(can_join(by, offer))
    _hold(offer)
    need_reason(reason)
    # Told and noted first: from the next line on, the agreement is out of sight.
    note_event(offer.mou, MouEvent.Kind.JOINDER_DECLINED, by=by, note=reason)
    record("mou.joinder_declined", by=by, on=offer.mou)
    tell_parties(offer.mou, "mou.joinder_closed", Duty.SIGN_AGREEMENT, key=str(offer.pk))
    _close(offer, MouJoinder.State.DECLINED, by, note=reason.strip())


@transaction.atomic
def join(
    offer: MouJoinder,
    *,
    by: User,
    typed_name: str,
    title: str,
    attested: bool,
    text_sha256: str,
    proofs: Collection[str] = (),
) -> None:
    """Sign the exhibit with this hash for one's agency, which is a party from this moment; the database admits it.

    The door must have seen a recent re-authentication, and says how in `proofs`. Raises `StaleState` for another hash.
    """
    require(can_join(by, offer))
    _hold(offer)
    mou = offer.mou
    _must_be_open(mou, by)
    if text_sha256 != offer.exhibit_sha256 or fingerprint(offer.exhibit_text) != offer.exhibit_sha256:
        raise StaleState(_("The exhibit has changed since you opened it. Read it again before you sign."))
    if queries.signed_elsewhere(mou, typed_name):
        raise RefusedInput(
            _("You have signed this agreement for another party. One person signs for one party.")
        )
    flows = granted(offer)
    if not lists_all(offer, flows):
        raise InvalidTransition(_("The exhibit does not list what joining would add. Ask for a new offer."))
    if wrong := errors_in(flows):
        raise RefusedInput(_("The law does not allow this: %(why)s") % {"why": " ".join(wrong)})
    check_statement(by, typed_name, title, attested)
    paper = deputy_today(by)
    statement = {
        "in_place_of": str(paper.signatory.name) if paper else "",
        "authority": paper.evidence if paper else "",
        "typed_name": typed_name.strip(),
        "title": title.strip(),
        "attestation": ATTESTATION.format(agency=by.acting_agency.name),
        "proofs": list(proofs),
    }
    _close(offer, MouJoinder.State.JOINED, by, **statement)
    note_event(mou, MouEvent.Kind.JOINED, by=by)
    record("mou.joined", by=by, on=mou, exhibit_sha256=offer.exhibit_sha256)
    tell_parties(mou, "mou.joined", Duty.SIGN_AGREEMENT, Duty.DECIDE, key=str(offer.pk))
    queue("mous.tasks.seal_exhibit", key=f"seal:{offer.pk}", agency_id=agency_of(by), reference=offer.pk)


def _hold(offer: MouJoinder) -> None:
    """The agreement first, then the offer: the order in which everybody locks them."""
    lock(offer.mou)
    try:
        offer.refresh_from_db(
            from_queryset=MouJoinder.objects.select_for_update(no_key=True).select_related(None)
        )
    except MouJoinder.DoesNotExist as error:
        raise StaleState(_("This offer has just been answered or taken back.")) from error
    if offer.state != MouJoinder.State.OFFERED:
        raise InvalidTransition(_("This offer is closed."))


def _close(offer: MouJoinder, state: MouJoinder.State, by: User, **fields: object) -> None:
    changed = MouJoinder.objects.filter(pk=offer.pk, state=MouJoinder.State.OFFERED).update(
        state=state, closed_at=TransactionNow(), closed_by=by, **fields
    )
    if not changed:
        raise StaleState(_("This offer has just been answered or taken back."))


def _must_be_open(mou: Mou, by: User) -> None:
    if mou.state != State.SIGNED or mou.standing(by.acting_agency.today()) not in LIVING:
        raise InvalidTransition(_("Only an agreement that is signed by all and not over can be joined."))
    if not mou.open_to_joinder:
        raise InvalidTransition(_("This agreement does not let other agencies join."))


def _check_pair(mou: Mou, agency: Agency, like: Agency) -> None:
    parties = {party.agency_id: party for party in mou.parties.all()}
    if agency.state != AgencyState.ACTIVE:
        raise RefusedInput(_("Only agencies that are active in the portal can join."), field="agency")
    if agency.pk in parties:
        raise RefusedInput(
            _("This agency is a party already, or was one: coming back takes a new version."), field="agency"
        )
    if like.pk not in parties or parties[like.pk].withdrawn_at is not None:
        raise RefusedInput(_("Choose a party that the agreement binds now."), field="like")
    if mou.joinders.filter(agency=agency, state=MouJoinder.State.OFFERED).exists():
        raise RefusedInput(_("This agency has an offer that it has not answered yet."), field="agency")
    if mou.successors.filter(state__in=[State.REVIEW, State.SENT, State.SIGNED]).exists():
        raise RefusedInput(_("A new version is about to replace this agreement. Add the agency to that one."))
