"""Drafting together: title and dates, parties, who is let in, and the wording."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.models import Agency
from agencies.once import once_id
from agencies.states import AgencyState
from audit.record import record
from mous.actions.hold import agency_of, lock, note_event, open_draft
from mous.models import Mou, MouEvent, MouParty, MouSection, MouSectionVersion
from mous.permissions import can_draft, can_word
from mous.states import State
from mous.wording import REQUIRED, first_draft
from sharing_portal.errors import InvalidTransition, RefusedInput, StaleState, require


@transaction.atomic
def draft(*, by: User, title: str, starts_on: date, ends_on: date, once: str = "") -> Mou:
    """Begin an agreement in the portal's own wording, with the drafter's agency as its first party.

    `once` is the form's key: the same form sent twice begins one agreement.
    """
    require(can_draft(by))
    _check_dates(starts_on, ends_on)
    mou, created = Mou.objects.get_or_create(
        pk=once_id(agency_of(by), by, once),
        defaults={
            "agency_id": agency_of(by),
            "title": title,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "drafted_by": by,
        },
    )
    if not created:
        return mou
    MouParty.objects.create(mou=mou, agency_id=agency_of(by))
    write_sections(mou, first_draft(), by=by)
    note_event(mou, MouEvent.Kind.DRAFTED, by=by)
    record("mou.drafted", by=by, on=mou)
    return mou


@transaction.atomic
def edit(
    mou: Mou,
    *,
    by: User,
    title: str,
    starts_on: date,
    ends_on: date,
    review_on: date | None = None,
    open_to_joinder: bool = False,
) -> None:
    """Change the title, the dates and whether others may join, of a draft."""
    open_draft(mou, by)
    _check_dates(starts_on, ends_on, review_on)
    mou.title, mou.starts_on, mou.ends_on = title, starts_on, ends_on
    mou.review_on, mou.open_to_joinder = review_on, open_to_joinder
    mou.save(update_fields=["title", "starts_on", "ends_on", "review_on", "open_to_joinder"])
    record("mou.changed", by=by, on=mou, part="title_and_dates")


@transaction.atomic
def set_parties(mou: Mou, *, by: User, agencies: Iterable[Agency]) -> None:
    """Make exactly these agencies, and the one that drafts, the parties; flows of one taken out go with it."""
    open_draft(mou, by)
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
def edit_section(section: MouSection, *, by: User, heading: str, text: str, number: int) -> None:
    """Save a section of a draft as its next version. `number` is the version that was edited.

    An optional section left empty does not become part of the agreement. Raises `StaleState` when somebody saved the
    section meanwhile; what was typed is the caller's to keep.
    """
    mou = section.mou
    lock(mou)
    require(can_word(by, mou))
    if mou.state != State.DRAFT:
        raise InvalidTransition(
            _("This agreement is no longer a draft, so its text and terms do not change.")
        )
    section.refresh_from_db()
    if section.number != number:
        raise StaleState(_("Somebody else has saved this section meanwhile."))
    if section.code in REQUIRED and not text.strip():
        raise RefusedInput(_("An agreement must say something on this. Reword it instead of leaving it out."))
    section.heading, section.text = heading.strip(), text.replace("\r\n", "\n").strip()
    section.number += 1
    section.save(update_fields=["heading", "text", "number"])
    _keep_version(section, by)
    record("mou.changed", by=by, on=mou, part="text", section=section.code)


def write_sections(mou: Mou, sections: Iterable[Mapping[str, str]], *, by: User) -> None:
    """Give a new draft its sections ("code", "heading", "text"), in this order, as their first versions."""
    for position, part in enumerate(sections, start=1):
        section = MouSection.objects.create(mou=mou, position=position, **part)
        _keep_version(section, by)


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


def _check_dates(starts_on: date, ends_on: date, review_on: date | None = None) -> None:
    if ends_on <= starts_on:
        raise RefusedInput(_("The last day must come after the first."))
    if review_on is not None and not starts_on < review_on <= ends_on:
        raise RefusedInput(
            _("The day of the review lies between the first and the last day."), field="review_on"
        )
