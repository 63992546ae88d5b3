"""What tests of sealed files share: a key of their own, and the worker's step."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import User
from agencies.acting import acting_as
from consents.sealing import seal_queued_consent
from deploy import seal_keys
from mous.models import Mou
from mous.queries import seal_of
from mous.sealing import seal_queued_agreement, seal_queued_exhibit
from notices.models import OutboxEntry
from sharing_portal.rls.context import acting_for
from sharing_portal.sealing.keeping import kept_bytes

AGREEMENT = "mous.tasks.seal_agreement"
EXHIBIT = "mous.tasks.seal_exhibit"
CONSENT = "consents.tasks.seal_consent"
WORK: dict[str, Callable[[str], None]] = {
    AGREEMENT: seal_queued_agreement,
    EXHIBIT: seal_queued_exhibit,
    CONSENT: seal_queued_consent,
}


def make_key(folder: Path) -> SimpleNamespace:
    """A key as production has one; `key` and `roots` are the paths of its files."""
    seal_keys.make(folder, "Test County")
    return SimpleNamespace(key=str(folder / seal_keys.KEY), roots=str(folder / seal_keys.ROOTS))


def work_off(*tasks: str) -> None:
    """Do what the worker does when a message with each sealing entry arrives; with names, only these tasks'."""
    with acting_for(principal="outbox"):
        waiting = list(OutboxEntry.objects.filter(task__in=tasks or WORK).values_list("pk", "task"))
    for pk, task in waiting:
        WORK[task](str(pk))


def call_off() -> None:
    """Leave nothing to seal for the worker of a test that watches something else."""
    with acting_for(principal="outbox"):
        OutboxEntry.objects.filter(task__in=WORK, done_at=None).update(done_at=timezone.now())


def file_of(mou: Mou, reader: User) -> bytes:
    """The sealed agreement, as this person of a party reads it."""
    with acting_as(reader):
        made = seal_of(mou)
        assert made is not None, "it is not sealed"
        return kept_bytes(made.file, made.file_sha256)
