"""What tests of sealed agreements share: a key of their own, and the worker's step."""

from pathlib import Path
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import User
from agencies.acting import acting_as
from deploy import seal_keys
from mous.models import Mou, MouSeal
from mous.pdf import seal_queued_agreement, sealed_bytes
from notices.models import OutboxEntry
from sharing_portal.rls.context import acting_for

TASK = "mous.tasks.seal_agreement"


def make_key(folder: Path) -> SimpleNamespace:
    """A key as production has one; `key` and `roots` are the paths of its files."""
    seal_keys.make(folder, "Test County")
    return SimpleNamespace(key=str(folder / seal_keys.KEY), roots=str(folder / seal_keys.ROOTS))


def work_off() -> None:
    """Do what the worker does when a message with each sealing entry arrives."""
    with acting_for(principal="outbox"):
        waiting = list(OutboxEntry.objects.filter(task=TASK).values_list("pk", flat=True))
    for pk in waiting:
        seal_queued_agreement(str(pk))


def call_off() -> None:
    """Leave nothing to seal for the worker of a test that watches something else."""
    with acting_for(principal="outbox"):
        OutboxEntry.objects.filter(task=TASK, done_at=None).update(done_at=timezone.now())


def file_of(mou: Mou, reader: User) -> bytes:
    """The sealed file, as this person of a party reads it."""
    with acting_as(reader):
        return sealed_bytes(MouSeal.objects.get(mou=mou))
