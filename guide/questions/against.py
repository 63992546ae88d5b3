"""Facts that can take an answer away again."""

from django.utils.translation import gettext_lazy as _

from guide.questions.kinds import Choice, Question, fact

AGAINST = Question(
    "against",
    _("Does something speak against it?"),
    _("It is known that"),
    (
        fact("record.kept_by_school", _("The school itself keeps the record too")),
        fact(
            "rights_order.revokes_record_rights", _("A court order ends this person’s right to the records")
        ),
        fact(
            "health.requester_may_be_abuser",
            _("The one who asks may have hurt the young person, or may do so"),
        ),
        Choice(
            "access_against_interest",
            _(
                "The one who asks may do harm, and the provider finds that access is not good for the young person"
            ),
            {"health.requester_may_be_abuser": True, "health.access_against_interest": True},
        ),
        fact("health.restriction_agreed", _("The provider promised the patient not to share this")),
        fact("health.paid_in_full", _("The patient paid in full and asked that the health plan not be told")),
        Choice(
            "targeted_request",
            _("The one who asks knows whom the data are about"),
            {"data.targeted_request": True},
            about="data",
        ),
        Choice(
            "identity_unknown",
            _("Nobody has made sure who it is that asks"),
            {"not_shown": frozenset({"recipient.identity_verified"})},
        ),
        fact("health.patient_objects", _("The patient objects")),
        fact("youth.capable_minor", _("The minor can decide, in the program’s judgment")),
        fact("youth.directory_opt_out", _("The family opted out of directory information")),
        fact("youth.recruiter_opt_out", _("The family opted out of recruiters")),
        Choice(
            "not_listed",
            _("The school limits its list to other parties"),
            {"directory.limited_to": frozenset({"others"})},
            about="directory",
        ),
        Choice(
            "ssn",
            _("A Social Security number is among the items"),
            {"request.fields": frozenset({"ssn"})},
            about="directory",
        ),
        Choice(
            "samples",
            _("DNA, dental records or body samples are among the items"),
            {"request.fields": frozenset({"dna"})},
        ),
        fact("youth.adjudicated", _("The court has already decided the young person’s case")),
        Choice(
            "not_treating",
            _("The one who asks does not treat the medical emergency"),
            {"recipient.emergency_medical": False},
            about="danger",
        ),
        Choice("emergency_over", _("The danger is over"), {"emergency.current": False}, about="danger"),
        Choice(
            "no_interest",
            _("The one who asks does not need these records for the work"),
            {"school_official.legitimate_interest": False},
            about="service",
        ),
        Choice(
            "no_service_to_care",
            _("The provider finds that it does not help the health care"),
            {"health.furthers_health_care": False},
        ),
        Choice("declined", _("The family said no"), {"family.parent_declined": True}, about="contract"),
        Choice(
            "not_covered",
            _("The paper does not name these records"),
            {"order.covers": False},
            about="process",
        ),
        Choice(
            "not_signed", _("No judge signed the order"), {"order.signed_by_judge": False}, about="process"
        ),
        Choice(
            "not_issued",
            _("The subpoena was not lawfully issued"),
            {"order.lawfully_issued": False},
            about="process",
        ),
        Choice(
            "later_report",
            _("These are records asked for after the first report"),
            {"child_welfare.report_is_initial": False},
            about="custody",
        ),
        Choice("state_forbids", _("State law does not allow it"), {"state.authorizes": False}),
        Choice(
            "known",
            _("The holder knows that someone could be recognized"),
            {"data.actual_knowledge": True},
            about="data",
        ),
        Choice(
            "small_groups",
            _("Some groups are smaller than 10 persons"),
            {"data.smallest_cell": 5},
            about="data",
        ),
    ),
    hint=_("One fact can close a way that the others opened."),
)
