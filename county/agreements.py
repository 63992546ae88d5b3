"""The agreements between the county's agencies, one in every state an agreement can be in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agencies.acting import acting_as
from agencies.roles import Duty, with_duty
from county.offices import Office
from mous import actions
from mous.document import canonical, compose, fingerprint
from mous.models import Mou, Proof
from mous.states import TRANSITIONS, State
from sharing_portal.transitions import move

SCHOOL_RECORDS = ("attendance", "discipline", "education", "special_education", "school_health")
CONSENT = "Written consent of the parent or eligible student, 34 CFR 99.30"
AUTHORIZATION = "Authorization, 45 CFR 164.508"
PATIENT_CONSENT = "Written consent of the patient, 42 CFR 2.31"
CUSTODY = "Uninterrupted Scholars Act, 34 CFR 99.31(a)(1) and 20 USC 1232g(b)(1)(L), or consent"


@dataclass(frozen=True)
class Flow:
    """`asker` may ask `holder` for these categories, for these purposes."""

    holder: str
    asker: str
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    authority: str
    conditions: str = ""
    need: str = "They work with the young person and plan this help from what the records say."


@dataclass(frozen=True)
class Agreement:
    """One agreement; the first party drafts it. Days count from the day of loading."""

    title: str
    parties: tuple[str, ...]
    flows: tuple[Flow, ...]
    outcome: str
    starts: int
    ends: int
    reason: str = ""
    signed_by: tuple[str, ...] = ()


CARE = ("care_coordination", "treatment", "educational_support")

AGREEMENTS: tuple[Agreement, ...] = (
    Agreement(
        "Schools and Community Mental Health Partnership",
        ("mind", "cedar", "alder"),
        (
            Flow("cedar", "mind", SCHOOL_RECORDS, CARE, CONSENT),
            Flow("alder", "mind", SCHOOL_RECORDS, CARE, CONSENT),
            Flow(
                "mind",
                "cedar",
                ("mental_health",),
                CARE,
                AUTHORIZATION,
                "Summaries written for the school only.",
            ),
            Flow(
                "mind",
                "alder",
                ("mental_health",),
                CARE,
                AUTHORIZATION,
                "Summaries written for the school only.",
            ),
        ),
        "in_force",
        -190,
        540,
    ),
    Agreement(
        "Youth Treatment and Recovery Coordination",
        ("harbor", "mind", "clinic"),
        (
            Flow("harbor", "mind", ("substance_use",), ("treatment", "care_coordination"), PATIENT_CONSENT),
            Flow("harbor", "clinic", ("substance_use",), ("treatment", "care_coordination"), PATIENT_CONSENT),
            Flow(
                "mind", "harbor", ("mental_health", "medical"), ("treatment",), "Treatment, 45 CFR 164.506(c)"
            ),
            Flow(
                "clinic", "mind", ("medical", "immunization"), ("treatment",), "Treatment, 45 CFR 164.506(c)"
            ),
            Flow(
                "mind", "clinic", ("mental_health", "medical"), ("treatment",), "Treatment, 45 CFR 164.506(c)"
            ),
        ),
        "in_force",
        -344,
        21,
    ),
    Agreement(
        "Juvenile Justice and School Success Agreement",
        ("probation", "cedar", "alder", "court"),
        (
            Flow(
                "cedar",
                "probation",
                ("attendance", "discipline", "education"),
                ("supervision", "juvenile_services"),
                CONSENT,
            ),
            Flow(
                "alder",
                "probation",
                ("attendance", "education"),
                ("supervision", "juvenile_services"),
                CONSENT,
            ),
            Flow(
                "probation",
                "cedar",
                ("juvenile_justice",),
                ("educational_support",),
                "RCW 13.50.050 and consent",
            ),
            Flow("cedar", "court", ("attendance",), ("court_proceeding",), "Court order, 34 CFR 99.31(a)(9)"),
        ),
        "in_force",
        -75,
        655,
    ),
    Agreement(
        "Education of Children in Out-of-Home Care",
        ("family", "cedar", "alder"),
        (
            Flow(
                "cedar",
                "family",
                (*SCHOOL_RECORDS, "immunization"),
                ("placement", "child_protection"),
                CUSTODY,
            ),
            Flow(
                "alder",
                "family",
                (*SCHOOL_RECORDS, "immunization"),
                ("placement", "child_protection"),
                CUSTODY,
            ),
            Flow("family", "cedar", ("placement",), ("educational_support",), "RCW 13.50.100 and consent"),
        ),
        "in_force",
        -410,
        320,
    ),
    Agreement(
        "Immunization and School Health Exchange",
        ("health", "cedar", "alder", "clinic"),
        (
            Flow(
                "health",
                "cedar",
                ("immunization",),
                ("educational_support", "public_health"),
                "45 CFR 164.512(b)(1)(vi)",
            ),
            Flow(
                "health",
                "alder",
                ("immunization",),
                ("educational_support", "public_health"),
                "45 CFR 164.512(b)(1)(vi)",
            ),
            Flow("clinic", "cedar", ("immunization", "medical"), ("educational_support",), AUTHORIZATION),
            Flow(
                "cedar", "health", ("immunization", "school_health"), ("public_health", "treatment"), CONSENT
            ),
            Flow("alder", "health", ("immunization",), ("public_health", "treatment"), CONSENT),
        ),
        "in_force",
        -30,
        1060,
    ),
    Agreement(
        "Transfer of Records between Districts",
        ("alder", "cedar"),
        (
            Flow(
                "cedar",
                "alder",
                (*SCHOOL_RECORDS, "immunization"),
                ("enrollment",),
                "Enrollment, 34 CFR 99.34",
            ),
            Flow(
                "alder",
                "cedar",
                (*SCHOOL_RECORDS, "immunization"),
                ("enrollment",),
                "Enrollment, 34 CFR 99.34",
            ),
        ),
        "in_force",
        -600,
        130,
    ),
    Agreement(
        "Riverbend Tutoring and Attendance Support",
        ("riverbend", "cedar", "alder"),
        (
            Flow("cedar", "riverbend", ("attendance", "education"), ("educational_support",), CONSENT),
            Flow("alder", "riverbend", ("attendance", "education"), ("educational_support",), CONSENT),
            Flow("riverbend", "cedar", ("attendance",), ("educational_support",), "Consent of the family"),
        ),
        "in_force",
        -130,
        235,
    ),
    Agreement(
        "Extended Foster Care and Health Transition",
        ("family", "clinic"),
        (Flow("clinic", "family", ("medical", "immunization"), ("placement",), AUTHORIZATION),),
        "in_force",
        45,
        775,
    ),
    Agreement(
        "Safe Return: Shelter, Schools and Family Services",
        ("opendoor", "cedar", "family"),
        (
            Flow("cedar", "opendoor", ("attendance", "housing"), ("educational_support",), CONSENT),
            Flow("opendoor", "family", ("housing",), ("child_protection",), "Consent of the young person"),
        ),
        "sent",
        10,
        740,
        signed_by=("opendoor",),
    ),
    Agreement(
        "Campus Safety Working Agreement",
        ("cedar", "sheriff"),
        (
            Flow(
                "cedar",
                "sheriff",
                ("law_enforcement_unit",),
                ("threat_assessment",),
                "Records of a law enforcement unit, 34 CFR 99.8",
                "Unit records only. No education records.",
            ),
        ),
        "draft",
        30,
        395,
    ),
    Agreement(
        "Summer Reading and Recreation",
        ("riverbend", "alder"),
        (Flow("alder", "riverbend", ("education",), ("educational_support",), CONSENT),),
        "expired",
        -430,
        -65,
    ),
    Agreement(
        "Truancy Board Data Exchange",
        ("court", "alder"),
        (Flow("alder", "court", ("attendance", "discipline"), ("court_proceeding",), CONSENT),),
        "withdrawn",
        -280,
        450,
        "The engagement board now meets in the schools, with the family in the room. We no longer need the files.",
    ),
    Agreement(
        "Summer Lunch and Learning",
        ("riverbend", "cedar"),
        (Flow("cedar", "riverbend", ("attendance",), ("educational_support",), CONSENT),),
        "replaced",
        -90,
        275,
    ),
    Agreement(
        "Care for Students after a Hospital Stay",
        ("mind", "alder"),
        (Flow("alder", "mind", ("attendance", "education"), CARE, CONSENT),),
        "review",
        20,
        385,
    ),
    Agreement(
        "Early Warning Score Pilot",
        ("probation", "alder", "mind"),
        (Flow("alder", "probation", ("attendance", "discipline"), ("juvenile_services",), CONSENT),),
        "cancelled",
        15,
        380,
        "Counsel for two parties advised against scoring young people from each other’s files.",
    ),
)


def make_agreements(offices: Mapping[str, Office], today: date) -> None:
    """Draft each in the first party's name and bring it where the story wants it."""
    for planned in AGREEMENTS:
        drafter = offices[planned.parties[0]]
        with acting_as(drafter.one("signatory"), drafter.agency) as author:
            mou = actions.draft(
                by=author,
                title=planned.title,
                starts_on=today + timedelta(days=planned.starts),
                ends_on=today + timedelta(days=planned.ends),
            )
            actions.set_parties(mou, by=author, agencies=[offices[key].agency for key in planned.parties])
            for flow in planned.flows:
                actions.add_term(
                    mou,
                    by=author,
                    from_agency=offices[flow.holder].agency,
                    to_agency=offices[flow.asker].agency,
                    categories=flow.categories,
                    purposes=flow.purposes,
                    authority=flow.authority,
                    conditions=flow.conditions,
                    need=flow.need,
                )
        _bring_along(mou, planned, offices)


