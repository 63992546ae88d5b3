"""What people attest of the checklist where the portal cannot see it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.record import record
from mous.actions.hold import agency_of, open_text
from mous.checklist import ITEMS
from mous.models import Mou, MouChecklistNote
from sharing_portal.errors import RefusedInput

LONGEST_NOTE = 500


@transaction.atomic
def attest(mou: Mou, *, by: User, item: int, answer: str, note: str) -> MouChecklistNote:
    """Say of an item of a draft's checklist that it is complete or does not apply, and why; the last word counts."""
    open_text(mou, by)
    asked = next((entry for entry in ITEMS if entry.number == item), None)
    if asked is None or answer not in MouChecklistNote.Answer.values:
        raise RefusedInput(_("There is no such item of the checklist."))
    if asked.needed and answer == MouChecklistNote.Answer.NOT_APPLICABLE:
        raise RefusedInput(
            _("This is needed in every agreement. Say where the text settles it."), field="answer"
        )
    if not note.strip() or len(note) > LONGEST_NOTE:
        raise RefusedInput(
            _("Say in up to %(most)s characters where it is settled, or why it does not apply.")
            % {"most": LONGEST_NOTE},
            field="note",
        )
    MouChecklistNote.objects.filter(mou=mou, item=item).delete()
    attested = MouChecklistNote.objects.create(
        mou=mou, item=item, answer=answer, note=note.strip(), agency_id=agency_of(by), by=by
    )
    record("mou.attested", by=by, on=mou, item=item, answer=answer)
    return attested


@transaction.atomic
def take_back_attestation(mou: Mou, *, by: User, item: int) -> None:
    """Take the note on an item back; the portal's own view of it counts again. Without a note nothing happens."""
    open_text(mou, by)
    taken, _rows = MouChecklistNote.objects.filter(mou=mou, item=item).delete()
    if taken:
        record("mou.attestation_taken_back", by=by, on=mou, item=item)
