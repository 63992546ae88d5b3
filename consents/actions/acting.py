"""Who acts on a consent: a member of staff, or the family that came through its link."""

from typing import Any

from accounts.models import User
from consents.models import FamilyLink


def actor(by: User | FamilyLink) -> dict[str, Any]:
    """Who is written down as having done it: a person, or the family by its link, which has no name in the log."""
    if isinstance(by, FamilyLink):
        return {
            "by": None,
            "actor_name": "Family, by its link",
            "agency_id": by.agency_id,
            "link": str(by.pk),
        }
    return {"by": by}
