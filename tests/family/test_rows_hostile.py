"""The second wall against a family, or whoever has its session, that writes SQL: it sees its own and changes no more."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from agencies.acting import acting_as
from consents.actions import record_consent, revoke
from consents.lines import GrantLine
from consents.models import Consent, ConsentForm
from law.vocabulary import SignerCapacity
from sharing_portal.rls.context import acting_for
from sharing_portal.rls.grants import GLOBAL_TABLES
from tests import factories
from tests.family.conftest import Family, as_family

pytestmark = pytest.mark.data_layer
POLICY = "row-level security|permission denied"
# What anybody reads who may see the portal at all: nothing about a youth (sharing_portal/rls/grants.py), and profiles.
PUBLIC = {*GLOBAL_TABLES, "agencies_agency", "agencies_agencycontact"}


def run(by, sql, **values):
    """Rows of a SELECT, or how many rows were changed, as the family of this link."""
    with as_family(by), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def refused(words, by, sql, **values):
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        run(by, sql, **values)
    assert re.search(words, str(error.value)), error.value


@pytest.fixture
def others(bob, north, south, guardian_of, maya):
    """What is not hers: Leo of another family with a consent, and what Maya's father signed."""
    leo = factories.youth(bob, "Leo", "Lind")
    fathers = {
        "leo": guardian_of(leo, first_name="Lars", last_name="Lind", relation="father"),
        "maya": guardian_of(maya, first_name="Raul", last_name="Torres", relation="father"),
    }
    form = ConsentForm.objects.get(language="en", kind="uniform")
    made = {}
    factories.item(bob, maya)
    with acting_as(bob):
        for name, youth in (("leo", leo), ("maya", maya)):
            line = GrantLine(
                discloser=north,
                recipient=south,
                category="discipline",
                purposes=["care_coordination"],
                starts_on=north.today(),
                expires_on=north.today() + timedelta(days=9),
            )
            made[name] = record_consent(
                youth,
                by=bob,
                form=form,
                signer_name=str(fathers[name]),
                capacity=SignerCapacity.PARENT,
                guardian=fathers[name],
                lines=[line],
            )
    return made


@pytest.fixture
def page(signed, linked, bob, others):
    """The mother's page, verified."""
    signed()
    with acting_as(bob):
        consent = Consent.objects.get(signer_name="Ana Torres")
    made, _code = linked(consent)
    Family().come(made)
    return made


