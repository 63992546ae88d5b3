"""What a family has chosen so far of what it is asked."""

from typing import Any

from consents.models import ConsentDraft

Flow = dict[str, Any]
INITIALS_LENGTH = 10


def answered(draft: ConsentDraft, number: int) -> Flow | None:
    """What the family has chosen of one flow of the offer; None until it has answered both of its pages."""
    flow = begun(draft, number)
    return flow if flow and (not flow["categories"] or "expires_on" in flow) else None


def begun(draft: ConsentDraft, number: int) -> Flow | None:
    """What it has chosen of that flow so far; None when it has not answered."""
    found: Flow | None = draft.answers.get("chosen", {}).get(str(number))
    return found


def is_decided(draft: ConsentDraft) -> bool:
    """Whether every flow of the offer is answered."""
    return all(answered(draft, number) is not None for number in range(len(draft.answers["offer"])))
