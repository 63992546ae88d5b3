"""FERPA: what is no education record, and the access of parents and students (34 CFR 99.3-99.5, 99.8, 99.10)."""

from datetime import date

from law.answers import Finding
from law.case import Case
from law.duties import Condition, Missing
from law.layers import Layer
from law.message import message as _
from law.proof import documented
from law.register import bar, lacking, permit, refuse, rule
from law.rules.ferpa_dates import ENACTED
from law.vocabulary import AgencyKind, Category, Purpose, RecipientKind

SUBSTITUTES = (RecipientKind.STEPPARENT, RecipientKind.CAREGIVER, RecipientKind.FOSTER_PARENT)
PARENTAL = (RecipientKind.PARENT, *SUBSTITUTES)


@rule(
    "ferpa.observation",
    Layer.FERPA,
    "34 CFR 99.3 'education records'",
    _("What staff saw or heard"),
    ENACTED,
    demands=documented("record.personal_observation"),
)
def observation(case: Case) -> Finding | None:
    """Personal knowledge that does not come from a record is not covered."""
    if case.facts.record.personal_observation is not True:
        return None
    return permit(_("FERPA covers what is in records, not what staff themselves saw or heard."))


@rule(
    "ferpa.sole_possession",
    Layer.FERPA,
    "34 CFR 99.3 'education records' (b)(1)",
    _("Private memory aid"),
    ENACTED,
    demands=documented("record.sole_possession"),
)
def sole_possession(case: Case) -> Finding | None:
    """A memory aid kept by its maker and shown to nobody is not an education record."""
    if case.facts.record.sole_possession is not True:
        return None
    return permit(_("A memory aid that its maker kept and showed to nobody is not an education record."))


@rule(
    "ferpa.law_enforcement_unit",
    Layer.FERPA,
    "34 CFR 99.3 'education records' (b)(2); 99.8",
    _("Record of the school's law enforcement unit"),
    date(1992, 7, 23),
    demands=documented(
        "record.created_by_unit", "record.for_law_enforcement_purpose", "record.maintained_by_unit"
    ),
)
def law_enforcement_unit(case: Case) -> Finding | None:
    """All three tests must be met: created by the unit, for law enforcement, kept by the unit."""
    record = case.facts.record
    tests = (record.created_by_unit, record.for_law_enforcement_purpose, record.maintained_by_unit)
    in_question = case.category is Category.LAW_ENFORCEMENT_UNIT or record.created_by_unit is True
    if not in_question:
        return None
    if all(test is True for test in tests) and record.kept_by_school is not True:
        return permit(_("The unit made and keeps this record for law enforcement: FERPA does not limit it."))
    if any(test is False for test in tests) or record.kept_by_school is True:
        return None
    return lacking(
        _("It is not shown that the unit made this record for law enforcement and keeps it."),
        Missing.RECORD_STATUS,
    )


@rule(
    "ferpa.treatment_record",
    Layer.FERPA,
    "20 USC 1232g(a)(4)(B)(iv); 34 CFR 99.3 'education records' (b)(4)",
    _("Treatment record of an adult or college student"),
    ENACTED,
    demands=documented("record.treatment_record", "record.used_only_for_treatment"),
)
def treatment_record(case: Case) -> Finding | None:
    """Kept only for treatment and shown only to those who treat. Never the file of a 15-year-old."""
    record = case.facts.record
    if record.treatment_record is not True or not case.asked_by(RecipientKind.HEALTH_PROVIDER):
        return None
    if case.eligible_student is not True or record.used_only_for_treatment is not True:
        return None
    if not case.wanted_for(Purpose.TREATMENT, Purpose.CARE_COORDINATION):
        return None
    return permit(_("A student's treatment record may go to those who treat the student."))


@rule("ferpa.rights_revoked", Layer.FERPA, "34 CFR 99.4", _("Parent whose rights a court ended"), ENACTED)
def rights_revoked(case: Case) -> Finding | None:
    """Only an order, statute or binding paper that specifically ends record rights counts."""
    if not case.asked_by(*PARENTAL) or not case.rights_revoked:
        return None
    return bar(_("An order specifically ends this person's right to the records."))


@rule(
    "ferpa.parent",
    Layer.FERPA,
    "34 CFR 99.4; 99.10; 99.31(a)(12)",
    _("Parent of a student under 18"),
    ENACTED,
)
def parent(case: Case) -> Finding | None:
    """Either parent may see the records until the student is 18 or attends college."""
    if not case.asked_by(RecipientKind.PARENT) or case.recipient.parent_of_youth is False:
        return None
    if case.eligible_student is None:
        return lacking(
            _("Whether the parent holds the rights depends on the student's age."), Missing.YOUTH_AGE
        )
    if case.eligible_student:
        return None
    record = case.facts.record
    if record.several_students is True and record.redaction_possible is not False:
        return permit(
            _("A parent may see what the record says of the own child, without the other students."),
            Condition.LIMITED_INFORMATION,
        )
    return permit(_("A parent has the right to inspect the education records of a child who is not yet 18."))


