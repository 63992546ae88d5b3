"""Free text of scenarios, mapped by words. What no word maps stays unknown; no rule reads free text."""

import re

from law.evidence import ParentAccessRule, ReceivedUnder
from law.vocabulary import Purpose, RecipientKind

_PURPOSES: tuple[tuple[Purpose, str], ...] = (
    (Purpose.MARKETING, r"advertis|marketing|commercial|promotion|sell "),
    (Purpose.IMMIGRATION_ENFORCEMENT, r"immigration|deport|\bice\b"),
    (Purpose.RECRUITING, r"military|recruiting|enlist"),
    (Purpose.NATIONAL_SECURITY, r"national.security|clearance"),
    (
        Purpose.NEWS_OR_PUBLICITY,
        r"\bnews|publicity|\bstory\b|article|broadcast|recruitment|publish|social media",
    ),
    (Purpose.PUBLIC_REPORTING, r"public report|report card|planning with|prevention planning|^planning$"),
    (
        Purpose.PERSONAL,
        r"curio|gossip|compare (the )?(children|students)|nosy|personal interest|own interest",
    ),
    (Purpose.EMPLOYMENT, r"employ|hiring|job\b|licen[sc]|background (check|screen)|tenan|rental|\blease"),
    (
        Purpose.REPORTING_ABUSE,
        r"(abuse|neglect|maltreatment)( or neglect)? report|report(ing)? (of )?(suspected|child)",
    ),
    (
        Purpose.CHILD_PROTECTION,
        r"(abuse|neglect|cps|protective) (investigation|inquiry)|protect (a|the|another) child|child protect",
    ),
    (
        Purpose.PROCEEDING_AGAINST_YOUTH,
        r"(proceeding|case|charges?) against|prosecut|delinquency (case|hearing)|charge the",
    ),
    (
        Purpose.AUDIT_OR_EVALUATION,
        r"audit|evaluat|program review|oversight|inspection|compliance with program|title i\b|program administration|administer the program",
    ),
    (
        Purpose.STUDY_FOR_SCHOOL,
        r"improve (instruction|teaching)|(study|research) (for|on behalf of) the (district|school)",
    ),
    (Purpose.RESEARCH, r"research|thesis|dissertation|\bstudy\b|stud(y|ies) of"),
    (Purpose.ACCREDITATION, r"accredit"),
    (
        Purpose.THREAT_ASSESSMENT,
        r"threat (assessment|management)|school safety|campus safety|safety on campus",
    ),
    (Purpose.LOCATE_PERSON, r"locate|missing person|find (a|the) |whereabouts|fugitive"),
    (Purpose.INVESTIGATION, r"investigat|crim(e|inal)\b|witness|warrant|detective|police inquiry"),
    (
        Purpose.HEALTH_OR_SAFETY_EMERGENCY,
        r"emergency (?!treat|care|medic)|same emergency|prevent (serious )?harm|\bwarn|life",
    ),
    (
        Purpose.PUBLIC_HEALTH,
        r"disease|outbreak|surveillance|public health|contact tracing|epidemi|immuni[sz]ation campaign",
    ),
    (Purpose.FINANCIAL_AID, r"financial aid|scholarship|amount of aid|\baid\b|grant award"),
    (Purpose.BENEFITS, r"insurance enroll|benefit|chip |eligibility for"),
    (Purpose.PAYMENT, r"payment|\bpay\b|\bbill|claim|reimburse"),
    (
        Purpose.SUPERVISION,
        r"supervis|conditional release|monitor|probation (terms|plan)|parole|compliance with release",
    ),
    (Purpose.JUVENILE_SERVICES, r"adjudication|diversion|intake services"),
    (
        Purpose.ENROLLMENT,
        r"enroll|admission|transfer|school entry|registration|register|apply to|application to",
    ),
    (Purpose.PLACEMENT, r"placement(?! by)|at placement|foster care"),
    (
        Purpose.COURT_PROCEEDING,
        r"court|custody case|dependency|litigation|discovery|lawsuit|judge|hearing|presentence|\bsuit\b",
    ),
    (
        Purpose.HEALTH_CARE_OPERATIONS,
        r"quality (improvement|assessment)|health care operations|care management program",
    ),
    (Purpose.CARE_COORDINATION, r"coordinat|wraparound|case management|care team"),
    (Purpose.SCHOOL_DISCIPLINE, r"disciplin|suspen|expel|expulsion|punish"),
    (
        Purpose.INSTITUTIONAL_SERVICE,
        r"\bhost|service to the|outsourc|clerical|legal advice|roster|vendor|records system",
    ),
    (
        Purpose.TREATMENT,
        r"treat|therap|medicat|clinical|diagnos|consult|referral|care plan|health ?care|medical care|"
        r"continuity of care|follow-up care|refill|prescri|surgery|admit|\bcare (of|for|at)\b",
    ),
    (Purpose.OWN_REVIEW, r"review|(parent|mother|father|guardian)'s|own (file|record|chart)|question"),
    (
        Purpose.EDUCATIONAL_SUPPORT,
        r"support|\biep\b|educat|classroom|tutor|school|lesson|after-school|instruction|teach",
    ),
)

