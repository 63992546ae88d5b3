"""Facts drawn for the property tests, and what is known about each fact: does it help, harm, or depend?

`LAW_EXAMPLES=5000` draws that many examples a test, other ones each time. Without it the tests draw few, always the
same. `pytest --hypothesis-show-statistics` shows the shares of the answers that were reached.
"""

import json
import os
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st

from law.consent import UNIFORM_FORM_ELEMENTS
from law.decide import decide
from law.facts import ConsentFact, Facts, OrderFact, OrderKind
from law.scenarios import read_scenario
from law.scenarios.reading import put
from law.vocabulary import Category, Element, Outcome, Provenance, Purpose, RecipientKind, SignerCapacity
from tests.law import cases_health, cases_justice, cases_school

DEEP = int(os.environ.get("LAW_EXAMPLES", "0"))
drawn = settings(
    max_examples=DEEP or 100,
    derandomize=not DEEP,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
"""The decorator of every property: bounded and repeatable, unless LAW_EXAMPLES asks for more."""

SCENARIOS = json.loads(Path(__file__).with_name("golden.json").read_text(encoding="utf-8"))
BASES = [row.read() for table in (cases_school, cases_health, cases_justice) for row in table.ROWS]
BASES += [read_scenario(scenario).facts for scenario in SCENARIOS]
LAWFUL = [facts for facts in BASES if decide(facts).allows_release]

GROUPS = (
    "record", "request", "school_official", "enrollment", "directory", "family", "child_welfare", "justice", "health",
    "research", "audit", "state", "youth", "recipient", "holder",
)  # fmt: skip
TRUTHS = sorted(
    f"{group}.{item.name}"
    for group in GROUPS
    for item in fields(type(getattr(BASES[0], group)))
    if item.type == bool | None
)
DEPENDS = {
    "family.minor_consented_alone", "family.parent_agreed_to_confidentiality", "holder.federal_court",
    "holder.part2_program", "holder.runaway_program", "holder.runs_covered_clinic", "holder.sends_standard_transactions",
    "holder.youth_placed_by_district", "record.holder_acts_for_school", "record.redaction_possible",
    "record.school_meals", "record.several_students", "record.treatment_record", "youth.attends_postsecondary",
    "youth.deceased", "youth.emancipated", "youth.lacks_capacity",
}  # fmt: skip
"""Facts that say which law governs or whose right it is: they help one asker and harm another."""

HARMS = {
    "family.parent_declined", "health.access_against_interest", "health.paid_in_full", "health.patient_objects",
    "health.requester_may_be_abuser", "health.restriction_agreed", "justice.statute_after_1974",
    "record.confidential_communications", "record.criminal_history", "record.kept_by_school", "record.part2_content",
    "record.protected_survey", "record.reporter_identity", "record.research_only", "record.sealed",
    "record.sexual_abuse_report", "record.victim_identity", "request.investigates_holder", "request.places_agent",
    "youth.adjudicated", "youth.capable_minor", "youth.directory_opt_out", "youth.mckinney_vento",
    "youth.privately_placed", "youth.recruiter_opt_out",
}  # fmt: skip
"""Facts that may close a release when they are so, and never open one."""

HELPS = [target for target in TRUTHS if target not in DEPENDS | HARMS]
"""All others: they may open a release when they are so, and never close one."""


def allowed(facts: Facts, pack=None) -> int:
    """How restrictive the answer is; of two lawful answers neither is better."""
    return max(decide(facts, pack).outcome.rank, Outcome.PERMIT_WITH_CONDITIONS.rank)


def known(facts: Facts, target: str):
    """The value of one fact."""
    group, name = target.split(".")
    return getattr(getattr(facts, group), name)


@st.composite
def lawful_facts(draw):
    """A release that was lawful, with further helpful facts and papers: most of these stay lawful."""
    facts = draw(st.sampled_from(LAWFUL))
    for target in draw(st.lists(st.sampled_from(HELPS), max_size=4, unique=True)):
        if known(facts, target) is None:
            facts = put(facts, target, True)
    if draw(st.booleans()):
        facts = replace(facts, consents=(*facts.consents, draw(consents(facts))))
    return _noted(facts)


@st.composite
def any_facts(draw):
    """Half of them near a lawful release; the others a known case with anything changed or another case's evidence."""
    if draw(st.booleans()):
        return draw(lawful_facts())
    facts = draw(st.sampled_from(BASES))
    if draw(st.booleans()):
        other = draw(st.sampled_from(BASES))
        groups = draw(st.lists(st.sampled_from(GROUPS[:12]), max_size=4, unique=True))
        facts = replace(facts, **{group: getattr(other, group) for group in groups})
        facts = replace(facts, orders=(*facts.orders, *other.orders), emergency=other.emergency)
    for target, value in draw(_noise):
        facts = put(facts, target, value)
    if draw(st.booleans()):
        facts = replace(facts, consents=(*facts.consents, draw(consents(facts))))
    for change in draw(st.lists(st.sampled_from(_CHANGES), max_size=2)):
        facts = change(draw, facts)
    return _noted(facts)


@st.composite
def consents(draw, facts: Facts):
    """A complete consent for this request, now and then with one thing lacking."""
    complete = ConsentFact(
        reference="drawn",
        elements=UNIFORM_FORM_ELEMENTS,
        categories=frozenset(facts.categories),
        signers=draw(
            st.frozensets(st.sampled_from(list(SignerCapacity)), min_size=1, max_size=3),
        ),
        signed_on=facts.on - timedelta(days=30),
        expires_on=facts.on + timedelta(days=200),
        written=True,
        revoked=False,
        names_recipient=True,
        names_discloser=True,
        covers_purpose=True,
        combined=draw(st.sampled_from([False, None])),
    )
    if draw(st.integers(0, 2)):
        return complete
    return replace(
        complete,
        **draw(
            st.sampled_from(
                [
                    {"elements": UNIFORM_FORM_ELEMENTS - {draw(st.sampled_from(list(Element)))}},
                    {"provenance": Provenance.ASSERTED},
                    {"names_recipient": None},
                    {"covers_purpose": None},
                    {"expires_on": facts.on - timedelta(days=1)},
                    {"written": None},
                    {"revoked": True},
                ]
            )
        ),
    )


@st.composite
def orders(draw):
    """A paper of legal process, complete or not."""
    truths = st.sampled_from([True, True, None, False])
    return OrderFact(
        draw(st.sampled_from(list(OrderKind))),
        signed_by_judge=draw(truths),
        lawfully_issued=draw(truths),
        covers=draw(truths),
        part2_findings=draw(truths),
        notice_and_hearing=draw(truths),
    )


_noise = st.lists(st.tuples(st.sampled_from(TRUTHS), st.sampled_from([True, False, None])), max_size=6)
_CHANGES = [
    lambda draw, facts: put(facts, "recipient.kind", draw(st.sampled_from(list(RecipientKind)))),
    lambda draw, facts: put(facts, "youth.age", draw(st.sampled_from([None, 4, 11, 15, 17, 18, 20, 21]))),
    lambda draw, facts: replace(facts, purpose=draw(st.sampled_from(list(Purpose)))),
    lambda draw, facts: replace(facts, categories=(draw(st.sampled_from(list(Category))),)),
    lambda draw, facts: replace(facts, orders=(*facts.orders, draw(orders()))),
    lambda draw, facts: replace(
        facts, asserted=frozenset(draw(st.lists(st.sampled_from(TRUTHS), max_size=12)))
    ),
]


def _noted(facts: Facts) -> Facts:
    event(str(decide(facts).outcome))
    return facts
