"""Taking over an existing document: what was found in it becomes sections of a draft."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.record import record
from mous.actions.hold import open_text
from mous.actions.sections import MOST_SECTIONS, new_code, put_words, write_section
from mous.importing import Part
from mous.models import Mou
from mous.permissions import can_edit
from sharing_portal.errors import RefusedInput, require


@transaction.atomic
def take_over(mou: Mou, parts: Sequence[Part], *, by: User) -> None:
    """Make these parts the wording of a draft, in this order: a part with the code of a section replaces its words.

    Every other section comes after them, as it is. Nothing is deleted: the words replaced stay among the versions.
    """
    open_text(mou, by)
    require(can_edit(by, mou))
    present = {section.code: section for section in mou.sections.all()}
    wanted = [part.code for part in parts if part.code]
    if len(wanted) != len(set(wanted)):
        raise RefusedInput(
            _("Two parts cannot replace the same section. Make one of them a section of its own.")
        )
    codes = [part.code or "" for part in parts]
    for number, part in enumerate(parts):
        codes[number] = codes[number] or new_code(part.heading, {*present, *codes})
    if len({*present, *codes}) > MOST_SECTIONS:
        raise RefusedInput(_("An agreement has at most %(most)s sections.") % {"most": MOST_SECTIONS})
    for position, (code, part) in enumerate(zip(codes, parts, strict=True), start=1):
        section = present.pop(code, None)
        if section is None:
            write_section(mou, code, position, part.heading, part.text, by=by)
        else:
            put_words(section, by, part.heading, part.text, position=position)
    for position, section in enumerate(present.values(), start=len(parts) + 1):
        section.position = position
        section.save(update_fields=["position"])
    record("mou.imported", by=by, on=mou, sections=len(parts))