def seen(link):
    """How many rows of each table the family sees, those with none left out."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - PUBLIC)
    counts = {table: run(link, f"SELECT count(*) FROM {table}")[0][0] for table in tables}
    return {table: count for table, count in counts.items() if count}


def test_before_it_signs_it_sees_its_draft_its_link_and_whom_it_is_about(link, others):
    assert seen(link) == {
        "consents_consentdraft": 1,
        "consents_familylink": 1,
        "youth_youthrecord": 1,
        "youth_guardian": 2,
    }


def test_on_its_page_it_sees_what_the_same_person_signed(page, others, maya):
    found = seen(page)
    assert found.pop("consents_consent") == 1
    assert found.pop("consents_consentgrant") == 3
    assert found == {"consents_familylink": 1, "youth_youthrecord": 1, "youth_guardian": 2}


def test_an_unverified_link_or_another_agency_shows_nothing(prepared, linked, south, maya):
    made, _code = linked(prepared())
    assert seen(made) == {}
    Family().come(made)
    with (
        acting_for(principal="family", agency_id=south.pk, family_link=made.pk),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT count(*) FROM youth_youthrecord")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("principal", ["", "reminders"])
def test_only_the_family_itself_acts_by_a_link(link, principal):
    with acting_for(principal=principal, family_link=link.pk), connection.cursor() as cursor:
        cursor.execute(
            "SELECT portal.family_link_id(), portal.family_draft_ids(), portal.family_consent_ids()"
        )
        assert cursor.fetchone() == (None, None, None)


@pytest.mark.parametrize("ending", ["close_releases_without_consent", "reopen_requests_without_consent"])
def test_it_ends_nothing_for_whom_it_did_not_agree(page, others, ending):
    end = f"SELECT * FROM portal.{ending}(%(youth)s)"
    assert run(page, end, youth=others["maya"].youth_id) == []
    refused("only the agency that recorded", page, end, youth=others["leo"].youth_id)


def test_it_learns_nothing_of_what_was_read_under_anothers_consent(page, others, bob):
    read = "SELECT * FROM portal.ended_releases_read_under(%(lines)s)"
    with acting_as(bob):
        lines = {name: [grant.pk for grant in revoke(consent, by=bob)] for name, consent in others.items()}
    assert run(page, read, lines=lines["maya"]) == []
    refused("only the agency that recorded", page, read, lines=lines["leo"])


def test_another_familys_consent_is_not_revoked(page, others):
    revoke = "UPDATE consents_consentgrant SET revoked_at = now(), revoked_through_id = %(link)s WHERE consent_id = %(other)s"
    for other in others.values():
        assert run(page, revoke, link=page.pk, other=other.pk) == 0


@pytest.mark.parametrize(
    "change",
    [
        "revoked_at = now(), revoked_by_id = (SELECT created_by_id FROM consents_familylink LIMIT 1)",
        "revoked_at = now(), revoked_through_id = gen_random_uuid()",
        "ended_at = now(), ended_by_id = (SELECT created_by_id FROM consents_familylink LIMIT 1), ends_when = 'case_closes'",
        "expires_on = expires_on + 30",
        "recipient_id = discloser_id",
    ],
)
def test_a_line_is_revoked_in_its_own_name_or_not_changed(page, change):
    refused(POLICY + "|only be revoked|violates", page, f"UPDATE consents_consentgrant SET {change}")


def test_what_is_revoked_does_not_stand_again(page):
    assert (
        run(
            page,
            "UPDATE consents_consentgrant SET revoked_at = now(), revoked_through_id = %(link)s",
            link=page.pk,
        )
        == 3
    )
    refused(
        "only be revoked",
        page,
        "UPDATE consents_consentgrant SET revoked_at = NULL, revoked_through_id = NULL",
    )


@pytest.mark.parametrize(
    "change",
    [
        "verified_at = now()",
        "wrong_answers = 0",
        "expires_at = now() + interval '10 years'",
        "kind = 'page'",
        "token_sha256 = repeat('0', 64)",
        "used_at = NULL, draft_id = gen_random_uuid()",
        "closed_at = now(), closed_by_id = created_by_id",
    ],
)
def test_its_link_is_not_bent(link, change):
    refused(POLICY + "|not a step of a link|violates", link, f"UPDATE consents_familylink SET {change}")


CONSENT = """INSERT INTO consents_consent (id, agency_id, youth_id, form_id, youth_name, youth_birth_date, signer_name,
  signer_capacity, signer_authority_evidence, signer_grounds, minor_also_signed, method, signed_at, particulars, text_sha256, interpreter,
  drawing, signature_evidence, link_id, guardian_id, recorded_by_id, created_at)
  SELECT gen_random_uuid(), l.agency_id, %(youth)s, f.id, 'x', '2011-03-04', %(signer)s, 'parent', '', %(grounds)s, false, %(method)s,
  now(), 'x', repeat('0', 64), '', '', '{}', %(link)s, l.guardian_id, coalesce(%(recorder)s, l.created_by_id), now()
  FROM consents_familylink l, consents_consentform f WHERE l.id = %(own)s LIMIT 1"""


def test_it_records_for_its_own_young_people_through_its_own_link_alone(link, others, maya, alice):
    given = signing(link, maya)
    for changed in (
        {"youth": others["leo"].youth_id},
        {"link": None},
        {"method": "paper"},
        {"method": "on_screen"},
        {"signer": "Raul Torres"},
        {"grounds": ["agreed_to_care"]},
        {"recorder": str(alice.pk)},
    ):
        refused(POLICY, link, CONSENT, **{**given, **changed})
    assert run(link, CONSENT, **given) == 1


def signing(link, youth):
    return {
        "own": link.pk,
        "link": link.pk,
        "youth": youth.pk,
        "method": "link",
        "signer": "Ana Torres",
        "grounds": [],
        "recorder": None,
    }


PAGE = """INSERT INTO consents_familylink (id, agency_id, youth_id, kind, check_by, person_name, guardian_id, language,
  email, consent_id, token_sha256, code_hash, created_by_id, expires_at, wrong_answers)
  SELECT gen_random_uuid(), l.agency_id, c.youth_id, %(kind)s, 'birth_date', 'x', %(guardian)s, 'en', '', %(consent)s,
  encode(sha256(gen_random_uuid()::text::bytea), 'hex'), '', l.created_by_id, now() + interval '1 year', 0
  FROM consents_familylink l, consents_consent c WHERE l.id = %(own)s AND c.link_id = l.id"""


def test_the_page_it_makes_for_itself_leads_to_what_it_signed_alone(signed, others, bob):
    used = signed()
    with acting_as(bob):
        mine = Consent.objects.get(link=used)
    given = {"own": used.pk, "kind": "page", "guardian": mine.guardian_id, "consent": mine.pk}
    for changed in (
        {"guardian": others["maya"].guardian_id},
        {"consent": others["maya"].pk},
        {"consent": others["leo"].pk},
        {"kind": "sign"},
    ):
        refused(POLICY + "|violates", used, PAGE, **{**given, **changed})
    assert run(used, PAGE, **given) == 1


def test_a_used_link_opens_its_draft_no_more(signed, bob):
    used = signed()
    assert run(used, "SELECT count(*) FROM consents_consentdraft") == [(0,)]
    assert run(used, "UPDATE consents_consentdraft SET answers = '{}'") == 0
