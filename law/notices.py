"""Texts that the law requires on a release, each with a version. The portal attaches and stores them by id.

The two Part 2 texts are fixed by 42 CFR 2.32(a) and are not to be reworded. The others are our own wording.
"""

from dataclasses import dataclass

from law.answers import CategoryDecision
from law.duties import Condition
from law.layers import Layer
from law.message import gettext_noop as _
from law.vocabulary import Outcome


@dataclass(frozen=True, slots=True)
class Notice:
    """One text that goes with a release, and the line of it that stands at the foot of every page released.

    `fixed` texts are prescribed by law and stay in English wording.
    """

    id: str
    citation: str
    title: str
    text: str
    foot: str
    fixed: bool = False


_PART2_FOOT = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
PART2_LONG = Notice(
    "part2-2.32-a1-v1",
    "42 CFR 2.32(a)(1)",
    _("Notice on substance use records"),
    "This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR part 2). "
    "These rules prohibit you from using or disclosing this record, or testimony that describes the information "
    "contained in this record, in any civil, criminal, administrative, or legislative proceedings by any Federal, "
    "State, or local authority, against the patient, unless authorized by the consent of the patient, except as "
    "provided at 42 CFR 2.12(c)(5) or as authorized by a court in accordance with 42 CFR 2.64 or 2.65. In addition, "
    "the Federal rules prohibit you from making any other use or disclosure of this record unless at least one of "
    "the following applies: (i) Further use or disclosure is expressly permitted by the written consent of the "
    "individual whose information is being disclosed in this record or as otherwise permitted by 42 CFR part 2. "
    "(ii) You are a covered entity or business associate and have received the record for treatment, payment, or "
    "health care operations, or (iii) You have received the record from a covered entity or business associate as "
    "permitted by 45 CFR part 164, subparts A and E. A general authorization for the release of medical or other "
    "information is NOT sufficient to meet the required elements of written consent to further use or redisclose "
    "the record (see 42 CFR 2.31).",
    _PART2_FOOT,
    fixed=True,
)
PART2_SHORT = Notice(
    "part2-2.32-a2-v1",
    "42 CFR 2.32(a)(2)",
    _("Notice on substance use records, short form"),
    _PART2_FOOT,
    _PART2_FOOT,
    fixed=True,
)
VIEW_ONLY = Notice(
    "part2-view-only-v1",
    "42 CFR 2.14; 34 CFR 99.10",
    _("Read here, and keep no copy"),
    _(
        "The young person alone agreed to this. What a school keeps may become a school record, and a parent may then "
        "ask to see it. Read it here while access is open. Keep no copy, and write nothing of it into a school record."
    ),
    _("Keep no copy of these records."),
)
FERPA_REDISCLOSURE = Notice(
    "ferpa-99.33-v1",
    "34 CFR 99.33(a), (d)",
    _("Notice on education records"),
    _(
        "These education records were given to you for the purpose stated with them. Use them only for that purpose. "
        "Do not give them, or what they say about the student, to anyone else without the prior written consent of "
        "the parent, or of the student who is 18 or attends college, unless the law (34 CFR 99.31 and 99.33) allows "
        "it. Your own staff may use them only as far as that purpose needs."
    ),
    _("Do not pass these education records on without written consent, unless the law allows it."),
)
HIPAA_REDISCLOSURE = Notice(
    "hipaa-164.508-v1",
    "45 CFR 164.508(c)(2)(iii)",
    _("Notice on health information"),
    _(
        "This health information was disclosed under the federal privacy rule for health information. Other law, or "
        "the paper on which it was released, may limit what you do with it. Keep it only as long as you need it."
    ),
    _("Other law, or the paper it was released on, may limit what you do with this health information."),
)
NOTICES: dict[str, Notice] = {
    notice.id: notice
    for notice in (PART2_LONG, PART2_SHORT, VIEW_ONLY, FERPA_REDISCLOSURE, HIPAA_REDISCLOSURE)
}

_HIPAA_LAYERS = frozenset({str(Layer.HIPAA), str(Layer.PSYCHOTHERAPY)})


def notices_for(answer: CategoryDecision) -> tuple[str, ...]:
    """The ids of the notices that have to go with a release of this category; none when it may not be released."""
    if not answer.outcome.allows:
        return ()
    found: list[str] = []
    if Condition.PART2_NOTICE in answer.conditions:
        found.append(PART2_LONG.id)
    if Condition.VIEW_ONLY in answer.conditions:
        found.append(VIEW_ONLY.id)
    if Condition.REDISCLOSURE_NOTICE in answer.conditions:
        found.append(FERPA_REDISCLOSURE.id)
    if any(route.layer in _HIPAA_LAYERS and route.outcome is not Outcome.DENY for route in answer.grounds):
        found.append(HIPAA_REDISCLOSURE.id)
    return tuple(found)
