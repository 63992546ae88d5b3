"""What one may ask for on the pages of a request, in the groups in which it is shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from disclosures.models import CATEGORIES, PURPOSES
from law.vocabulary import REFUSED_ON_ENTRY, Purpose


def _named(*purposes: Purpose) -> list[tuple[str, Any]]:
    """These purposes as choices."""
    labels = dict(PURPOSES)
    return [(purpose.value, labels[purpose.value]) for purpose in purposes]


ASKABLE = [choice for choice in CATEGORIES if choice[0] not in {*REFUSED_ON_ENTRY, "deidentified"}]
# Where the page shows each kind of record; what is not named here stands under school.
HEALTH = {"immunization", "medical", "mental_health", "substance_use"}
CARE = {"child_welfare", "placement", "housing", "juvenile_justice"}
ASKABLE_BY_GROUP = [
    (_("School"), [choice for choice in ASKABLE if choice[0] not in HEALTH | CARE]),
    (_("Health"), [choice for choice in ASKABLE if choice[0] in HEALTH]),
    (_("Care, home and court"), [choice for choice in ASKABLE if choice[0] in CARE]),
]
# What an agency may ask for, care and school first. The other purposes of the law no agency asks another for.
ASKED_FOR_BY_GROUP = [
    (
        _("Care and health"),
        _named(
            Purpose.CARE_COORDINATION,
            Purpose.TREATMENT,
            Purpose.HEALTH_OR_SAFETY_EMERGENCY,
            Purpose.PLACEMENT,
            Purpose.CHILD_PROTECTION,
            Purpose.REPORTING_ABUSE,
            Purpose.PUBLIC_HEALTH,
        ),
    ),
    (
        _("School"),
        _named(
            Purpose.EDUCATIONAL_SUPPORT,
            Purpose.ENROLLMENT,
            Purpose.INSTITUTIONAL_SERVICE,
            Purpose.THREAT_ASSESSMENT,
            Purpose.SCHOOL_DISCIPLINE,
            Purpose.FINANCIAL_AID,
        ),
    ),
    (
        _("Court and supervision"),
        _named(
            Purpose.JUVENILE_SERVICES,
            Purpose.SUPERVISION,
            Purpose.COURT_PROCEEDING,
            Purpose.PROCEEDING_AGAINST_YOUTH,
            Purpose.INVESTIGATION,
            Purpose.LOCATE_PERSON,
        ),
    ),
    (
        _("Benefits, payment and review"),
        _named(
            Purpose.BENEFITS,
            Purpose.PAYMENT,
            Purpose.HEALTH_CARE_OPERATIONS,
            Purpose.OWN_REVIEW,
            Purpose.AUDIT_OR_EVALUATION,
            Purpose.STUDY_FOR_SCHOOL,
            Purpose.RESEARCH,
            Purpose.ACCREDITATION,
        ),
    ),
]
ASKED_FOR = [choice for _group, choices in ASKED_FOR_BY_GROUP for choice in choices]
