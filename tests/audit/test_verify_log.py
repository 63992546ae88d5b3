"""`manage.py verify_log` finds whatever was done to the trail with every guard switched off."""

import io
import json
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from agencies.acting import acting_as
from audit.heads import heads_file, read_heads
from audit.verify import current_heads, verify, verify_chain, witness
from tests.audit.conftest import write

pytestmark = pytest.mark.data_layer


def chain_of(person):
    with acting_as(person) as user:
        return user.acting_agency_id


def reasons(person):
    chain = chain_of(person)
    return {(finding.place, str(finding.reason)) for finding in verify()[1] if finding.chain == chain}


def test_an_intact_trail_passes_and_its_heads_are_witnessed(trail):
    out = io.StringIO()
    call_command("verify_log", stdout=out)
    assert "verified 10 entries" in out.getvalue()
    assert read_heads().last == current_heads()


def test_an_empty_portal_passes(committed_db):
    assert verify() == (0, [])


def test_findings_end_the_command_with_an_error_and_name_the_place(trail, administrator):
    administrator(
        "UPDATE audit_auditevent SET event = 'test.x' WHERE event = 'test.3' AND actor_name = 'Nora'"
    )
    err = io.StringIO()
    with pytest.raises(CommandError, match="1 findings in 10 entries") as error:
        call_command("verify_log", stderr=err)
    assert error.value.returncode == 1
    assert f"{chain_of(trail[0])} entry 5: the entry was changed" in err.getvalue()


def test_a_failed_check_witnesses_nothing(trail, administrator):
    administrator("UPDATE audit_auditevent SET event = 'test.x' WHERE event = 'test.3'")
    with pytest.raises(CommandError):
        call_command("verify_log", stderr=io.StringIO())
    assert not heads_file().exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE disclosures_logentry SET records = 'after test.1 ' WHERE records = 'after test.1'",
        "UPDATE disclosures_logentry SET at = at + interval '1 microsecond' WHERE records = 'after test.1'",
        "UPDATE disclosures_logentry SET consent_ids = ARRAY[gen_random_uuid()] WHERE records = 'after test.1'",
        "UPDATE disclosures_logentry SET agency_id = gen_random_uuid() WHERE records = 'after test.1'",
        "UPDATE disclosures_logentry SET salt = repeat('0', 64) WHERE records = 'after test.1'",
    ],
)
def test_one_changed_byte_is_found(trail, administrator, change):
    administrator(change)
    assert reasons(trail[0]) == {(3, "the entry was changed")}
    assert reasons(trail[1]) == set()


def test_a_change_with_its_digest_made_to_fit_is_found(trail, administrator):
    administrator("UPDATE disclosures_logentry SET records = 'nothing' WHERE records = 'after test.1'")
    administrator("UPDATE disclosures_logentry d SET digest = encode(portal.digest_of(to_jsonb(d)), 'hex')")
    administrator(
        "UPDATE audit_chainlink l SET digest = d.digest FROM disclosures_logentry d WHERE d.id = l.entry_id"
    )
    assert (3, "the link does not follow from the one before") in reasons(trail[0])


def _rewrite(administrator, chain):
    """Make every link and the head follow again, as an administrator would who knows the code."""
    chained, place = "0" * 64, 0
    for link, table, entry, digest in administrator(
        "SELECT id, entry_table, entry_id, digest FROM audit_chainlink WHERE agency_id = %s ORDER BY position",
        str(chain),
    ):
        place += 1
        [(chained,)] = administrator(
            "SELECT portal.link_hash(%s, %s, %s, %s, %s)", chained, place, table, entry, digest
        )
        administrator(
            "UPDATE audit_chainlink SET position = %s, hash = %s WHERE id = %s", -place, chained, link
        )
    administrator("UPDATE audit_chainlink SET position = -position WHERE position < 0")
    administrator(
        "UPDATE audit_chainhead SET position = %s, hash = %s WHERE agency_id = %s", place, chained, str(chain)
    )


def test_a_whole_chain_rewritten_is_found_by_the_witnessed_head(trail, administrator):
    witness()
    administrator("UPDATE disclosures_logentry SET records = 'nothing' WHERE records = 'after test.1'")
    administrator("UPDATE disclosures_logentry d SET digest = encode(portal.digest_of(to_jsonb(d)), 'hex')")
    administrator(
        "UPDATE audit_chainlink l SET digest = d.digest FROM disclosures_logentry d WHERE d.id = l.entry_id"
    )
    _rewrite(administrator, chain_of(trail[0]))
    assert reasons(trail[0]) == {(7, "the link differs from the witnessed head")}


def test_a_removed_entry_is_found(trail, administrator):
    administrator("DELETE FROM disclosures_logentry WHERE records = 'after test.1'")
    assert reasons(trail[0]) == {(3, "the entry was removed")}


def test_an_entry_removed_with_its_link_is_found(trail, administrator):
    [(entry,)] = administrator("DELETE FROM disclosures_logentry WHERE records = 'after test.1' RETURNING id")
    administrator("DELETE FROM audit_chainlink WHERE entry_id = %s", entry)
    assert (3, "an entry is missing or out of order") in reasons(trail[0])


