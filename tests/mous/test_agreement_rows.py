"""The second wall around agreements: what raw SQL in a party's name is refused by PostgreSQL itself."""

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.acting import acting_as
from mous import actions
from mous.models import Mou
from tests.mous import agreements

pytestmark = pytest.mark.data_layer
POLICY, GRANT = "row-level security", "permission denied"


def run(person, statement, **values):
    """Run one statement as this person; how many rows it touched."""
    with acting_as(person), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def refused(message, person, statement, **values):
    with pytest.raises(DatabaseError, match=message):
        run(person, statement, **values)


SIGN = """INSERT INTO mous_mousignature
  (id, mou_id, agency_id, signed_by_id, typed_name, title, in_place_of, authority, attestation, text_sha256,
   signed_at, proofs)
  VALUES (gen_random_uuid(), %(mou)s, %(agency)s, %(by)s, 'Nora', 'Head', '', '', 'yes', %(hash)s,
   %(at)s::timestamptz, '{}')"""


@pytest.fixture
def values(sent, nora, north):
    return {"mou": sent.pk, "agency": north.pk, "by": nora.pk, "hash": sent.text_sha256, "at": "now"}


def test_a_signatory_signs_for_her_own_agency_now(values, nora):
    assert run(nora, SIGN, **values) == 1


@pytest.mark.parametrize(
    "change", [{"at": "2026-01-01"}, {"at": "2099-01-01"}, {"hash": "0" * 64}], ids=["past", "future", "hash"]
)
def test_no_backdated_signature_and_none_on_another_text(values, nora, change):
    refused(POLICY, nora, SIGN, **{**values, **change})


def test_nobody_signs_for_another_party_or_in_anothers_name(values, nora, sam, south, west, dana, wendy):
    refused(POLICY, nora, SIGN, **{**values, "agency": south.pk})
    refused(POLICY, nora, SIGN, **{**values, "by": sam.pk})
    refused(POLICY, dana, SIGN, **{**values, "by": dana.pk})
    refused(POLICY, wendy, SIGN, **{**values, "by": wendy.pk, "agency": west.pk})


def test_a_signature_cannot_be_changed_or_removed(signed, nora):
    refused(GRANT, nora, "UPDATE mous_mousignature SET typed_name = 'x'")
    refused(GRANT, nora, "DELETE FROM mous_mousignature")
    refused(GRANT, nora, "DELETE FROM mous_mou")
    refused(GRANT, nora, "UPDATE mous_mouevent SET note = 'x'")


@pytest.mark.parametrize(
    "change",
    [
        "title = 'x'",
        "review_on = ends_on",
        "open_to_joinder = true",
        "consent_form = ''",
        "on_paper = true",
        "ends_on = ends_on + 1",
        "frozen_text = 'x'",
        "version = 9",
        "text_sha256 = repeat('0', 64)",
        "drafted_by_id = %(other)s",
    ],
)
def test_the_text_that_was_sent_does_not_change(sent, dana, nora, change):
    refused("does not change", dana, f"UPDATE mous_mou SET {change}", other=nora.pk)


def test_terms_and_parties_that_were_sent_do_not_change(sent, dana, west, north, south):
    assert run(dana, "UPDATE mous_mouterm SET authority = 'x'") == 0
    assert run(dana, "DELETE FROM mous_mouterm") == 0
    assert run(dana, "DELETE FROM mous_mouparty") == 0
    party = "INSERT INTO mous_mouparty (id, mou_id, agency_id, withdrawal_reason) VALUES (gen_random_uuid(), %s, %s, '')"
    with acting_as(dana), pytest.raises(DatabaseError, match=POLICY), transaction.atomic():
        connection.cursor().execute(party, [sent.pk, west.pk])


def test_no_state_is_skipped_and_none_is_claimed(sent, dana, nora, sam, bob, alice):
    refused("cannot go from sent to ended", nora, "UPDATE mous_mou SET state = 'ended', ended_on = now()")
    refused("has not signed", nora, "UPDATE mous_mou SET state = 'signed'")
    for reader in (bob, alice):
        refused(POLICY, reader, "UPDATE mous_mou SET state_changed_at = now()")
    refused(POLICY, sam, "UPDATE mous_mou SET state = 'cancelled'")
    assert (
        run(sam, "UPDATE mous_mou SET state = 'draft', version = 2, frozen_text = '', text_sha256 = ''") == 1
    )
    assert run(sam, "UPDATE mous_mou SET title = 'x'") == 0


