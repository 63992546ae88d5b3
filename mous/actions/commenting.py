"""Comments on a draft or a text under review: threads that are answered, resolved and reopened."""

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.queries import members_to_tell
from agencies.roles import Duty, with_duty
from audit.record import record
from mous.actions.hold import agency_of, lock
from mous.models import Mou, MouComment, MouSection
from mous.permissions import can_comment, can_resolve
from mous.states import State
from notices.actions import tell
from sharing_portal.errors import InvalidTransition, RefusedInput, require

LONGEST = 4000


@transaction.atomic
def comment(mou: Mou, *, by: User, text: str, section: MouSection | None = None) -> MouComment:
    """Begin a thread on a section or, without one, on the whole agreement. Those who word it are told once a day."""
    _open_for_comments(mou, by)
    made = _add(mou, by, text, section=section)
    for agency_id in {mou.agency_id, *mou.invitations.values_list("agency_id", flat=True)}:
        people = members_to_tell(agency_id, with_duty(Duty.DRAFT_AGREEMENT))
        others = [person for person in people if person.pk != by.pk]
        today = timezone.localdate().isoformat()
        tell(others, "mou.commented", agency_id=agency_id, on=mou, key=today)
    return made


@transaction.atomic
def answer(thread: MouComment, *, by: User, text: str) -> MouComment:
    """Answer in a thread. Whoever wrote in it before is told; a resolved thread is reopened first."""
    _open_for_comments(thread.mou, by)
    if thread.answers_id is not None or thread.resolved_at is not None:
        raise InvalidTransition(_("This conversation is closed. Reopen it to answer."))
    made = _add(thread.mou, by, text, section=thread.section, answers=thread)
    written = [thread, *thread.replies.select_related("by")]
    for earlier in {entry.by_id: entry for entry in written if entry.by_id != by.pk}.values():
        tell([earlier.by], "mou.answered", agency_id=earlier.agency_id, on=thread.mou, key=str(made.pk))
    return made


@transaction.atomic
def resolve(thread: MouComment, *, by: User) -> None:
    """Say that what a thread asks for is settled."""
    _close(thread, by, resolved=True)


@transaction.atomic
def reopen(thread: MouComment, *, by: User) -> None:
    """Say that it is not settled after all."""
    _close(thread, by, resolved=False)


def _close(thread: MouComment, by: User, *, resolved: bool) -> None:
    lock(thread.mou)
    require(can_resolve(by, thread))
    _must_be_open(thread.mou)
    thread.refresh_from_db(fields=["resolved_at", "resolved_by", "answers"])
    if thread.answers_id is not None:
        raise RefusedInput(_("Only a whole conversation is resolved."))
    if (thread.resolved_at is not None) == resolved:
        return
    thread.resolved_at, thread.resolved_by = (TransactionNow(), by) if resolved else (None, None)
    thread.save(update_fields=["resolved_at", "resolved_by"])
    event = "mou.comment_resolved" if resolved else "mou.comment_reopened"
    record(event, by=by, on=thread.mou, comment=str(thread.pk))


def _open_for_comments(mou: Mou, by: User) -> None:
    lock(mou)
    require(can_comment(by, mou))
    _must_be_open(mou)


def _must_be_open(mou: Mou) -> None:
    if mou.state not in (State.DRAFT, State.REVIEW):
        raise InvalidTransition(_("Comments are for drafts and reviews. This agreement has gone on."))


def _add(mou: Mou, by: User, text: str, **about: MouSection | MouComment | None) -> MouComment:
    words = text.replace("\r\n", "\n").strip()
    if not words or len(words) > LONGEST:
        raise RefusedInput(
            _("Write a comment of up to %(longest)s characters.") % {"longest": LONGEST}, field="text"
        )
    made = MouComment.objects.create(
        mou=mou, version=mou.version, text=words, agency_id=agency_of(by), by=by, **about
    )
    record("mou.commented", by=by, on=mou, comment=str(made.pk))
    return made
