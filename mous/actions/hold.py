"""What every verb of an agreement does first and last: hold its row, say what happened, tell the parties."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from agencies.queries import members_to_tell
from agencies.roles import Duty, with_duty
from mous.models import Mou, MouEvent
from mous.permissions import can_edit, can_word
from mous.queries import deputies_to_tell
from mous.states import State
from notices.actions import tell
from sharing_portal.errors import InvalidTransition, RefusedInput, StaleState, require


def agency_of(by: User) -> UUID:
    """The agency she acts for; the permission asked before has made sure that there is one."""
    assert by.acting_agency_id is not None, "no verb of an agreement without an agency to act for"
    return by.acting_agency_id


def lock(mou: Mou) -> None:
    """Read it again, locked until the transaction ends; it may meanwhile have gone back to another agency's draft."""
    try:
        mou.refresh_from_db(from_queryset=Mou.objects.select_for_update(no_key=True))
    except Mou.DoesNotExist as error:
        raise StaleState(_("Somebody has just changed this agreement. Look at it again.")) from error


def need_draft(mou: Mou) -> None:
    """Raise `InvalidTransition` for an agreement whose text and terms are settled."""
    if mou.state != State.DRAFT:
        raise InvalidTransition(
            _("This agreement is no longer a draft, so its text and terms do not change.")
        )


def open_draft(mou: Mou, by: User) -> None:
    """Hold the row of a draft that the person may change whole."""
    lock(mou)
    require(can_edit(by, mou))
    need_draft(mou)


def open_text(mou: Mou, by: User) -> None:
    """Hold the row of a draft whose text the person may word."""
    lock(mou)
    require(can_word(by, mou))
    need_draft(mou)


def need_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > 250:
        raise RefusedInput(_("Say why in up to 250 characters, so that the other parties know."))


def note_event(mou: Mou, kind: MouEvent.Kind, *, by: User, note: str = "") -> None:
    MouEvent.objects.create(
        mou=mou, kind=kind, version=mou.version, agency_id=agency_of(by), by=by, note=note.strip()
    )


def tell_parties(mou: Mou, kind: str, *duties: Duty, only: UUID | None = None, key: str = "") -> None:
    """Tell the members with one of these duties at every party, or at one; once a version, or once a `key`."""
    agencies = [only] if only else list(mou.parties.values_list("agency_id", flat=True))
    roles = sorted({role for duty in duties for role in with_duty(duty)})
    for agency_id in agencies:
        people = members_to_tell(agency_id, roles)
        if Duty.SIGN_AGREEMENT in duties:
            people += [user for user in deputies_to_tell(agency_id) if user not in people]
        tell(people, kind, agency_id=agency_id, on=mou, key=key or f"{mou.version}")
