"""The wording: sections, their versions, and who is editing. Two people at two sections never wait for each other."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from audit.record import record
from mous.actions.hold import agency_of, open_text
from mous.models import Mou, MouSection, MouSectionLock, MouSectionVersion
from mous.permissions import can_word
from mous.states import State
from mous.wording import REQUIRED, TEMPLATE
from sharing_portal.errors import RefusedInput, StaleState, require

EDITING = timedelta(minutes=15)
"""How long a section counts as being edited without a sign of life from the editor."""
MOST_SECTIONS = 100


@transaction.atomic
def edit_section(section: MouSection, *, by: User, heading: str, text: str, number: int) -> None:
    """Save a section of a draft as its next version. `number` is the version that was edited.

    An optional section left empty does not become part of the agreement. Raises `StaleState` when somebody saved the
    section meanwhile; what was typed is the caller's to keep.
    """
    open_text(section.mou, by)
    _save(section, by, heading, text, number)
    MouSectionLock.objects.filter(section=section, by=by).delete()


@transaction.atomic
def restore_version(section: MouSection, *, by: User, version: int, number: int) -> None:
    """Make the words of an earlier version the section's next version. `number` is the version one looked at."""
    open_text(section.mou, by)
    earlier = section.versions.filter(number=version).first()
    if earlier is None:
        raise RefusedInput(_("There is no such version."))
    _save(section, by, earlier.heading, earlier.text, number)


@transaction.atomic
def add_section(mou: Mou, *, by: User, heading: str, text: str = "") -> MouSection:
    """Add a section of one's own at the end of the text."""
    open_text(mou, by)
    taken = dict(mou.sections.values_list("code", "position"))
    if len(taken) >= MOST_SECTIONS:
        raise RefusedInput(_("An agreement has at most %(most)s sections.") % {"most": MOST_SECTIONS})
    place = max(taken.values(), default=0) + 1
    section = write_section(mou, new_code(heading, set(taken)), place, heading, text, by=by)
    record("mou.changed", by=by, on=mou, part="text", section=section.code)
    return section


@transaction.atomic
def move_section(section: MouSection, *, by: User, up: bool) -> None:
    """Let it change places with the one before or after it; the first and the last stay where they are."""
    open_text(section.mou, by)
    ordered = list(section.mou.sections.all())
    here = ordered.index(section)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(ordered):
        return
    ordered[here], ordered[there] = ordered[there], ordered[here]
    for position, part in enumerate(ordered, start=1):
        if part.position != position:
            part.position = position
            part.save(update_fields=["position"])
    record("mou.changed", by=by, on=section.mou, part="order", section=section.code)


@transaction.atomic
def leave_out(section: MouSection, *, by: User) -> None:
    """Take its words out of the agreement; they stay among its versions and can be put back."""
    open_text(section.mou, by)
    section.refresh_from_db()
    if section.text:
        _save(section, by, section.heading, "", section.number)


@transaction.atomic
def put_back(section: MouSection, *, by: User) -> None:
    """Give a section that was left out the words it had last, or those of the portal's template."""
    open_text(section.mou, by)
    section.refresh_from_db()
    if section.text:
        return
    last = section.versions.exclude(text="").first()
    words = [last.text] if last else [part.text for part in TEMPLATE if part.code == section.code]
    if not words:
        raise RefusedInput(_("This section never had any words. Write some."))
    _save(section, by, section.heading, words[0], section.number)


@transaction.atomic
def take_lock(section: MouSection, *, by: User, take_over: bool = False) -> MouSectionLock:
    """Say that one is editing this section, for the next 15 minutes; asked again, for 15 more.

    Gives the lock that holds: while another is editing it is hers, unless one takes over.
    """
    open_text(section.mou, by)
    held = MouSectionLock.objects.select_related("by", "agency").filter(section=section).first()
    until = timezone.now() + EDITING
    if held is None:
        return MouSectionLock.objects.create(
            section=section, mou_id=section.mou_id, agency_id=agency_of(by), by=by, until=until
        )
    if held.by_id != by.pk:
        if held.until > timezone.now() and not take_over:
            return held
        if held.until > timezone.now():
            record("mou.editing_taken_over", by=by, on=section.mou, section=section.code)
        held.by, held.agency_id, held.since = by, agency_of(by), TransactionNow()
    held.until = until
    held.save(update_fields=["by", "agency", "since", "until"])
    return held


@transaction.atomic
def release_lock(section: MouSection, *, by: User) -> None:
    """Say that one has stopped editing."""
    require(can_word(by, section.mou))
    MouSectionLock.objects.filter(section=section, by=by, section__mou__state=State.DRAFT).delete()


def write_sections(mou: Mou, sections: Iterable[Mapping[str, Any]], *, by: User) -> None:
    """Give a new draft its sections ("code", "heading", "text"), in this order, as their first versions."""
    for position, part in enumerate(sections, start=1):
        write_section(mou, part["code"], position, part["heading"], part["text"], by=by)


def write_section(mou: Mou, code: str, position: int, heading: str, text: str, *, by: User) -> MouSection:
    """Add a section with its first version. The caller holds the draft."""
    section = MouSection.objects.create(
        mou=mou, code=code, position=position, heading=heading.strip(), text=tidy(text)
    )
    _keep_version(section, by)
    return section


def put_words(section: MouSection, by: User, heading: str, text: str, *, position: int) -> None:
    """Give a section other words, as its next version, and its place. The caller holds the draft."""
    section.position = position
    section.save(update_fields=["position"])
    if (heading.strip(), tidy(text)) == (section.heading, section.text):
        return
    section.heading, section.text = heading.strip(), tidy(text)
    section.number += 1
    section.save(update_fields=["heading", "text", "number"])
    _keep_version(section, by)


def new_code(heading: str, taken: set[str]) -> str:
    """An address for a section of that heading, unlike those taken."""
    wish = slugify(heading)[:30].strip("-") or "section"
    return next(
        code for code in (wish, *(f"{wish}-{number}" for number in range(2, 1000))) if code not in taken
    )


def tidy(text: str) -> str:
    """The text as it is kept: without the line ends of other systems and empty lines around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _save(section: MouSection, by: User, heading: str, text: str, number: int) -> None:
    section.refresh_from_db(fields=["heading", "text", "number", "position"])
    if section.number != number:
        raise StaleState(_("Somebody else has saved this section meanwhile."))
    if section.code in REQUIRED and not text.strip():
        raise RefusedInput(
            _("An agreement must say something on this. Reword it instead of leaving it out."), field="text"
        )
    put_words(section, by, heading, text, position=section.position)
    record("mou.changed", by=by, on=section.mou, part="text", section=section.code, number=section.number)


def _keep_version(section: MouSection, by: User) -> None:
    MouSectionVersion.objects.create(
        mou_id=section.mou_id,
        section=section,
        number=section.number,
        heading=section.heading,
        text=section.text,
        agency_id=agency_of(by),
        by=by,
    )
