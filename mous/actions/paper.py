"""An agreement that was signed on paper: its scan is the original, and others confirm that it was entered rightly."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.queries import members_to_tell
from agencies.roles import Duty, with_duty
from audit.record import record
from mous.actions.hold import agency_of, note_event, open_draft, tell_parties
from mous.actions.reviewing import freeze
from mous.actions.signing import ask_parties
from mous.models import Mou, MouEvent, MouScan
from mous.states import State
from notices.actions import tell
from sharing_portal.errors import InvalidTransition, RefusedInput
from youth import files

SCANS = ("application/pdf", "image/png", "image/jpeg")


@transaction.atomic
def put_in_scan(mou: Mou, *, by: User, file: Any, signed_on: date) -> MouScan:
    """Keep the scan of the signed paper as the original of this draft, in place of one put in before."""
    _open_paper(mou, by)
    if signed_on > mou.agency.today():
        raise RefusedInput(_("The last signature on paper cannot lie in the future."), field="signed_on")
    checked = files.check(file)
    if checked.type not in SCANS:
        raise RefusedInput(_("Use a PDF, PNG or JPEG file."), field="file")
    for old in MouScan.objects.filter(mou=mou):
        files.discard_on_commit(str(old.file))
        MouScan.objects.filter(pk=old.pk).delete()
    scan = MouScan.objects.create(
        mou=mou,
        agency_id=agency_of(by),
        by=by,
        file=files.keep(checked),
        file_name=checked.name,
        file_sha256=checked.sha256,
        signed_on=signed_on,
    )
    record("mou.scan_put_in", by=by, on=mou, file_sha256=checked.sha256)
    return scan


@transaction.atomic
def ask_to_confirm(mou: Mou, *, by: User) -> None:
    """Freeze what was entered, and ask every party to confirm that scan and data agree.

    A signatory of every other party confirms, and a second person of the agency that entered it; then it is signed by
    all. Counsel reviewed it before it was signed on paper.
    """
    _open_paper(mou, by)
    scan = MouScan.objects.filter(mou=mou).first()
    if scan is None:
        raise RefusedInput(_("Put in the scan of the signed agreement first."))
    second = [person for person in _confirmers(mou) if person.pk not in (mou.drafted_by_id, scan.by_id)]
    if not second:
        raise RefusedInput(
            _(
                "Your agency has no second person who could confirm this: a signatory or an agency administrator."
            )
        )
    freeze(mou, State.SENT)
    ask_parties(mou)
    note_event(mou, MouEvent.Kind.CONFIRM_ASKED, by=by)
    record("mou.confirm_asked", by=by, on=mou, version=mou.version, text_sha256=mou.text_sha256)
    tell(second, "mou.to_confirm", agency_id=mou.agency_id, on=mou, key=str(mou.version))
    for party in mou.parties.exclude(agency=mou.agency_id):
        tell_parties(mou, "mou.to_confirm", Duty.SIGN_AGREEMENT, only=party.agency_id)


def _confirmers(mou: Mou) -> list[User]:
    return members_to_tell(
        mou.agency_id, sorted({*with_duty(Duty.SIGN_AGREEMENT), *with_duty(Duty.DRAFT_AGREEMENT)})
    )


def _open_paper(mou: Mou, by: User) -> None:
    open_draft(mou, by)
    if not mou.on_paper:
        raise InvalidTransition(_("This agreement was not signed on paper."))
