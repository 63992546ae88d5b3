"""The second wall around the life of an agreement: what raw SQL in a party's name is refused by PostgreSQL itself."""

from datetime import timedelta

import pytest

from agencies.acting import acting_as
from mous import actions
from mous.models import Mou
from tests.mous import agreements
from tests.mous.test_agreement_rows import POLICY, refused, run

pytestmark = pytest.mark.data_layer
SUPERSEDE = "UPDATE mous_mou SET superseded_on = %(day)s WHERE id = %(pk)s"


@pytest.fixture
def new(signed, dana) -> Mou:
    """South's and North's next version, a draft."""
    with acting_as(dana):
        return actions.amend(signed, by=dana)


def test_nothing_is_superseded_without_a_signed_successor_on_its_day(signed, new, dana, nora, sam):
    day = {"pk": signed.pk, "day": new.starts_on}
    refused("no successor", nora, SUPERSEDE, **day)
    agreements.signed(agreements.sent(new, dana), [nora, sam])
    refused("no successor", nora, SUPERSEDE, **{**day, "day": new.starts_on + timedelta(days=1)})
    refused("no successor", nora, SUPERSEDE, **{**day, "day": None})
    assert run(nora, SUPERSEDE, **day) == 1


def test_a_new_version_goes_out_only_with_everybody_who_is_bound(signed, new, dana, south):
    with acting_as(dana):
        text, sha = signed.frozen_text, signed.text_sha256
        new.terms.all().delete()
    assert run(
        dana, "DELETE FROM mous_mouparty WHERE mou_id = %(pk)s AND agency_id = %(of)s", pk=new.pk, of=south.pk
    )
    send = "UPDATE mous_mou SET state = 'review', frozen_text = %(text)s, text_sha256 = %(sha)s WHERE id = %(pk)s"
    refused("is missing", dana, send, text=text, sha=sha, pk=new.pk)


def test_a_draft_replaces_only_what_binds_its_drafter_and_one_at_a_time(
    signed, new, dana, wendy, north, west
):
    insert = """INSERT INTO mous_mou (id, agency_id, title, version, starts_on, ends_on, state, open_to_joinder, on_paper,
      signing_in_order, state_changed_at, frozen_text, text_sha256, consent_form, drafted_by_id, created_at, replaces_id)
      VALUES (gen_random_uuid(), %(of)s, 'x', 2, '2026-01-01', '2027-01-01', 'draft', false, false, false, now(), '', '', '',
      %(by)s, now(), %(old)s)"""
    refused(POLICY, wendy, insert, of=west.pk, by=wendy.pk, old=signed.pk)
    refused(POLICY, dana, insert, of=north.pk, by=dana.pk, old=signed.pk)
    with acting_as(dana):
        actions.cancel(new, by=dana)
    assert run(dana, insert, of=north.pk, by=dana.pk, old=signed.pk) == 1
    refused(
        "does not change",
        dana,
        "UPDATE mous_mou SET replaces_id = NULL WHERE replaces_id = %(pk)s AND state = 'draft'",
        pk=signed.pk,
    )


def test_nobody_writes_that_something_was_superseded_for_another(signed, sam, nora, north):
    event = """INSERT INTO mous_mouevent (mou_id, kind, version, agency_id, by_id, note, at)
      VALUES (%(pk)s, 'superseded', 1, %(of)s, %(by)s, '', now())"""
    refused(POLICY, sam, event, pk=signed.pk, of=north.pk, by=sam.pk)
    refused(POLICY, sam, event, pk=signed.pk, of=north.pk, by=nora.pk)
