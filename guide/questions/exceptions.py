"""Facts that open a way without a consent, by what a person would say that she has."""

from django.utils.translation import gettext_lazy as _

from guide.questions.kinds import Choice, Question, fact
from law.evidence import MinorConsentRule, ParentAccessRule

DESCRIBED = "It has been put into words: what was said, done or seen, by whom, and when."
"""Stands for the words on a danger, which the guide's pages neither ask for nor carry; the emergency page does."""

DANGER = Question(
    "danger",
    _("What is known about the danger?"),
    _("It is known that"),
    (
        Choice(
            "described",
            _("One can say what was said, done or seen, by whom and when"),
            {"emergency.threat": DESCRIBED, "emergency.articulable": True},
            _("“Safety concern” or “at risk” says nothing. “He told his coach on Friday that …” does."),
        ),
        fact("emergency.significant", _("The danger is significant: somebody could be badly hurt")),
        fact("emergency.serious", _("Somebody’s life or health is seriously at risk")),
        fact(
            "emergency.program_closed_by_disaster",
            _("A declared disaster has closed the program, and no consent can be had"),
        ),
        fact("emergency.imminent", _("It may happen at any time")),
        fact("emergency.current", _("The emergency is going on now")),
        fact(
            "emergency.medical",
            _("It is a medical emergency and medical staff are treating the young person"),
        ),
        Choice(
            "no_time",
            _("There is no time or no way to get a consent"),
            {"emergency.consent_obtainable": False},
        ),
        fact(
            "justice.on_behalf_of_school", _("The school itself wants the record passed on in this emergency")
        ),
    ),
    group="danger",
)
SERVICE = Question(
    "service",
    _("What work is done for the school?"),
    _("The one who asks"),
    (
        fact("school_official.institutional_service", _("Does work the school would otherwise do itself")),
        fact(
            "school_official.direct_control",
            _("Is under the school’s direct control in keeping and using the records"),
        ),
        fact("school_official.use_limits", _("Is bound to use them only for this and not to pass them on")),
        fact(
            "school_official.annual_notice_covers",
            _("Is a kind of school official named in the school’s yearly notice"),
        ),
        fact("school_official.legitimate_interest", _("Needs these records to do that work")),
    ),
    group="service",
)
ENROLLMENT = Question(
    "enrollment",
    _("What is known about school, aid or a campus case?"),
    _("It is known that"),
    (
        fact(
            "enrollment.seeks_to_enroll", _("The student enrolls, or wants to enroll, with the one who asks")
        ),
        fact("enrollment.dual_enrolled", _("The student attends both schools")),
        fact("enrollment.initiated_by_family", _("The family asked for the transfer")),
        fact(
            "enrollment.annual_notice_says_forwards",
            _("The school’s yearly notice says that it forwards records"),
        ),
        fact("enrollment.aid_applied_for", _("The student applied for financial aid there")),
        fact("enrollment.necessary_for_aid", _("The record is needed to decide on the aid")),
        fact("enrollment.crime_of_violence", _("A college held a hearing on a crime of violence")),
        fact("enrollment.violation_found", _("The college found that its rules were broken")),
        fact("enrollment.final_results_only", _("Only the final result is asked for")),
        fact(
            "enrollment.alcohol_or_drug_violation",
            _("A college found that alcohol or drug rules were broken"),
        ),
    ),
    group="enrollment",
)
CUSTODY = Question(
    "custody",
    _("What is known about custody, placement or child protection?"),
    _("It is known that"),
    (
        fact(
            "child_welfare.legally_responsible",
            _("By law or order the agency is responsible for the child’s care"),
        ),
        fact(
            "child_welfare.represents_agency",
            _("The one who asks is a caseworker or representative of that agency"),
        ),
        fact("child_welfare.case_plan_access", _("The one who asks may see the child’s case plan")),
        fact("child_welfare.protects_children", _("It is needed for a legal duty to protect children")),
        fact("custody_order.custody_to_agency", _("A court gave the agency custody of the child")),
        fact(
            "custody_order.medical_decision_authority",
            _("A court lets the one who asks decide on the child’s medical care"),
        ),
        Choice(
            "parents_decide_care",
            _("A court order leaves medical decisions with the parents"),
            {"custody_order.medical_decision_authority": False},
        ),
        fact("child_welfare.placement_letter", _("A letter or order places the child with the one who asks")),
        fact("child_welfare.at_placement", _("The child is being placed with the one who asks")),
        fact("child_welfare.leaving_care", _("The young person is leaving foster care as an adult")),
        fact(
            "child_welfare.addresses_education",
            _("The one who asks takes care of the student’s education needs"),
        ),
        fact(
            "child_welfare.authorized_by_agency",
            _("The child welfare agency allowed the one who asks to receive it"),
        ),
        fact(
            "child_welfare.fatality_findings",
            _("Only the findings on a death or near death from abuse are asked for"),
        ),
        fact("child_welfare.abuse_report", _("It is a report of abuse or neglect")),
        fact(
            "child_welfare.report_required_by_law", _("The law requires this report, and from this reporter")
        ),
        fact(
            "child_welfare.report_is_initial", _("It is the first report, not records asked for afterwards")
        ),
    ),
    group="custody",
)
CARE = Question(
    "care",
    _("What has the health provider or program found?"),
    _("It is known that"),
    (
        fact("health.furthers_health_care", _("Sharing helps the young person’s own health care")),
        Choice(
            "no_objection",
            _("The adult patient was asked and does not object"),
            {"health.patient_objects": False},
        ),
        fact("health.patient_incapacitated", _("The patient cannot decide at the moment")),
        fact("health.best_interest_judgment", _("The provider finds that sharing is best for the patient")),
        fact(
            "health.victim_of_abuse", _("An adult patient is a victim of abuse, neglect or domestic violence")
        ),
        fact("health.crime_victim", _("The patient is the victim of a crime")),
        fact("health.patient_agrees", _("The patient agrees")),
        fact("health.prevents_serious_harm", _("It is needed to prevent serious harm")),
        fact("health.death_from_crime", _("A patient died, perhaps from a crime")),
        fact("health.off_site_crime", _("Emergency staff found a crime away from the provider’s premises")),
        fact("health.admitted_violent_crime", _("The person admitted a violent crime")),
        fact("health.escaped_custody", _("The person escaped from custody")),
        fact("health.benefit_law", _("A law lets benefit programs share who is eligible")),
        fact("health.supervised_training", _("It serves to train students or staff under supervision")),
        fact("health.own_defense", _("The provider defends itself in a case that the patient brought")),
        fact("health.product_error", _("A medical product may be dangerous, and patients must be warned")),
        fact("health.originator", _("The one who asks wrote the notes")),
        fact(
            "health.licensed_professional_allows",
            _("A licensed professional decided that the parent may see it"),
        ),
        fact(
            "health.lacks_rational_choice",
            _("The program’s director finds that the minor cannot make a reasoned choice"),
        ),
        fact("health.threat_to_life", _("There is a great danger to someone’s life or body")),
        fact("health.telling_parent_may_help", _("Telling the parent may lessen that danger")),
        fact("health.need_to_know", _("The staff member needs it for diagnosis, treatment or referral")),
        fact("health.public_health_authorized", _("A law lets the health department collect it")),
        fact("health.immunization_required", _("A law requires proof of shots for this school")),
        fact(
            "family.immunization_agreement",
            _("The parent agreed to send proof of shots, and that is written down"),
        ),
    ),
    group="care",
)
FAMILY = Question(
    "family",
    _("What is known about the family?"),
    _("It is known that"),
    (
        fact("family.acting_as_parent", _("This person raises the child in place of a parent")),
        fact("family.lives_with_child", _("The stepparent lives with the child")),
        fact("family.other_parent_absent", _("The other parent is absent")),
        fact("family.tax_dependent", _("A parent claims the student as a tax dependent")),
        fact(
            "family.sanction_concerns_requester_child",
            _("Only an order that protects the asker’s own child is asked for"),
        ),
        fact("family.survey_consent", _("The parent agreed to the survey")),
        fact("family.written_notice_given", _("The parent got a written notice beforehand")),
    ),
    group="family",
)
JUSTICE = Question(
    "justice",
    _("What is known about a crime or a court case?"),
    _("It is known that"),
    (
        fact("justice.statute_cited", _("A state law lets the juvenile justice system receive it")),
        Choice(
            "old_statute",
            _("That law is older than November 19, 1974"),
            {"justice.statute_after_1974": False},
        ),
        Choice(
            "certified",
            _("The officials promised in writing to keep it to themselves, as that law asks (34 CFR 99.38)"),
            {"justice.certified_in_writing": True, "justice.certified_no_redisclosure": True},
        ),
        Choice(
            "not_adjudicated",
            _("The court has not yet decided the young person’s case"),
            {"youth.adjudicated": False},
        ),
        fact("justice.lawful_custody", _("The facility that asks holds the young person in custody")),
        fact("justice.need_represented", _("The facility says why it needs it: care, health or safety")),
        fact(
            "justice.crime_on_premises",
            _("It is about a crime on the holder’s premises or against its staff"),
        ),
        fact(
            "justice.litigation_with_school", _("The family and the school are in a lawsuit with each other")
        ),
        fact("justice.relevant_to_litigation", _("The records matter for that lawsuit")),
        fact(
            "justice.registered_offender_notice", _("A sex offender registry gave the school the information")
        ),
        fact("request.investigates_holder", _("The holder itself is being investigated")),
        fact("request.places_agent", _("Police want to place an undercover agent")),
        fact("justice.crime_reported_by_school", _("The school reports a crime by the student")),
        fact("request.locate_person", _("Police look for a suspect, a witness or a missing person")),
        fact("request.investigates_crime", _("The inquiry is part of the investigation of a crime")),
        fact(
            "justice.position_in_agency",
            _("The young person applies for a job with that law enforcement agency"),
        ),
        fact("justice.national_security_position", _("The job directly affects national security")),
        fact("justice.prosecuted_as_adult", _("The young person is prosecuted as an adult")),
        fact("request.written", _("The request is in writing")),
        fact("request.by_director", _("The director of the facility signed the request")),
        fact("request.committed_there", _("A court sent the young person to that facility")),
        Choice(
            "final_disposition",
            _("Only the final decision of the court is asked for"),
            {"request.about": "final_disposition"},
        ),
    ),
    group="justice",
)
DIRECTORY = Question(
    "directory",
    _("What has the school told families?"),
    _("It is known that"),
    (
        Choice(
            "notice_given",
            _("The school gave public notice of its directory information, and these items are on the list"),
            {"directory.notice_given": True, "directory.items": frozenset({"name"})},
        ),
        Choice(
            "nobody_opted_out",
            _("The family did not opt out; the school checked"),
            {"youth.directory_opt_out": False},
        ),
        fact(
            "directory.recruiter_notice_given",
            _("The school told families that recruiters may ask, and how to opt out"),
        ),
        Choice(
            "no_recruiter_opt_out",
            _("The family did not opt out of recruiters; the school checked"),
            {"youth.recruiter_opt_out": False},
        ),
    ),
    group="directory",
)
DATA = Question(
    "data",
    _("What was done so that nobody can be recognized?"),
    _("It is known that"),
    (
        fact("data.aggregate", _("The data are counts or averages only")),
        fact("data.identifiers_removed", _("Everything that identifies a person was taken out")),
        fact("data.coded", _("A code stands in place of each name")),
        fact("data.disclosure_review", _("Someone checked what other published data would reveal")),
        Choice("smallest_cell", _("No group is smaller than 11 persons"), {"data.smallest_cell": 11}),
        fact("data.safe_harbor", _("All 18 identifiers of the HIPAA list were taken out")),
        fact("data.expert_determination", _("An expert found that the risk is very small")),
        Choice(
            "no_knowledge",
            _("The holder does not know of any way to recognize someone"),
            {"data.actual_knowledge": False},
        ),
    ),
    group="data",
)
STATE = Question(
    "state",
    _("What does state law say?"),
    _("Counsel found that state law"),
    (
        fact("state.authorizes", _("Allows this sharing")),
        fact("state.requires", _("Requires this sharing")),
        fact("state.consent_suffices", _("Lets a consent open this record")),
        fact("state.allows_redisclosure", _("Lets the officials pass the record on")),
        Choice(
            "minor_alone",
            _("Lets a minor consent to substance use treatment alone"),
            {"state.minor_consent_substance_use": MinorConsentRule.MINOR_ALONE},
        ),
        Choice(
            "parent_required",
            _("Requires a parent’s consent to a minor’s substance use treatment"),
            {"state.minor_consent_substance_use": MinorConsentRule.PARENT_REQUIRED},
        ),
        *(
            Choice(f"access_{rule.value}", label, {"state.parent_access": rule})
            for rule, label in (
                (
                    ParentAccessRule.REQUIRE,
                    _("Requires that a parent may see the record of care the minor chose"),
                ),
                (ParentAccessRule.PERMIT, _("Lets a parent see the record of care the minor chose")),
                (ParentAccessRule.PROHIBIT, _("Keeps the record of care the minor chose from the parent")),
                (ParentAccessRule.SILENT, _("Says nothing about it")),
            )
        ),
    ),
    group="state",
)
EXCEPTIONS = (DANGER, SERVICE, ENROLLMENT, CUSTODY, CARE, FAMILY, JUSTICE, DIRECTORY, DATA, STATE)
