"""The second wall around drafting together: what raw SQL in a member's name is refused by PostgreSQL itself."""

import pytest

from agencies.acting import acting_as
from mous import actions
from tests import factories
from tests.mous import agreements
from tests.mous.test_agreement_rows import GRANT, POLICY, refused, run

pytestmark = pytest.mark.data_layer

SECTION = "UPDATE mous_mousection SET {} WHERE code = 'purpose'"
VERSION = """INSERT INTO mous_mousectionversion (id, mou_id, section_id, number, heading, text, agency_id, by_id, at)
  SELECT gen_random_uuid(), mou_id, id, {number}, heading, {text}, %(agency)s, %(by)s, {at}
  FROM mous_mousection WHERE code = 'purpose'"""
COMMENT = """INSERT INTO mous_moucomment (id, mou_id, section_id, answers_id, version, text, agency_id, by_id, at)
  VALUES (gen_random_uuid(), %(mou)s, %(section)s, %(answers)s, %(version)s, 'x', %(agency)s, %(by)s, now())"""


@pytest.fixture
def ana(south, operator):
    return factories.member("ana", south, ["agency_admin"], by=operator)


@pytest.fixture
def shared(draft, dana, south):
    with acting_as(dana):
        actions.invite_to_draft(draft, by=dana, agencies=[south])
    return draft


def test_words_change_only_with_their_version(shared, ana, dana):
    refused("next version", ana, SECTION.format("text = 'x'"))
    refused("next version", ana, SECTION.format("number = number + 1"))
    refused(GRANT, ana, SECTION.format("code = 'x'"))
    refused(GRANT, dana, "DELETE FROM mous_mousection")
    refused(GRANT, dana, "DELETE FROM mous_mousectionversion")
    refused(GRANT, dana, "UPDATE mous_mousectionversion SET text = 'x'")
    assert run(ana, SECTION.format("text = 'x', number = number + 1")) == 1


def test_nobody_writes_history(shared, ana, dana, south, north):
    mine = {"agency": south.pk, "by": ana.pk}
    right = {"number": "number", "text": "text", "at": "now()"}
    with acting_as(dana):
        shared.sections.filter(code="purpose").update(text="New.", number=2)
    for change in ({"number": "9"}, {"text": "'x'"}, {"at": "'2026-01-01'::timestamptz"}):
        refused(POLICY, ana, VERSION.format(**{**right, **change}), **mine)
    refused(POLICY, ana, VERSION.format(**right), agency=north.pk, by=ana.pk)
    refused(POLICY, ana, VERSION.format(**right), agency=south.pk, by=dana.pk)
    assert run(ana, VERSION.format(**right), **mine) == 1


def test_who_was_not_invited_or_does_not_draft_changes_nothing(
    draft, shared, west, operator, bob, wendy, sam
):
    counsel = factories.member("cora", west, ["counsel"], by=operator)
    for person in (counsel, wendy, bob):
        assert run(person, SECTION.format("text = 'x', number = number + 1")) == 0
    assert run(wendy, "SELECT FROM mous_mousection") == 0


def test_an_invited_party_does_not_touch_parties_dates_or_flows(shared, ana, west, south):
    assert run(ana, "DELETE FROM mous_mouterm") == 0
    assert run(ana, "DELETE FROM mous_mouparty") == 0
    assert run(ana, "DELETE FROM mous_mouinvitation") == 0
    refused("only those who drafted", ana, "UPDATE mous_mou SET title = 'x'")
    refused(
        POLICY, ana,
        "INSERT INTO mous_mouparty (id, mou_id, agency_id, withdrawal_reason) VALUES (gen_random_uuid(), %(mou)s, %(agency)s, '')",
        mou=shared.pk, agency=west.pk,
    )  # fmt: skip


def test_comments_stay_with_their_agreement_and_their_time(shared, ana, dana, north, south, parties):
    with acting_as(dana):
        other = actions.draft(by=dana, title="Other", starts_on=shared.starts_on, ends_on=shared.ends_on)
        foreign = other.sections.get(code="purpose").pk
        elsewhere = actions.comment(other, by=dana, text="Secret").pk
        purpose = shared.sections.get(code="purpose").pk
    mine = {
        "mou": shared.pk, "section": purpose, "answers": None, "version": 1, "agency": south.pk, "by": ana.pk,
    }  # fmt: skip
    assert run(ana, COMMENT, **mine) == 1
    refused("one agreement", ana, COMMENT, **{**mine, "section": foreign})
    refused("one agreement", ana, COMMENT, **{**mine, "answers": elsewhere})
    refused("drafts and reviews", ana, COMMENT, **{**mine, "version": 2})
    refused(POLICY, ana, COMMENT, **{**mine, "by": dana.pk})
    refused(GRANT, ana, "UPDATE mous_moucomment SET text = 'x'")
    refused(
        POLICY,
        ana,
        "UPDATE mous_moucomment SET resolved_at = now(), resolved_by_id = %(other)s",
        other=dana.pk,
    )
    refused(
        POLICY,
        ana,
        "UPDATE mous_moucomment SET resolved_at = '2020-01-01', resolved_by_id = %(me)s",
        me=ana.pk,
    )
    agreements.sent(shared, dana)
    refused("drafts and reviews", ana, COMMENT, **mine)
