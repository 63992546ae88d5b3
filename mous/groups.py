"""Records and purposes in the groups in which pages show them: what people look for together stands together."""

from django.utils.translation import gettext_lazy as _

from law.vocabulary import STORED_CATEGORIES, Category, Purpose

_HEALTH = (
    Category.IMMUNIZATION,
    Category.MEDICAL,
    Category.MENTAL_HEALTH,
    Category.SEXUAL_HEALTH,
    Category.SUBSTANCE_USE,
)
_CARE = (Category.CHILD_WELFARE, Category.PLACEMENT, Category.HOUSING, Category.JUVENILE_JUSTICE)
# What is not named under health or care stands under school.
CATEGORY_GROUPS = (
    (_("School"), tuple(category for category in STORED_CATEGORIES if category not in _HEALTH + _CARE)),
    (_("Health"), _HEALTH),
    (_("Care, home and court"), _CARE),
)
# What an agency may ask another for, care and school first. The other purposes of the law no agreement opens.
PURPOSE_GROUPS = (
    (
        _("Care and health"),
        (
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
        (
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
        (
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
        (
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
)
ASKABLE_PURPOSES = tuple(purpose for _group, purposes in PURPOSE_GROUPS for purpose in purposes)