_RECEIVED: tuple[tuple[ReceivedUnder, str], ...] = (
    (ReceivedUnder.PART2_JUSTICE_CONSENT, r"2\.35|justice (referral )?consent"),
    (ReceivedUnder.PART2_TPO_CONSENT, r"(part 2|42 cfr 2).*(tpo|treatment, payment)|tpo"),
    (ReceivedUnder.PART2_CONSENT, r"(part 2|42 cfr 2\.3[0-4]?).*consent|2\.31|2\.33"),
    (ReceivedUnder.PART2_OTHER, r"part 2|42 cfr 2\."),
    (ReceivedUnder.FERPA_CHILD_WELFARE, r"\busa\b|uninterrupted scholars|1232g\(b\)\(1\)\(l\)"),
    (ReceivedUnder.FERPA_JUVENILE_JUSTICE, r"99\.38|99\.31\(a\)\(5\)"),
    (ReceivedUnder.FERPA_EMERGENCY, r"99\.36|99\.31\(a\)\(10\)"),
    (ReceivedUnder.FERPA_CONSENT, r"99\.30|ferpa consent"),
    (ReceivedUnder.FERPA_OTHER, r"34 cfr 99|ferpa|1232g"),
)

_SCHOOL = r"school|elementary|academy|teacher|principal|district|classroom|university|college"
_HEALTH = (
    r"\bdr\b|doctor|clinic|pediatri|hospital|therap|psych|counsel|physician|health|medical|nurse|treating"
)
_NAMED: tuple[tuple[frozenset[RecipientKind], str], ...] = (
    (frozenset({RecipientKind.PROBATION_OFFICER}), r"probation|parole|intake"),
    (frozenset({RecipientKind.PROSECUTOR}), r"prosecut|district attorney"),
    (frozenset({RecipientKind.POLICE, RecipientKind.SRO}), r"police|sheriff|detective"),
    (frozenset({RecipientKind.MEDICAID_AGENCY}), r"medicaid|chip\b"),
    (frozenset({RecipientKind.COURT}), r"court|judge"),
    (frozenset({RecipientKind.CASEWORKER}), r"child welfare|social services|cps|caseworker"),
    (
        frozenset(
            {
                RecipientKind.SCHOOL,
                RecipientKind.SCHOOL_OFFICIAL,
                RecipientKind.TEACHER,
                RecipientKind.SCHOOL_NURSE,
                RecipientKind.COLLEGE,
            }
        ),
        _SCHOOL,
    ),
    (
        frozenset({RecipientKind.HEALTH_PROVIDER, RecipientKind.TREATMENT_AGENCY, RecipientKind.PAYER}),
        _HEALTH,
    ),
)
_DIRECTORY_PARTIES = {"pta": r"\bpta\b|parent.teacher", "yearbook_publisher": r"yearbook"}
_NO_NAME = frozenset({"HIPAA", "FERPA", "SUD", "IEP"})


def purpose_from(text: str) -> Purpose:
    """The first purpose whose words occur, or UNKNOWN."""
    lowered = text.lower()
    for purpose, pattern in _PURPOSES:
        if re.search(pattern, lowered):
            return purpose
    return Purpose.UNKNOWN


def received_from(text: str) -> ReceivedUnder | None:
    """The basis on which a record was received, or None when the words name none."""
    lowered = text.lower()
    return next((basis for basis, pattern in _RECEIVED if re.search(pattern, lowered)), None)


def parent_access_from(text: str) -> ParentAccessRule | None:
    """What a state's law says on parent access, in words."""
    lowered = text.lower()
    if re.search(r"prohibit|bar(s|red)?\b|forbid|not allow|denie|may not", lowered):
        return ParentAccessRule.PROHIBIT
    if re.search(r"silent|says nothing|no rule", lowered):
        return ParentAccessRule.SILENT
    if re.search(r"require|must|shall", lowered):
        return ParentAccessRule.REQUIRE
    return ParentAccessRule.PERMIT if re.search(r"permit|allow|may", lowered) else None


def names_the_asker(named: str, kind: RecipientKind, role: str) -> bool | None:
    """Whether the party on the form is the asker: by proper name where the role has one, else by kind of body."""
    written = named.lower()
    proper = {word for word in re.findall(r"(?<!^)\b[A-Z][a-z]+\b", role)} - _NO_NAME
    if proper:
        return any(word.lower() in written for word in proper)
    for kinds, pattern in _NAMED:
        if re.search(pattern, written):
            return kind in kinds
    shared = set(re.findall(r"[a-z]{5,}", written)) & set(re.findall(r"[a-z]{5,}", role.lower()))
    return bool(shared) if written else None


def directory_parties(role: str) -> frozenset[str]:
    """Parties of a limited directory policy to which the role belongs."""
    lowered = role.lower()
    return frozenset(party for party, pattern in _DIRECTORY_PARTIES.items() if re.search(pattern, lowered))


def says(pattern: str, text: str) -> bool:
    """True when the words occur in the text, in any case."""
    return re.search(pattern, text.lower()) is not None
