"""Who holds it, who asks, which records, what for; then the age, the state, the youth, the two agencies and the record."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from guide.questions.kinds import Choice, Question, fact
from guide.questions.lists import ASKERS, KINDS_OF_RECORD, PURPOSES
from law.evidence import ReceivedUnder
from law.packs import shipped
from law.vocabulary import AgencyKind, LegalStatus

HOLDER = Question(
    "holder",
    _("Who has the records?"),
    _("The records are kept by"),
    tuple(Choice(kind.value, kind.label, {"holder.kind": kind}) for kind in AgencyKind),
    several=False,
)
ASKER = Question(
    "asker",
    _("Who asks for them?"),
    _("The person or agency that asks is"),
    tuple(
        Choice(kind.value, kind.label, {"recipient.kind": kind}, section=section)
        for section, kinds in ASKERS
        for kind in kinds
    ),
    several=False,
)
RECORDS = Question(
    "records",
    _("What kind of records?"),
    _("The records are about"),
    tuple(
        Choice(category.value, category.label, {"categories": frozenset({category})}, section=section)
        for section, categories in KINDS_OF_RECORD
        for category in categories
    ),
    hint=_("Choose all that are asked for. Each kind gets its own answer."),
)
PURPOSE = Question(
    "purpose",
    _("What are they for?"),
    _("The one who asks needs them for"),
    tuple(
        Choice(purpose.value, purpose.label, {"purpose": purpose}, section=section)
        for section, purposes in PURPOSES
        for purpose in purposes
    ),
    several=False,
)
AGE = Question(
    "age",
    _("How old is the young person?"),
    _("Age today"),
    (
        Choice("under-12", _("Under 12"), {"youth.age": 8}),
        *(Choice(str(age), str(age), {"youth.age": age}) for age in range(12, 21)),
        Choice("21", _("21 or older"), {"youth.age": 21}),
        Choice("unknown", _("I do not know"), {}),
    ),
    several=False,
)
STATES = {pack.state: pack.name for pack in shipped() if settings.OFFER_INVENTED_STATES or not pack.invented}
"""The states whose rules the portal has, by code. A real portal offers no invented one."""
WHERE = Question(
    "where",
    _("In which state are the records kept?"),
    _("The one who has the records works in"),
    (
        *(Choice(state, name, {"us_state": state}) for state, name in STATES.items()),
        Choice("other", _("Another state, or a state that is not listed")),
    ),
    several=False,
    hint=_(
        "State law decides part of this. Listed are the states whose rules the guide knows. "
        "For any other state it says what to ask, and whom."
    ),
)
YOUTH = Question(
    "youth",
    _("What is true of the young person?"),
    _("The young person"),
    (
        fact(
            "youth.attends_postsecondary",
            _("Is enrolled in a college or university"),
            _("Rights under the school privacy law then belong to the student, at any age."),
        ),
        fact("youth.emancipated", _("Is emancipated: a court or state law treats the person as an adult")),
        fact("family.minor_consented_alone", _("Agreed to this care without a parent, as the law allows")),
        fact(
            "family.parent_agreed_to_confidentiality",
            _("Gets care that the parent agreed to keep between the young person and the provider"),
        ),
        fact("family.parent_consented_to_care", _("Gets care that a parent agreed to")),
        fact(
            "youth.lacks_capacity",
            _("Cannot decide for themselves, although an adult: a court or a doctor has found so"),
        ),
        fact("youth.former_student", _("Is a former student")),
        fact("youth.student_visa", _("Is a student with an F, J or M visa")),
        fact("youth.deceased", _("Has died")),
        fact("youth.privately_placed", _("Was placed in a private school by the parents")),
        fact("youth.mckinney_vento", _("Has no stable housing (McKinney-Vento Act)")),
    ),
)
HOLDER_IS = Question(
    "holder_is",
    _("What is true of the one who has the records?"),
    _("The holder of the records"),
    (
        Choice(
            "ferpa_bound",
            _("Receives money from the U.S. Department of Education"),
            {"holder.statuses": frozenset({LegalStatus.FERPA_BOUND})},
        ),
        Choice(
            "no_electronic_billing",
            _("Never bills health plans by computer"),
            {"holder.sends_standard_transactions": False},
            _("A provider that never does so is not bound by HIPAA."),
        ),
        fact("holder.sends_standard_transactions", _("Bills health plans by computer")),
        fact("holder.runs_covered_clinic", _("Runs a clinic that bills health plans by computer")),
        Choice(
            "health_component",
            _("Is the health part of a county or other body, set apart under HIPAA"),
            {"holder.statuses": frozenset({LegalStatus.HIPAA_HYBRID_COMPONENT})},
        ),
        fact(
            "holder.part2_program",
            _("Offers substance use care as such, with federal help (a “Part 2 program”)"),
            _(
                "Federal help is read widely: Medicaid, a federal grant, or a license to give controlled drugs."
            ),
        ),
        fact(
            "holder.youth_placed_by_district",
            _("Has the student because a public district placed the student"),
        ),
        fact("holder.runaway_program", _("Runs a federal program for runaway or homeless youth")),
        fact("justice.funded_program", _("Has a federal juvenile justice grant")),
        fact("holder.federal_court", _("Is a federal court")),
    ),
)
ASKER_IS = Question(
    "asker_is",
    _("What is true of the one who asks?"),
    _("The one who asks"),
    (
        Choice(
            "other_parent",
            _("Is the parent of another child, not of this one"),
            {"recipient.parent_of_youth": False},
        ),
        fact("recipient.hipaa_covered", _("Is bound by HIPAA too, and has or had this patient")),
        Choice(
            "no_employee",
            _("Works for the authority under a contract, not as its employee"),
            {"recipient.employee_of_authority": False},
        ),
        fact(
            "recipient.supervises_release",
            _("Watches over the young person’s release, as by probation or parole"),
        ),
        fact(
            "recipient.organized_arrangement",
            _("Works with the holder in one organized health care arrangement"),
        ),
        fact("recipient.participating_agency", _("Takes part in the student’s special education")),
        fact("child_welfare.subject_of_report", _("Is the person whom the report is about")),
        fact("child_welfare.review_panel", _("Is a citizen review panel or a child fatality review panel")),
        fact(
            "child_welfare.administers_related_program",
            _("Runs foster care or a related federal program, and needs it for that"),
        ),
        fact("recipient.same_case", _("Works on the same court case")),
    ),
)
ORIGIN = Question(
    "origin",
    _("Where does the record come from?"),
    _("The record"),
    (
        Choice("own", _("Was made by the one who has it"), {"record.part2_content": False}),
        *(
            Choice(code, label, {"record.received_under": basis})
            for code, label, basis in (
                (
                    "school_consent",
                    _("Came from a school, with a consent"),
                    ReceivedUnder.FERPA_CONSENT,
                ),
                ("school_emergency", _("Came from a school in an emergency"), ReceivedUnder.FERPA_EMERGENCY),
                (
                    "school_justice",
                    _("Came from a school, for the juvenile justice system"),
                    ReceivedUnder.FERPA_JUVENILE_JUSTICE,
                ),
                (
                    "school_welfare",
                    _("Came from a school, for the child welfare agency"),
                    ReceivedUnder.FERPA_CHILD_WELFARE,
                ),
                ("school_other", _("Came from a school in another way"), ReceivedUnder.FERPA_OTHER),
                (
                    "program_consent",
                    _("Came from a substance use program, with a consent for this use"),
                    ReceivedUnder.PART2_CONSENT,
                ),
                (
                    "program_care",
                    _("Came from a substance use program, with one consent for all future care and payment"),
                    ReceivedUnder.PART2_TPO_CONSENT,
                ),
                (
                    "program_justice",
                    _("Came from a substance use program, with a consent tied to a criminal case"),
                    ReceivedUnder.PART2_JUSTICE_CONSENT,
                ),
                (
                    "program_other",
                    _("Came from a substance use program in another way"),
                    ReceivedUnder.PART2_OTHER,
                ),
            )
        ),
        Choice(
            "program_pages",
            _("Holds pages of a substance use program, and nobody knows on what terms they came"),
            {"record.part2_content": True},
        ),
        Choice("unknown", _("I do not know"), {"not_shown": frozenset({"record.part2_content"})}),
    ),
    several=False,
    hint=_("Rules can travel with a record from one agency to the next."),
)
RECORD = Question(
    "record",
    _("What exactly is it?"),
    _("What would be shared"),
    (
        fact(
            "record.personal_observation",
            _("Is only what staff saw or heard themselves, not taken from a record"),
        ),
        fact("record.sole_possession", _("Is a private memory note that its writer showed to nobody")),
        Choice(
            "unit_record",
            _("Was made and is kept by the school’s law enforcement unit, for law enforcement"),
            {
                "record.created_by_unit": True,
                "record.for_law_enforcement_purpose": True,
                "record.maintained_by_unit": True,
            },
        ),
        Choice(
            "treatment_record",
            _(
                "Was made by a doctor or counselor who treats the student, and is seen only by those who treat"
            ),
            {"record.treatment_record": True, "record.used_only_for_treatment": True},
        ),
        fact(
            "record.holder_acts_for_school", _("Is kept for a school, by someone who works for that school")
        ),
        Choice(
            "not_for_school",
            _("Is kept by a health provider that does not work for the school"),
            {"record.holder_acts_for_school": False},
        ),
        fact("record.several_students", _("Is about several students")),
        fact("record.school_meals", _("Says who gets free or low-cost school meals")),
        Choice(
            "meal_status_only",
            _("Is only the name and whether the student gets free or low-cost meals"),
            {"request.fields": frozenset({"name", "eligibility_status"})},
        ),
        fact("record.employment_record", _("Is about the student only as an employee")),
        fact("record.made_after_attendance", _("Was made after the student left, about later matters")),
        fact("record.peer_graded", _("Is a paper that another student graded and no teacher has recorded")),
        fact(
            "record.protected_survey",
            _("Holds answers to a survey on private subjects such as health, faith or income"),
        ),
        fact(
            "record.statement_of_disagreement",
            _("Has a statement of the family or the patient that disagrees with it"),
        ),
        fact("record.confidential_communications", _("Holds what a patient told the program in confidence")),
        fact("record.criminal_history", _("Comes from state or national criminal history files")),
        fact("record.victim_identity", _("Tells who the victim of a crime is")),
        fact("record.research_only", _("Was gathered for federal research or statistics")),
        fact(
            "record.assessment_statement", _("Is what the youth said at intake, in screening or in diversion")
        ),
        fact("record.sexual_abuse_report", _("Is a report of sexual abuse in a facility")),
        fact("record.reporter_identity", _("Tells who reported abuse or neglect")),
        fact("record.sealed", _("Was sealed or erased by law")),
    ),
)
BASICS = (HOLDER, ASKER, RECORDS, PURPOSE, AGE, WHERE, YOUTH, HOLDER_IS, ASKER_IS, ORIGIN, RECORD)
NEEDED = (HOLDER, ASKER, RECORDS, PURPOSE)
"""Without these four there is nothing to decide, so they are always asked."""
