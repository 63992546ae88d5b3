"""Who takes part in the journey: a district with a real roster, a mental health center, their people."""

from accounts.models import User
from agencies.models import Agency
from sharing_portal.rls.context import acting_for
from tests import factories


def make() -> None:
    """Two agencies and the people who act in the journey, as an operator would onboard them."""
    operator = factories.operator()
    district = _agency("Grand Bend School District", "school_district", ["ferpa_bound"], operator)
    center = _agency("Lakeshore Community Mental Health", "hipaa_provider", ["hipaa_covered"], operator)
    for name, agency, roles in (
        ("bob", district, ["records_custodian"]),
        ("dora", district, ["signatory"]),
        ("carl", district, ["counsel"]),
        ("audrey", district, ["auditor"]),
        ("alice", center, ["staff"]),
        ("sam", center, ["signatory"]),
        ("cora", center, ["counsel"]),
    ):
        factories.member(name, agency, roles, by=operator)


def _agency(name: str, kind: str, statuses: list[str], operator: User) -> Agency:
    made = factories.agency(name, kind, statuses, by=operator)
    with acting_for(user_id=operator.pk):
        Agency.objects.filter(pk=made.pk).update(
            address="1 Main Street, Spokane, WA 99201", phone="509-555-0100"
        )
    return made
