"""Take a FHIR Consent from another system in: as a draft to check, never as a consent."""

from typing import Any

from django.db import transaction

from accounts.models import User
from agencies.roles import Duty, may
from audit.record import record
from consents.actions.drafting import new_draft
from consents.fhir.understanding import Understood, understand
from consents.models import ConsentDraft
from consents.permissions import can_record
from sharing_portal.errors import require
from youth.models import YouthRecord


def check_import(content: bytes, *, by: User, youth: YouthRecord | None = None) -> Understood:
    """What a file would bring, and change nothing. Raises `NotTaken` with every reason why it brings nothing."""
    # Reading takes long enough to be asked for by those alone who may have something of it.
    require(may(by, Duty.RECORD_CONSENT) if youth is None else can_record(by, youth))
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
    draft = new_draft(understood.youth, by=by, answers={"offer": offer(understood)}, source=name[-200:])
    record(
        "consent.imported",
        by=by,
        on=understood.youth,
        youth_id=understood.youth.pk,
        lines=len(understood.lines),
    )
    return draft, understood


def offer(understood: Understood) -> list[dict[str, Any]]:
    """The lines as staff propose them to the family, and no wider: lines that differ in the category alone are one."""
    flows: list[dict[str, Any]] = []
    today = understood.youth.agency.today()
    for line in understood.lines:
        flow = {
            "discloser": str(line.discloser.pk),
            "recipient": str(line.recipient.pk),
            "purposes": list(line.purposes),
            "latest": line.expires_on.isoformat(),
            "may_send": line.may_send,
            "may_talk": line.may_talk,
            **({"ends_when": line.ends_when} if line.ends_when else {}),
            # Nothing begins before it is signed here.
            **({"starts_on": line.starts_on.isoformat()} if line.starts_on > today else {}),
        }
        same = next((one for one in flows if one == {**flow, "categories": one["categories"]}), None)
        if same is None:
            flows.append(same := {**flow, "categories": []})
        same["categories"].append(line.category)
    return flows
