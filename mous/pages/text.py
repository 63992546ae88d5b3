"""What the pages of drafting together show: sections, who is editing them, versions, and what people say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from mous.differences import GONE, NEW, inline, side_by_side
from mous.document import filled_sections
from mous.models import Mou, MouComment, MouSection, MouSectionLock, MouSectionVersion
from mous.pages import moment
from mous.permissions import can_comment, can_resolve, can_word
from mous.states import State
from mous.wording import REQUIRED


def open_threads(mou: Mou) -> QuerySet[MouComment]:
    """The conversations about it that are not resolved."""
    return mou.comments.filter(answers=None, resolved_at=None)


def words(mou: Mou, user: User) -> bool:
    """Whether the reader may change the words now."""
    return mou.state == State.DRAFT and can_word(user, mou)


def sections(mou: Mou) -> list[dict[str, Any]]:
    """Every section in order: its beginning, who is editing it, and how many conversations about it are open."""
    filled = {part["code"]: part["text"] for part in filled_sections(mou)}
    counts = Counter(open_threads(mou).values_list("section_id", flat=True))
    locks = {lock.section_id: lock for lock in _held(mou.sections.values_list("pk", flat=True))}
    parts = list(mou.sections.all())
    return [
        {
            "part": part,
            "number": number,
            "begins": Truncator(filled[part.code]).chars(160),
            "required": part.code in REQUIRED,
            "editing": editing(locks.get(part.pk)),
            "comments": counts[part.pk],
            "first": number == 1,
            "last": number == len(parts),
        }
        for number, part in enumerate(parts, start=1)
    ]


def lock_on(section: MouSection) -> MouSectionLock | None:
    """The lock of whoever is editing the section now."""
    return next(iter(_held([section.pk])), None)


def editing(lock: MouSectionLock | None) -> str:
    """Who is editing, in words; nothing when nobody is."""
    if lock is None:
        return ""
    return _("%(person)s (%(agency)s) is editing since %(when)s") % {
        "person": lock.by,
        "agency": lock.agency,
        "when": moment(lock.since),
    }


def threads(mou: Mou, user: User, section: MouSection | None = None) -> list[dict[str, Any]]:
    """The conversations, open ones first; on one section, or all."""
    found = mou.comments.filter(answers=None).select_related("by", "agency", "section", "resolved_by")
    if section is not None:
        found = found.filter(section=section)
    live = mou.state in (State.DRAFT, State.REVIEW)
    listed = [
        {
            "first": _entry(thread),
            "replies": [_entry(reply) for reply in thread.replies.select_related("by", "agency")],
            "about": thread.section.heading if thread.section else _("The whole agreement"),
            "section": thread.section,
            "resolved": _resolved(thread),
            "may_resolve": live and can_resolve(user, thread),
            "may_answer": live and thread.resolved_at is None and can_comment(user, mou),
        }
        for thread in found
    ]
    return sorted(listed, key=lambda thread: bool(thread["resolved"]))


def version_rows(section: MouSection) -> list[dict[str, Any]]:
    """The versions, newest first: who saved each, and when."""
    return [
        {
            "number": version.number,
            "who": f"{version.by}, {version.agency}",
            "when": moment(version.at),
            "current": version.number == section.number,
        }
        for version in section.versions.select_related("by", "agency")
    ]


def compared(before: MouSectionVersion, after: MouSectionVersion, *, beside: bool) -> dict[str, Any]:
    """Two versions of a section with their differences, in one column or beside each other."""
    old, new = (f"{version.heading}\n\n{version.text}" for version in (before, after))
    return {"rows": side_by_side(old, new)} if beside else {"pieces": inline(old, new)}


def clash(section: MouSection, heading: str, text: str) -> dict[str, Any]:
    """What somebody saved meanwhile beside what was typed."""
    saved = section.versions.select_related("by", "agency").first()
    mine = text.replace("\r\n", "\n").strip()
    return {
        "rows": side_by_side(f"{section.heading}\n\n{section.text}", f"{heading.strip()}\n\n{mine}"),
        "who": f"{saved.by}, {saved.agency}" if saved else "",
        "when": moment(saved.at) if saved else "",
        "marks": {"gone": GONE, "new": NEW},
    }


def _held(sections: Iterable[Any]) -> list[MouSectionLock]:
    locks = MouSectionLock.objects.filter(section__in=list(sections), until__gt=timezone.now())
    return list(locks.select_related("by", "agency"))


def _entry(comment: MouComment) -> dict[str, Any]:
    return {
        "pk": comment.pk,
        "who": f"{comment.by}, {comment.agency}",
        "when": moment(comment.at),
        "text": comment.text,
    }


def _resolved(thread: MouComment) -> str:
    if thread.resolved_at is None:
        return ""
    return _("Resolved by %(person)s, %(when)s") % {
        "person": thread.resolved_by,
        "when": moment(thread.resolved_at),
    }