def _bring_along(mou: Mou, planned: Agreement, offices: Mapping[str, Office]) -> None:
    if planned.outcome == "draft":
        return
    drafter = offices[planned.parties[0]]
    with acting_as(drafter.one("signatory"), drafter.agency) as author:
        if planned.outcome == "expired":
            _send_late(mou)
        else:
            actions.send_for_review(mou, by=author)
        if planned.outcome == "cancelled":
            actions.cancel(mou, by=author, reason=planned.reason)
        if planned.outcome in ("cancelled", "review"):
            return
    _review(mou, [offices[key] for key in planned.parties])
    with acting_as(drafter.one("signatory"), drafter.agency) as author:
        actions.send(Mou.objects.get(pk=mou.pk), by=author)
    everybody = planned.parties if planned.outcome != "sent" else planned.signed_by
    for key in everybody:
        _sign(mou, offices[key])
    if planned.outcome == "withdrawn":
        _withdraw(mou, offices[planned.parties[0]], planned.reason)
    if planned.outcome == "replaced":
        _replace(mou, planned, offices)


def _review(mou: Mou, parties: list[Office]) -> None:
    for office in parties:
        with acting_as(office.one(*with_duty(Duty.REVIEW_AGREEMENT)), office.agency) as counsel:
            read = Mou.objects.get(pk=mou.pk)
            actions.approve_text(read, by=counsel, text_sha256=read.text_sha256)


