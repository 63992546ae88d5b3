"""The edge of a rule, from both sides: what one fact more or less does to the answer."""

import pytest

from law.__main__ import main
from law.decide import decide
from law.duties import Missing
from law.layers import Layer
from law.vocabulary import AgencyKind, Category, Purpose, RecipientKind, SignerCapacity
from tests.law.table import consent, row

C, H, P, R, S = Category, AgencyKind, Purpose, RecipientKind, SignerCapacity
BOTH = (S.MINOR, S.PARENT)
REFERRAL = consent(
    C.SUBSTANCE_USE, signers=BOTH, criminal_justice_referral=True, revocable=False, combined=False
)

ROWS = (
    row("Police with an ended HIPAA authorization need a new one, and no order of Part 2", H.HIPAA_PROVIDER, R.POLICE,
        15, C.MEDICAL, P.TREATMENT, "deny", "hipaa.authorization", {"consent"},
        consents=(consent(C.MEDICAL, revoked=True),)),
    row("Police with an ended consent of Part 2 have the order as well", H.PART2_PROGRAM, R.POLICE, 15,
        C.SUBSTANCE_USE, P.TREATMENT, "deny", "part2.consent", {"consent", "part2_court_order"},
        consents=(consent(C.SUBSTANCE_USE, revoked=True),)),
    row("A justice referral reaches the officer who supervises the release, whatever she calls the purpose",
        H.PART2_PROGRAM, R.PROBATION_OFFICER, 17, C.SUBSTANCE_USE, P.CARE_COORDINATION, "permit_with_conditions",
        "part2.consent", consents=(REFERRAL,), recipient__supervises_release=True),
    row("A justice referral does not reach an officer who does not supervise the release", H.PART2_PROGRAM,
        R.PROBATION_OFFICER, 17, C.SUBSTANCE_USE, P.CARE_COORDINATION, "deny", "part2.consent",
        consents=(REFERRAL,), recipient__supervises_release=False),
    row("An attempt to revoke a referral that cannot be revoked changes nothing", H.PART2_PROGRAM,
        R.PROBATION_OFFICER, 17, C.SUBSTANCE_USE, P.SUPERVISION, "permit_with_conditions", "part2.consent",
        consents=(consent(C.SUBSTANCE_USE, signers=BOTH, criminal_justice_referral=True, revocable=False,
                          revocation_attempted=True, combined=False),)),
    row("An attempt to revoke any other consent ends it", H.PART2_PROGRAM, R.HEALTH_PROVIDER, 17, C.SUBSTANCE_USE,
        P.TREATMENT, "deny", "part2.consent",
        consents=(consent(C.SUBSTANCE_USE, signers=BOTH, revocation_attempted=True),)),
)  # fmt: skip


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.title)
def test_edge(case):
    case.check()


def test_what_no_rule_covers_is_told_with_a_version():
    facts = ROWS[0].read()
    answer = decide(facts, rules=dict.fromkeys(Layer, ()))
    assert answer.rule_versions == (("law.uncovered", 1),)
    assert answer.categories[0].missing == (Missing.EXPLICIT_RULE,)


@pytest.mark.parametrize("arguments", [[], ["none.json", "--check-pack", "none.toml"]])
def test_the_command_takes_one_subject(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: law" in capsys.readouterr().err


def test_a_pack_that_cannot_be_used_ends_the_command_with_two(tmp_path, capsys):
    broken = tmp_path / "broken.toml"
    broken.write_text("state = ", encoding="utf-8")
    assert main(["--check-pack", str(broken)]) == 2
    assert "broken.toml" in capsys.readouterr().err