def test_a_draft_is_sent_only_with_its_own_hash_and_parties(draft, dana, west):
    send = "UPDATE mous_mou SET state = 'review', frozen_text = 'x', text_sha256 = "
    refused("not the text's", dana, send + "repeat('0', 64)")
    assert run(dana, "UPDATE mous_mouterm SET to_agency_id = %(to)s", to=west.pk) == 1
    refused("no party", dana, send + "encode(sha256('x'), 'hex')")


def test_nobody_is_asked_to_sign_what_counsel_has_not_approved(draft, dana, nora, sam, north, south):
    send = "UPDATE mous_mou SET state = 'sent'"
    refused("goes to counsel", dana, f"{send}, frozen_text = 'x', text_sha256 = encode(sha256('x'), 'hex')")
    with acting_as(dana):
        actions.send_for_review(draft, by=dana)
    refused("has not approved", dana, send)
    refused("has not approved", nora, send)
    approve = """INSERT INTO mous_moureview (id, mou_id, agency_id, by_id, outcome, note, text_sha256)
      VALUES (gen_random_uuid(), %(mou)s, %(agency)s, %(by)s, 'approved', '', %(hash)s)"""
    counsel = agreements.counsel_of(north)
    good = {"mou": draft.pk, "agency": north.pk, "by": counsel.pk, "hash": draft.text_sha256}
    for change in ({"agency": south.pk}, {"by": sam.pk}, {"hash": "0" * 64}):
        refused(POLICY, counsel, approve, **{**good, **change})
    refused(POLICY, nora, approve, **{**good, "by": nora.pk})
    assert run(counsel, approve, **good) == 1
    refused("has not approved", dana, send)
    other = agreements.counsel_of(south)
    assert run(other, approve, **{**good, "agency": south.pk, "by": other.pk}) == 1
    assert run(dana, send) == 1


def test_a_signed_agreement_ends_only_by_withdrawal(signed, nora, sam, south, north):
    end = "UPDATE mous_mou SET state = 'ended', ended_on = portal.today(portal.acting_agency_id())"
    refused("parties remain", nora, end)
    refused("on the day", nora, "UPDATE mous_mou SET state = 'ended', ended_on = '2026-01-01'")
    leave = (
        "UPDATE mous_mouparty SET withdrawn_at = {}, withdrawn_by_id = %(by)s WHERE agency_id = %(agency)s"
    )
    assert run(nora, leave.format("now()"), by=nora.pk, agency=south.pk) == 0
    refused(POLICY, nora, leave.format("'2026-01-01'"), by=nora.pk, agency=north.pk)
    refused(POLICY, nora, leave.format("now()"), by=sam.pk, agency=north.pk)
    assert run(nora, leave.format("now()"), by=nora.pk, agency=north.pk) == 1
    assert run(nora, leave.format("NULL"), by=nora.pk, agency=north.pk) == 0
    assert run(nora, end) == 1


def test_a_draft_is_begun_in_ones_own_name_only(dana, nora, north, south):
    insert = """INSERT INTO mous_mou (id, agency_id, title, version, starts_on, ends_on, state,
      open_to_joinder, on_paper, signing_in_order, state_changed_at, frozen_text, text_sha256, consent_form, drafted_by_id, created_at) VALUES (gen_random_uuid(), %(agency)s,
      'x', 1, '2026-01-01', '2027-01-01', %(state)s, false, false, false, now(), '', %(hash)s, '', %(by)s, now())"""
    good = {"agency": north.pk, "state": "draft", "hash": "", "by": dana.pk}
    assert run(dana, insert, **good) == 1
    for change in ({"agency": south.pk}, {"state": "signed", "hash": "0" * 64}, {"by": nora.pk}):
        refused(POLICY, dana, insert, **{**good, **change})


def test_a_stranger_reads_and_touches_nothing(signed, wendy, carol):
    for person in (wendy, carol):
        assert run(person, "UPDATE mous_mou SET title = 'x'") == 0
        with acting_as(person):
            assert not Mou.objects.exists()
