"""Keep what is being filled in, or throw it away."""

from typing import Any

from django.db import transaction

from accounts.models import User
from consents.models import ConsentDraft, FamilyLink
from consents.permissions import can_record
from sharing_portal.errors import require


@transaction.atomic
def save_step(draft: ConsentDraft, *, by: User | FamilyLink, step: str, answers: Any) -> ConsentDraft:
    """Keep the answers of one step. When they change the text, it must be read and signed anew."""
    require(can_record(by, draft.youth))
    stale = {"read": ("read", "sign"), "sign": ("sign",)}.get(step, (step, "read", "sign"))
    kept = {name: given for name, given in draft.answers.items() if name not in stale}
    draft.answers = {**kept, step: answers}
    draft.save()
    return draft


@transaction.atomic
def discard(draft: ConsentDraft, *, by: User | FamilyLink) -> None:
    """Throw away an unfinished consent; throwing away one that was never saved changes nothing."""
    require(can_record(by, draft.youth))
    ConsentDraft.objects.filter(pk=draft.pk).delete()
