"""Adding to a record and correcting it. An item is never changed: a correction is a new item beside the old one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.once import once_id
from audit.record import record as record_event
from law.vocabulary import REFUSED_ON_ENTRY, STORED_CATEGORIES, Category
from sharing_portal.errors import RefusedInput, StaleState, require
from youth import files
from youth.models import RecordItem, YouthRecord
from youth.permissions import can_add_item

_CATEGORIES = {category.value: category for category in Category}


@dataclass(frozen=True)
class ItemContent:
    """What a person enters: words, a file, or both."""

    category: str
    occurred_on: date
    title: str
    text: str = ""
    source: str = ""
    file: File[bytes] | None = field(default=None, compare=False)


@transaction.atomic
def add_item(record: YouthRecord, content: ItemContent, *, by: User, once: str = "") -> RecordItem:
    """Add one item. Psychotherapy notes, SUD counseling notes and victim-service records are refused
    (45 CFR 164.501, 42 CFR 2.11, 34 USC 12291(b)(2)). The same form sent twice adds one item.
    """
    require(can_add_item(by, record))
    item, created = _write(record, content, by=by, once=once)
    if created:
        record_event(
            "youth.item_added",
            by=by,
            on=item,
            youth_id=record.pk,
            category=item.category,
            file=bool(item.file),
        )
    return item


@transaction.atomic
def correct_item(
    item: RecordItem, content: ItemContent, *, reason: str, by: User, once: str = ""
) -> RecordItem:
    """Enter a corrected version; the old one stays and is shown as corrected, with the reason.

    Without a new file the old item's file stays with the correction. An item is corrected once; its correction
    can be corrected in turn.
    """
    record = item.youth
    require(can_add_item(by, record))
    if not reason.strip():
        raise RefusedInput(_("Say why the item is corrected."), field="correction_reason")
    earlier = RecordItem.objects.filter(corrects=item).first()
    if earlier and earlier.pk != once_id(record.pk, by, once):
        raise StaleState(_("This item has already been corrected. Open the correction to change it again."))
    correction, created = _write(
        record, content, by=by, once=once, corrects=item, correction_reason=reason.strip()
    )
    if created:
        record_event("youth.item_corrected", by=by, on=correction, youth_id=record.pk, corrects=str(item.pk))
    return correction


def _write(
    record: YouthRecord, content: ItemContent, *, by: User, once: str, **more: Any
) -> tuple[RecordItem, bool]:
    _check(content, old=more.get("corrects"))
    pk = once_id(record.pk, by, once)
    if existing := already_there(pk):
        return existing, False
    stored = _file_fields(content.file, more.get("corrects"))
    item, created = RecordItem.objects.get_or_create(
        pk=pk,
        defaults={
            "agency_id": record.agency_id,
            "youth": record,
            "category": content.category,
            "occurred_on": content.occurred_on,
            "title": content.title.strip(),
            "text": content.text.strip(),
            "source": content.source.strip(),
            "entered_by": by,
            **stored,
            **more,
        },
    )
    if not created and content.file:
        default_storage.delete(stored["file"])
    return item, created


def already_there(pk: UUID) -> RecordItem | None:
    """The item that an earlier sending of the same form made."""
    return RecordItem.objects.filter(pk=pk).first()


def _check(content: ItemContent, old: RecordItem | None) -> None:
    category = _CATEGORIES.get(content.category)
    if category in REFUSED_ON_ENTRY:
        raise RefusedInput(_(REFUSED_ON_ENTRY[category]), field="category")
    if category not in STORED_CATEGORIES:
        raise RefusedInput(_("Choose one of the categories."), field="category")
    if not content.text.strip() and not content.file and not (old and old.file):
        raise RefusedInput(_("Write a text or choose a file."), field="text")
    # A day of grace: it may be tomorrow already where the agency is.
    if content.occurred_on > date.today() + timedelta(days=1):
        raise RefusedInput(_("The date lies in the future."), field="occurred_on")


def _file_fields(upload: File[bytes] | None, old: RecordItem | None) -> dict[str, Any]:
    """The columns of the file: the new one, checked and stored, or the corrected item's own."""
    if upload is None:
        names = ("file", "file_name", "file_type", "file_size", "file_sha256")
        return {name: getattr(old, name) for name in names} if old and old.file else {}
    checked = files.check(upload)
    return {
        "file": files.keep(checked),
        "file_name": checked.name,
        "file_type": checked.type,
        "file_size": checked.size,
        "file_sha256": checked.sha256,
    }