@rule(
    "ferpa.other_parent",
    Layer.FERPA,
    "34 CFR 99.30; 99.3",
    _("Parent of another student"),
    ENACTED,
    demands=documented("family.sanction_concerns_requester_child"),
)
def other_parent(case: Case) -> Finding | None:
    """Another family may learn only a sanction that concerns their own child directly."""
    if not case.asked_by(RecipientKind.PARENT) or case.recipient.parent_of_youth is not False:
        return None
    if case.facts.family.sanction_concerns_requester_child is True:
        return permit(
            _("A sanction that concerns the own child directly, such as an order to stay away, may be told."),
            Condition.LIMITED_INFORMATION,
        )
    return refuse(_("The parent of another student has no right to this record."), Missing.CONSENT)


@rule(
    "ferpa.acting_parent",
    Layer.FERPA,
    "34 CFR 99.3 'parent'",
    _("Person who acts as a parent"),
    ENACTED,
    demands=documented(
        "child_welfare.placement_letter",
        "family.acting_as_parent",
        "family.lives_with_child",
        "family.other_parent_absent",
    ),
)
def acting_parent(case: Case) -> Finding | None:
    """A stepparent who lives with the child, or one who raises the child in the absence of a parent."""
    if not case.asked_by(*SUBSTITUTES) or case.eligible_student is True:
        return None
    acts = _acts_as_parent(case)
    if acts is False:
        return refuse(_("This person does not act as a parent."), Missing.CONSENT)
    if acts is True and case.eligible_student is False:
        return permit(_("A person who acts as a parent in the absence of one counts as a parent."))
    evidence = () if acts is True else (Missing.EVIDENCE_ACTING_AS_PARENT,)
    age = () if case.eligible_student is False else (Missing.YOUTH_AGE,)
    return lacking(
        _("It is not shown that this person acts as a parent of a minor student."), *evidence, *age
    )


def _acts_as_parent(case: Case) -> bool | None:
    """As stated; else by living with the child while the other parent is absent, or by a placement letter."""
    family = case.facts.family
    if family.acting_as_parent is not None:
        return family.acting_as_parent
    if case.asked_by(RecipientKind.FOSTER_PARENT):
        return case.facts.child_welfare.placement_letter or None
    if not case.asked_by(RecipientKind.STEPPARENT):
        return None
    home = (family.lives_with_child, family.other_parent_absent)
    if False in home:
        return False
    return True if home == (True, True) else None


@rule("ferpa.student", Layer.FERPA, "34 CFR 99.5; 99.10; 99.31(a)(12)", _("The student"), ENACTED)
def student(case: Case) -> Finding | None:
    """The student may always receive; from 18 or in college it is the student's right."""
    if not case.asked_by(RecipientKind.STUDENT_SELF):
        return None
    return permit(_("A disclosure to the student needs no consent."))


@rule(
    "ferpa.dependent_student",
    Layer.FERPA,
    "34 CFR 99.31(a)(8); 26 USC 152",
    _("Parent of a student who is a tax dependent"),
    ENACTED,
    demands=documented("family.tax_dependent"),
)
def dependent_student(case: Case) -> Finding | None:
    """If either parent claims the student, the school may inform either parent."""
    if not _parent_of_eligible(case):
        return None
    if case.facts.family.tax_dependent is True:
        return permit(
            _("The student is a tax dependent: the school may inform either parent, and need not."),
            Condition.RECORD_IN_LOG,
        )
    if case.facts.family.tax_dependent is False:
        return refuse(
            _("The rights are the student's own, and the student is not a dependent."),
            Missing.CONSENT,
            Missing.TAX_DEPENDENCY_PROOF,
        )
    return lacking(
        _(
            "The rights are the student's own. A parent needs the student's consent or proof of tax dependency."
        ),
        Missing.TAX_DEPENDENCY_PROOF,
    )


@rule(
    "ferpa.alcohol_or_drugs",
    Layer.FERPA,
    "34 CFR 99.31(a)(15)",
    _("Alcohol or drug violation of a college student under 21"),
    date(1998, 10, 7),
    demands=documented("enrollment.alcohol_or_drug_violation"),
)
def alcohol_or_drugs(case: Case) -> Finding | None:
    """Colleges only; under 21 on the day of the disclosure; a violation was found."""
    found = case.facts.enrollment.alcohol_or_drug_violation
    if not _parent_of_eligible(case) or found is not True or case.youth.age is None:
        return None
    if case.holder.kind is not AgencyKind.UNIVERSITY or case.youth.age >= 21:
        return None
    return permit(
        _("A college may tell the parent of a student under 21 that it found an alcohol or drug violation."),
        Condition.RECORD_IN_LOG,
    )


def _parent_of_eligible(case: Case) -> bool:
    return (
        case.asked_by(RecipientKind.PARENT)
        and case.recipient.parent_of_youth is not False
        and case.eligible_student is True
    )