def _sign(mou: Mou, office: Office) -> None:
    with acting_as(office.one("signatory"), office.agency) as signatory:
        read = Mou.objects.get(pk=mou.pk)
        actions.sign(
            read,
            by=signatory,
            typed_name=signatory.name,
            title=signatory.title,
            attested=True,
            text_sha256=read.text_sha256,
            proofs=[Proof.PASSWORD, Proof.CODE],
        )


def _replace(mou: Mou, planned: Agreement, offices: Mapping[str, Office]) -> None:
    """A new version that all sign, which takes the old one's place."""
    drafter = offices[planned.parties[0]]
    with acting_as(drafter.one("signatory"), drafter.agency) as author:
        new = actions.amend(Mou.objects.get(pk=mou.pk), by=author)
    _bring_along(new, replace(planned, outcome="in_force"), offices)


def _withdraw(mou: Mou, office: Office, reason: str) -> None:
    with acting_as(office.one("signatory"), office.agency) as signatory:
        actions.withdraw(Mou.objects.get(pk=mou.pk), by=signatory, reason=reason)


def _send_late(mou: Mou) -> None:
    """An agreement that has run out cannot be sent any more; this one ran out before the portal was there."""
    text = canonical(compose(mou))
    move(mou, State.REVIEW, TRANSITIONS, frozen_text=text, text_sha256=fingerprint(text))
