"""The checklist of an agreement: each item complete, incomplete or not applicable, computed or attested.

`lacks.py` computes what can be computed. What cannot be is attested by people who word the draft, with a note: that a
text without the template's section settles the item elsewhere, or that an item does not concern this agreement. An
item that is needed can be attested complete, never left out.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from mous.checklist.items import ITEMS, Item
from mous.checklist.lacks import LONGEST_YEARS, Missing, lacks, not_applicable
from mous.models import Mou, MouChecklistNote

__all__ = ["ITEMS", "LONGEST_YEARS", "Finding", "Item", "Missing", "Status", "findings", "missing_from"]


class Status(TextChoices):
    """How an item stands."""

    COMPLETE = "complete", _("Complete")
    INCOMPLETE = "incomplete", _("Incomplete")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


@dataclass(frozen=True)
class Finding:
    """How one item stands: what it lacks, or why it does not apply, and what people attested of it."""

    item: Item
    status: Status
    lacks: tuple[Missing, ...] = ()
    reason: str = ""
    note: MouChecklistNote | None = None

    @property
    def can_be_attested(self) -> bool:
        """Whether a person may settle it with a note: the portal cannot see more than that the text is silent."""
        return all(lack.attestable for lack in self.lacks)


def findings(mou: Mou) -> list[Finding]:
    """All items in their order, as the draft or the frozen agreement stands now."""
    return _findings(mou, list(lacks(mou)))


def missing_from(mou: Mou) -> list[Missing]:
    """Everything needed that the draft lacks, in the order of the steps; an empty list means that it can be sent."""
    lacking = list(lacks(mou))
    unsettled = {
        found.item.number
        for found in _findings(mou, lacking)
        if found.item.needed and found.status == Status.INCOMPLETE
    }
    return [lack for lack in lacking if lack.item in unsettled]


def _findings(mou: Mou, lacking: list[Missing]) -> list[Finding]:
    reasons = not_applicable(mou)
    notes = {note.item: note for note in mou.checklist_notes.select_related("by", "agency")}
    return [
        _finding(
            item,
            tuple(lack for lack in lacking if lack.item == item.number),
            reasons.get(item.number),
            notes.get(item.number),
        )
        for item in ITEMS
    ]


def _finding(
    item: Item, lacking: tuple[Missing, ...], reason: str | None, note: MouChecklistNote | None
) -> Finding:
    if reason is not None:
        return Finding(item, Status.NOT_APPLICABLE, reason=reason, note=note)
    if note is not None and lacking and all(lack.attestable for lack in lacking):
        if note.answer == MouChecklistNote.Answer.COMPLETE:
            return Finding(item, Status.COMPLETE, note=note)
        if not item.needed:
            return Finding(item, Status.NOT_APPLICABLE, reason=note.note, note=note)
    return Finding(item, Status.INCOMPLETE if lacking else Status.COMPLETE, lacking, note=note)
