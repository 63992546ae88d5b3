"""Take a FHIR Consent from another system in: as a draft to check, never as a consent."""

from typing import Any

from django.db import transaction

from accounts.models import User
from audit.record import record
from consents.actions.drafting import begin_draft
from consents.fhir.understanding import Understood, understand
from consents.models import ConsentDraft
from consents.permissions import can_record
from sharing_portal.errors import require
from youth.models import YouthRecord


def check_import(content: bytes, *, by: User, youth: YouthRecord | None = None) -> Understood:
    """What a file would bring, and change nothing. Raises `NotTaken` with every reason why it brings nothing."""
    if youth is not None:
        require(can_record(by, youth))
    understood = understand(content, by=by, youth=youth)
    require(can_record(by, understood.youth))
    return understood


@transaction.atomic
def import_consent(
    content: bytes, *, by: User, name: str, youth: YouthRecord | None = None
) -> tuple[ConsentDraft, Understood]:
    """Begin a draft that offers the lines of a FHIR Consent. Nobody has agreed to them here.

    The person checks them, says who signs, and has them signed, or enters the paper, as with any other draft. Raises
    `InvalidTransition` when she has an unfinished consent for this youth.
    """
    understood = check_import(content, by=by, youth=youth)
    draft = begin_draft(understood.youth, by=by, answers={"offer": offer(understood)}, source=name[-200:])
    record(
        "consent.imported",
        by=by,
        on=understood.youth,
        youth_id=understood.youth.pk,
        lines=len(understood.lines),
    )
    return draft, understood


def offer(understood: Understood) -> list[dict[str, Any]]:
    """The lines as staff propose them to the family: lines that differ in the category alone are one."""
    flows: dict[tuple[Any, ...], list[str]] = {}
    for line in understood.lines:
        key = (
            str(line.discloser.pk),
            str(line.recipient.pk),
            tuple(line.purposes),
            line.expires_on.isoformat(),
        )
        flows.setdefault(key, []).append(line.category)
    return [
        {
            "discloser": discloser,
            "recipient": recipient,
            "categories": categories,
            "purposes": list(purposes),
            "latest": latest,
        }
        for (discloser, recipient, purposes, latest), categories in flows.items()
    ]