def test_two_entries_that_changed_places_are_found(trail, administrator):
    chain = str(chain_of(trail[0]))
    for old, new in ((2, -2), (4, 2), (-2, 4)):
        administrator(
            "UPDATE audit_chainlink SET position = %s WHERE position = %s AND agency_id = %s", new, old, chain
        )
    assert {place for place, _ in reasons(trail[0])} == {2, 3, 4, 5}


def _cut_tail(administrator, person):
    chain = str(chain_of(person))
    [(entry,)] = administrator(
        "DELETE FROM audit_chainlink WHERE agency_id = %s AND position = 7 RETURNING entry_id", chain
    )
    administrator("DELETE FROM audit_auditevent WHERE id = %s", entry)
    administrator(
        "UPDATE audit_chainhead h SET position = 6, hash = l.hash FROM audit_chainlink l "
        "WHERE h.agency_id = %s AND l.agency_id = h.agency_id AND l.position = 6",
        chain,
    )


def test_a_cut_tail_is_found_by_the_witnessed_head_alone(trail, administrator):
    witness()
    _cut_tail(administrator, trail[0])
    assert reasons(trail[0]) == {(7, "a witnessed entry was cut off")}
    heads_file().unlink()
    assert reasons(trail[0]) == set()


def test_a_tail_cut_and_grown_again_is_found_although_the_new_head_was_witnessed(trail, administrator):
    witness()
    _cut_tail(administrator, trail[0])
    _enable(administrator)
    write(trail[0], "test.instead")
    witness()
    assert reasons(trail[0]) == {(7, "the link differs from the witnessed head")}


def _enable(administrator):
    """Switch the guards on again, in one statement: the fixture switches them off before each."""
    administrator(
        "".join(
            f"ALTER TABLE {table} ENABLE TRIGGER USER; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
            for table in ("audit_auditevent", "disclosures_logentry", "audit_chainlink", "audit_chainhead")
        )
    )


def test_a_chain_removed_altogether_is_found(trail, administrator):
    witness()
    chain = str(chain_of(trail[1]))
    administrator("DELETE FROM audit_auditevent WHERE chain_id = %s", chain)
    administrator("DELETE FROM audit_chainlink WHERE agency_id = %s", chain)
    administrator("DELETE FROM audit_chainhead WHERE agency_id = %s", chain)
    assert reasons(trail[1]) == {(3, "a witnessed entry was cut off")}


def test_a_head_removed_leaves_links_that_are_found(trail, administrator):
    administrator("DELETE FROM audit_chainhead WHERE agency_id = %s", str(chain_of(trail[1])))
    assert "audit_chainlink holds an entry outside every chain" in {
        str(found.reason) for found in verify()[1]
    }


def test_a_row_slipped_in_without_a_link_is_found(trail, administrator):
    administrator(
        "INSERT INTO audit_auditevent (id, chain_id, agency_id, at, event, actor_name, object_type, request_id, "
        "details, salt, digest) SELECT %s, chain_id, agency_id, at, 'test.forged', actor_name, '', '', '{}', salt, "
        "digest FROM audit_auditevent WHERE event = 'test.2' LIMIT 1",
        str(uuid4()),
    )
    assert [str(finding.reason) for finding in verify()[1]] == [
        "audit_auditevent holds an entry outside every chain"
    ]


def test_fewer_rows_than_the_head_counts_is_never_a_pass(trail, administrator):
    administrator("DROP POLICY definer_select ON audit_chainlink")
    _enable(administrator)
    assert reasons(trail[0]) == {(0, "the chain does not end where its head says")}


def test_a_damaged_heads_file_is_a_finding_and_hides_nothing(trail, administrator):
    witness()
    with heads_file().open("a", encoding="utf-8") as file:
        file.write('{"chain": "torn')
    _, findings = verify()
    assert [(found.chain, found.place, str(found.reason)) for found in findings] == [
        (None, 3, "this line of the heads file cannot be read")
    ]
    _cut_tail(administrator, trail[0])
    assert (7, "a witnessed entry was cut off") in reasons(trail[0])


def test_heads_are_appended_after_a_torn_line_and_only_when_they_moved(trail):
    assert witness() == 2
    assert witness() == 0
    with heads_file().open("a", encoding="utf-8") as file:
        file.write("torn")
    write(trail[1], "test.more")
    assert witness() == 1
    lines = heads_file().read_text().splitlines()
    assert lines[2] == "torn"
    assert json.loads(lines[3])["place"] == 4


def test_one_agency_may_check_its_own_chain(trail, administrator):
    chain = chain_of(trail[0])
    assert verify_chain(chain) == (7, [])
    administrator("UPDATE audit_auditevent SET event = 'test.x' WHERE event = 'test.1'")
    assert [str(finding.reason) for finding in verify_chain(chain)[1]] == ["the entry was changed"]
    assert verify_chain(uuid4()) == (0, [])
