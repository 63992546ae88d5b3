"""Read one scenario: people and record first, then the papers, then everything that is true, false or null."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from law.evidence import MinorConsentRule
from law.facts import EmergencyFact, Facts, HolderFact, RecipientFact, YouthFact
from law.scenarios.papers import consents_from, contract_from, data_from, orders_from
from law.scenarios.paths import ABSENT, COMMENT, SPOKEN, TRUTHS
from law.scenarios.sheet import Sheet
from law.scenarios.words import (
    directory_parties,
    parent_access_from,
    purpose_from,
    received_from,
    says,
)
from law.vocabulary import AgencyKind, Category, RecipientKind

DEFAULT_DAY = date(2026, 11, 21)
"""The day on which a scenario without a date of its own is judged."""

_HOLDERS = {"private_school_no_ed_funds": AgencyKind.PRIVATE_SCHOOL}


@dataclass(frozen=True)
class Reading:
    """The facts of a scenario, and the keys and values that could not be used."""

    facts: Facts
    unknown: tuple[str, ...]
    unreadable: tuple[str, ...]


def read_scenario(scenario: dict[str, Any]) -> Reading:
    """Facts from one scenario. Raises ValueError when holder, recipient or category is none of the known codes."""
    sheet = Sheet(scenario, COMMENT)
    holder, recipient, youth = _holder(sheet), _recipient(sheet), _youth(sheet)
    category = Category(sheet.text("category"))
    facts = Facts(
        holder=holder,
        recipient=recipient,
        youth=youth,
        categories=(category,),
        purpose=purpose_from(sheet.text("purpose")),
        on=sheet.day("evidence.consent.as_of") or DEFAULT_DAY,
        consents=consents_from(sheet, recipient.kind, youth),
        emergency=_emergency(sheet),
        orders=orders_from(sheet),
        contract=contract_from(sheet),
        data=data_from(sheet),
    )
    facts = _with_texts(_with_truths(facts, sheet), sheet)
    sheet.read.update(SPOKEN | {"evidence"})
    return Reading(facts, sheet.unknown(), tuple(sorted(set(sheet.unreadable))))


def _holder(sheet: Sheet) -> HolderFact:
    code = sheet.text("holder.type")
    kind = _HOLDERS.get(code) or AgencyKind(code)
    system = sheet.text("holder.system").lower()
    return HolderFact(kind, federal_court=system == "federal" if system else None)


def _recipient(sheet: Sheet) -> RecipientFact:
    role = sheet.text("recipient.role")
    kind = RecipientKind(sheet.text("recipient.type"))
    other_child = says(r"victim's|other (student|child)'s|classmate's", role) or sheet.has(
        "evidence.sanction_relates_directly_to_requester_child"
    )
    return RecipientFact(
        kind,
        hipaa_covered=True if says(r"hipaa.covered", role) else None,
        parent_of_youth=False if kind is RecipientKind.PARENT and other_child else None,
        supervises_release=True if says(r"supervis", role) else None,
        employee_of_authority=False if says(r"contract|consultant|not an employee", role) else None,
        directory_parties=directory_parties(role),
    )


def _youth(sheet: Sheet) -> YouthFact:
    enrolled = sheet.text("youth.enrolled")
    only_college = says(r"university|college", enrolled) and not says(r"high school", enrolled)
    return YouthFact(
        age=sheet.number("youth.age"),
        attends_postsecondary=True if only_college else (False if enrolled == "high school" else None),
    )


def _emergency(sheet: Sheet) -> EmergencyFact | None:
    if not sheet.has("evidence.emergency"):
        return None
    ended = sheet.text("evidence.emergency.ended")
    return EmergencyFact(threat=sheet.text("evidence.emergency.threat"), current=False if ended else None)


def _with_truths(facts: Facts, sheet: Sheet) -> Facts:
    """Put every true and false where it belongs; where two keys speak of one fact, a no outweighs a yes."""
    found: dict[str, bool] = {}
    not_shown: set[str] = set()
    for key, target in TRUTHS.items():
        value = sheet.truth(key)
        if value is not None:
            either = target == "enrollment.initiated_by_family"
            known = found.get(target, value)
            found[target] = (known or value) if either else (known and value)
        elif sheet.null(key):
            not_shown.add(target)
    for key, target in ABSENT.items():
        if sheet.null(key):
            sheet.read.add(key)
            not_shown.add(target)
    for target, value in found.items():
        facts = put(facts, target, value)
    return replace(facts, not_shown=frozenset(not_shown - set(found)))


def put(facts: Facts, target: str, value: object) -> Facts:
    """The same facts with one field of one group set."""
    group, name = target.split(".")
    return replace(facts, **{group: replace(getattr(facts, group), **{name: value})})


def _with_texts(facts: Facts, sheet: Sheet) -> Facts:
    """Facts that scenarios state in words, lists or numbers."""
    for target, value in (*_record_texts(sheet), *_other_texts(sheet)):
        if value is not None:
            facts = put(facts, target, value)
    return facts


def _record_texts(sheet: Sheet) -> list[tuple[str, object]]:
    code = sheet.values.get("evidence.record")
    sheet.read.add("evidence.record")
    keeper = " ".join(
        sheet.text(f"evidence.record.{key}")
        for key in ("copy_maintained_by", "held_by", "made_by", "maintained_by", "received_from", "source")
    )
    clinic = f"{sheet.text('evidence.clinic')} {sheet.text('evidence.record.made_by')}"
    outside = says(r"\bnot\b.*(act|behalf|for the)|independent|own records|separate|outside provider", clinic)
    inside = says(
        r"(act|work)(s|ing)? (for|on behalf of) the (school|district)|employed by the (school|district)",
        clinic,
    )
    source = sheet.text("evidence.source_of_information")
    from_program = says(r"part 2|substance use program|sud program|treatment program", keeper)
    return [
        ("record.school_meals", True if code == "free_lunch_eligibility" else None),
        (
            "record.personal_observation",
            True if says(r"observ|overheard|saw|heard|not from (a )?record", source) else None,
        ),
        (
            "record.sole_possession",
            True
            if says(r"(only|solely) by (the |its )?(maker|author|teacher)|sole possession", keeper)
            else None,
        ),
        (
            "record.kept_by_school",
            True if says(r"principal|school office|discipline (office|file)|school file", keeper) else None,
        ),
        ("record.holder_acts_for_school", False if outside else (True if inside else None)),
        ("record.received_under", received_from(sheet.text("evidence.received_under"))),
        ("record.part2_content", True if from_program else None),
    ]


def _other_texts(sheet: Sheet) -> list[tuple[str, object]]:
    stage = sheet.text("evidence.mandated_report.stage")
    position = sheet.text("evidence.position")
    tax = sheet.values.get("evidence.tax_dependency")
    claimed = (
        sheet.truth("evidence.tax_dependency.most_recent_return_shown") if isinstance(tax, dict) else tax
    )
    sheet.read.add("evidence.tax_dependency")
    minor = sheet.text("youth.state_minor_consent_sud")
    alone = MinorConsentRule.MINOR_ALONE if says(r"alone|without", minor) else None
    parents = MinorConsentRule.PARENT_REQUIRED if says(r"parent.* required|requires? parent", minor) else None
    limited = sheet.words("evidence.directory_policy.limited_to")
    return [
        ("child_welfare.abuse_report", True if sheet.has("evidence.mandated_report") else None),
        ("child_welfare.report_is_initial", says(r"initial|first", stage) if stage else None),
        ("directory.items", sheet.words("evidence.directory_policy.items") or None),
        ("directory.limited_to", limited if sheet.has("evidence.directory_policy.limited_to") else None),
        ("enrollment.necessary_for_aid", True if sheet.text("evidence.necessary_for") else None),
        ("family.tax_dependent", claimed),
        ("justice.litigation_with_school", True if sheet.text("evidence.legal_action.started_by") else None),
        ("justice.national_security_position", True if says(r"national.security", position) else None),
        ("justice.need_represented", True if sheet.text("evidence.representation_of_need") else None),
        (
            "justice.position_in_agency",
            True if says(r"agency|officer|deputy|police|department", position) else None,
        ),
        ("justice.statute_cited", True if sheet.text("evidence.state_statute.cited") else None),
        ("request.about", sheet.text("evidence.request.about") or None),
        ("request.fields", (sheet.words("evidence.fields") | sheet.words("evidence.request.fields")) or None),
        ("state.minor_consent_substance_use", alone or parents),
        ("state.parent_access", parent_access_from(sheet.text("evidence.state_law_on_parent_access"))),
    ]
