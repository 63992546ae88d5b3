"""Counsel's review of one exact text, and the ways back to the draft."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.queries import members_to_tell
from agencies.roles import Duty, with_duty
from audit.record import record
from mous import queries
from mous.actions.hold import agency_of, lock, need_reason, note_event, open_draft, tell_parties
from mous.checklist import missing_from
from mous.document import canonical, compose, fingerprint, says_its_flows
from mous.models import Mou, MouEvent, MouReview
from mous.permissions import can_review, can_send_back
from mous.states import TRANSITIONS, State
from notices.actions import tell
from sharing_portal.errors import InvalidTransition, RefusedInput, StaleState, require
from sharing_portal.transitions import move


@transaction.atomic
def send_for_review(mou: Mou, *, by: User) -> None:
    """Freeze the text and ask every party's counsel to review exactly this. Refuses a draft that lacks anything."""
    open_draft(mou, by)
    freeze(mou, State.REVIEW)
    note_event(mou, MouEvent.Kind.SENT_FOR_REVIEW, by=by)
    record("mou.sent_for_review", by=by, on=mou, version=mou.version, text_sha256=mou.text_sha256)
    tell_parties(mou, "mou.to_review", Duty.REVIEW_AGREEMENT)


def freeze(mou: Mou, state: State) -> None:
    """Move a draft that lacks nothing to `state`, with the text as it now is. The caller holds its row."""
    if missing := missing_from(mou):
        raise RefusedInput(
            _("This cannot be sent yet: %(missing)s") % {"missing": " ".join(lack.text for lack in missing)},
            missing=[lack.text for lack in missing],
        )
    text = canonical(compose(mou))
    move(mou, state, TRANSITIONS, frozen_text=text, text_sha256=fingerprint(text))


@transaction.atomic
def approve_text(mou: Mou, *, by: User, text_sha256: str, note: str = "") -> MouReview:
    """Say as counsel of one's agency that it may sign the text with this hash. Approving twice gives the first.

    Raises `StaleState` when the text that was read is no longer the one under review. Who wants changes sends it back.
    """
    lock(mou)
    require(can_review(by, mou))
    if mou.state != State.REVIEW:
        raise InvalidTransition(_("This agreement is not under review."))
    if text_sha256 != mou.text_sha256:
        raise StaleState(_("The text has changed since you opened it. Read it again before you approve it."))
    check_flows(mou)
    review, created = _say(mou, by, MouReview.Outcome.APPROVED, note)
    if not created:
        return review
    note_event(mou, MouEvent.Kind.REVIEWED, by=by, note=note)
    record("mou.reviewed", by=by, on=mou, version=mou.version, text_sha256=text_sha256)
    if not queries.awaiting_review_by(mou):
        tell_parties(mou, "mou.reviewed", Duty.DRAFT_AGREEMENT, only=mou.agency_id)
    return review


@transaction.atomic
def send_back(mou: Mou, *, by: User, reason: str) -> None:
    """Return it to its drafters with a reason. It becomes the next version: every review and signature falls."""
    lock(mou)
    require(can_send_back(by, mou))
    need_reason(reason)
    if mou.state == State.REVIEW and can_review(by, mou):
        _say(mou, by, MouReview.Outcome.CHANGES, reason)
    return_to_draft(mou, MouEvent.Kind.RETURNED, by=by, reason=reason)


def check_flows(mou: Mou) -> None:
    """Refuse to agree to a text that lists other flows than those entered; a party that was renamed counts as well."""
    if not says_its_flows(mou):
        raise InvalidTransition(
            _(
                "The text does not list the flows as they are entered now. Send it back, so that it is written anew."
            )
        )


def return_to_draft(mou: Mou, kind: MouEvent.Kind, *, by: User, reason: str) -> None:
    """Make it a draft again, and tell all parties. The caller holds its row and has asked the permission."""
    # Told and noted first: from the move on, only the drafter's agency and those it invited see it.
    if mou.state in (State.REVIEW, State.SENT):
        note_event(mou, kind, by=by, note=reason)
        _tell_of_return(mou, f"mou.{kind}")
    returned = mou.version
    move(mou, State.DRAFT, TRANSITIONS, version=returned + 1, frozen_text="", text_sha256="")
    declined = kind == MouEvent.Kind.DECLINED
    record("mou.declined" if declined else "mou.returned", by=by, on=mou, version=returned)


def _say(mou: Mou, by: User, outcome: MouReview.Outcome, note: str) -> tuple[MouReview, bool]:
    return MouReview.objects.get_or_create(
        mou=mou,
        agency_id=agency_of(by),
        text_sha256=mou.text_sha256,
        defaults={"by": by, "outcome": outcome, "note": note.strip()},
    )


def _tell_of_return(mou: Mou, kind: str) -> None:
    """Tell everyone who drafts, reviews or signs. Who cannot see the draft is led to the list instead."""
    invited = set(mou.invitations.values_list("agency_id", flat=True))
    seers = {mou.agency_id, *invited}
    outsiders = {*with_duty(Duty.REVIEW_AGREEMENT), *with_duty(Duty.SIGN_AGREEMENT)}
    for party in mou.parties.all():
        sees = party.agency_id in seers
        roles = outsiders | set(with_duty(Duty.DRAFT_AGREEMENT)) if sees else outsiders
        people = members_to_tell(party.agency_id, sorted(roles))
        tell(people, kind, agency_id=party.agency_id, on=mou if sees else party, key=f"{mou.version}")
