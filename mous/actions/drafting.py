"""Beginning an agreement, its title and dates, its parties, and who is let into the draft."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import TextChoices
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from agencies.models import Agency
from agencies.once import once_id
from agencies.queries import members_to_tell
from agencies.roles import Duty, with_duty
from agencies.states import AgencyState
from audit.record import record
from law.forms import UNIFORM_FORM_VERSIONS
from mous.actions.hold import agency_of, note_event, open_draft, tell_parties
from mous.actions.sections import write_sections
from mous.bound import bound_before
from mous.models import Mou, MouEvent, MouInvitation, MouParty
from mous.permissions import can_draft
from mous.wording import REQUIRED, first_draft
from notices.actions import tell
from sharing_portal.errors import RefusedInput, require


class Start(TextChoices):
    """What the wording of a new draft begins with."""

    TEMPLATE = "template", gettext_lazy("The portal’s own wording, one section for each thing to settle")
    EARLIER = "earlier", gettext_lazy("An earlier agreement")
    FILE = "file", gettext_lazy("A document that we have: Word, Markdown or plain text")
    PAPER = "paper", gettext_lazy("An agreement that was already signed on paper")
    BLANK = "blank", gettext_lazy("Empty sections, only with the headings that an agreement needs")


@transaction.atomic
def draft(
    *,
    by: User,
    title: str,
    starts_on: date,
    ends_on: date,
    start: Start = Start.TEMPLATE,
    earlier: Mou | None = None,
    with_terms: bool = False,
    once: str = "",
) -> Mou:
    """Begin an agreement with the drafter's agency as its first party, in the wording that `start` names.

    From an `earlier` one that she can read its sections are taken and, `with_terms`, its parties and flows too, as far
    as these agencies are active. `once` is the form's key: the same form sent twice begins one agreement.
    """
    require(can_draft(by))
    _check_dates(starts_on, ends_on)
    if start == Start.EARLIER and earlier is None:
        raise RefusedInput(_("Choose the agreement to start from."), field="earlier")
    mou, created = Mou.objects.get_or_create(
        pk=once_id(agency_of(by), by, once),
        defaults={
            "agency_id": agency_of(by),
            "title": title,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "on_paper": start == Start.PAPER,
            "consent_form": _form_of(start, earlier),
            "drafted_by": by,
        },
    )
    if not created:
        return mou
    MouParty.objects.create(mou=mou, agency_id=agency_of(by))
    write_sections(mou, first_sections(start, earlier), by=by)
    if with_terms and earlier is not None:
        copy_terms(earlier, mou)
    note_event(mou, MouEvent.Kind.DRAFTED, by=by)
    record("mou.drafted", by=by, on=mou, start=start.value, earlier=str(earlier.pk) if earlier else "")
    return mou


def _form_of(start: Start, earlier: Mou | None) -> str:
    """The template says that the uniform form is used; with another wording the drafters say which."""
    if start == Start.TEMPLATE:
        return UNIFORM_FORM_VERSIONS[-1]
    return earlier.consent_form if start == Start.EARLIER and earlier is not None else ""


def first_sections(start: Start, earlier: Mou | None = None) -> list[dict[str, str]]:
    """The sections an agreement begins with."""
    if start == Start.EARLIER and earlier is not None:
        parts = earlier.sections.all()
        return [{"code": part.code, "heading": part.heading, "text": part.text} for part in parts]
    if start == Start.TEMPLATE:
        return first_draft()
    if start == Start.PAPER:
        return []
    return [{**part, "text": ""} for part in first_draft() if part["code"] in REQUIRED]


def copy_terms(earlier: Mou, mou: Mou) -> None:
    """Give a new draft the parties and flows of another one, as far as the agencies still take part in both."""
    bound = earlier.parties.filter(withdrawn_at=None, agency__state=AgencyState.ACTIVE)
    agencies = set(bound.values_list("agency_id", flat=True)) | {mou.agency_id}
    present = set(mou.parties.values_list("agency_id", flat=True))
    MouParty.objects.bulk_create(MouParty(mou=mou, agency_id=pk) for pk in sorted(agencies - present))
    for term in earlier.terms.filter(from_agency__in=agencies, to_agency__in=agencies):
        term.pk, term.mou, term._state.adding = uuid4(), mou, True
        term.save()


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
    consent_form: str | None = None,
) -> None:
    """Change the title, the dates, whether others may join and the consent form adopted, of a draft.

    `consent_form` is a version of the uniform form, empty for another form; None leaves what is chosen.
    """
    open_draft(mou, by)
    _check_dates(starts_on, ends_on, review_on)
    if consent_form is not None:
        if consent_form not in ("", *UNIFORM_FORM_VERSIONS):
            raise RefusedInput(
                _("There is no such version of the uniform consent form."), field="consent_form"
            )
        mou.consent_form = consent_form
    mou.title, mou.starts_on, mou.ends_on = title, starts_on, ends_on
    mou.review_on, mou.open_to_joinder = review_on, open_to_joinder
    mou.save(update_fields=["title", "starts_on", "ends_on", "review_on", "open_to_joinder", "consent_form"])
    record("mou.changed", by=by, on=mou, part="title_and_dates")


@transaction.atomic
def set_parties(mou: Mou, *, by: User, agencies: Iterable[Agency]) -> None:
    """Make exactly these agencies, and the one that drafts, the parties; flows of one taken out go with it."""
    open_draft(mou, by)
    wanted = {agency.pk: agency for agency in agencies}
    if any(agency.state != AgencyState.ACTIVE for agency in wanted.values()):
        raise RefusedInput(_("Only agencies that are active in the portal can be parties."))
    keep = {*wanted, mou.agency_id}
    if missing := [agency.name for agency in bound_before(mou) if agency.pk not in keep]:
        raise RefusedInput(
            _(
                "The agreement that this one replaces binds %(agencies)s. Who is bound by it stays a party, "
                "or withdraws from it first."
            )
            % {"agencies": ", ".join(missing)},
            field="agencies",
        )
    mou.terms.exclude(from_agency__in=keep, to_agency__in=keep).delete()
    mou.invitations.exclude(agency__in=keep).delete()
    mou.parties.exclude(agency__in=keep).delete()
    present = set(mou.parties.values_list("agency_id", flat=True))
    MouParty.objects.bulk_create(MouParty(mou=mou, agency_id=pk) for pk in sorted(keep - present))
    record("mou.changed", by=by, on=mou, part="parties", parties=[str(pk) for pk in sorted(keep)])


@transaction.atomic
def invite_to_draft(mou: Mou, *, by: User, agencies: Iterable[Agency]) -> None:
    """Let exactly these parties into the draft: their drafters may read it, word it and comment. Others leave it.

    Parties, flows and dates stay with the agency that drafts. Who is let in and who leaves is told.
    """
    open_draft(mou, by)
    parties = set(mou.parties.values_list("agency_id", flat=True)) - {mou.agency_id}
    wanted = {agency.pk for agency in agencies}
    if not wanted <= parties:
        raise RefusedInput(_("Only parties of the agreement can draft it together."), field="agencies")
    present = set(mou.invitations.values_list("agency_id", flat=True))
    mou.invitations.filter(agency__in=present - wanted).delete()
    for agency_id in sorted(wanted - present):
        MouInvitation.objects.create(mou=mou, agency_id=agency_id, invited_by=by)
        tell_parties(mou, "mou.invited", Duty.DRAFT_AGREEMENT, only=agency_id)
    for party in mou.parties.filter(agency__in=present - wanted):
        people = members_to_tell(party.agency_id, with_duty(Duty.DRAFT_AGREEMENT))
        # The draft is closed to them now, so the notice is not about it.
        tell(people, "mou.invitation_ended", agency_id=party.agency_id, on=party)
    if wanted != present:
        note_event(mou, MouEvent.Kind.INVITED, by=by, note=_names(mou, wanted))
        record("mou.invited", by=by, on=mou, agencies=sorted(str(pk) for pk in wanted))


def _names(mou: Mou, agencies: Iterable[UUID]) -> str:
    names = mou.parties.filter(agency__in=agencies).values_list("agency__name", flat=True)
    return Truncator(", ".join(names)).chars(500)


def _check_dates(starts_on: date, ends_on: date, review_on: date | None = None) -> None:
    if ends_on <= starts_on:
        raise RefusedInput(_("The last day must come after the first."))
    if review_on is not None and not starts_on < review_on <= ends_on:
        raise RefusedInput(
            _("The day of the review lies between the first and the last day."), field="review_on"
        )
