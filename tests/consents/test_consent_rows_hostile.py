"""The second wall against staff who write SQL: no line is slipped into a consent, no stranger is named a sibling."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agencies.acting import acting_as
from consents import actions
from consents.models import ConsentDraft
from tests import factories
from tests.consents.recorder import scan_file

pytestmark = pytest.mark.data_layer
LINE = """INSERT INTO consents_consentgrant (id, consent_id, agency_id, youth_id, discloser_id, recipient_id, category,
  purposes, may_send, may_talk, initials, starts_on, expires_on, ends_when, revocation_reason, revocation_asked)
  SELECT gen_random_uuid(), c.id, c.agency_id, c.youth_id, c.agency_id, %s, 'grades', ARRAY['care_coordination'], true,
  false, '', %s, %s, '', '', '' FROM consents_consent c WHERE c.id = %s"""


def refused(words, by, sql, values):
    with acting_as(by), connection.cursor() as cursor:
        with pytest.raises(DatabaseError) as error, transaction.atomic():
            cursor.execute(sql, values)
        assert re.search(words, str(error.value)), error.value


def test_no_line_is_slipped_into_a_paper_that_was_confirmed_or_is_anothers(
    consented, bob, cleo, north, south
):
    consent = consented(method="paper", signed_at=timezone.now())
    today = north.today()
    values = [south.pk, today, today + timedelta(days=9), consent.pk]
    refused("row-level security", cleo, LINE, values)
    with acting_as(bob):
        actions.put_in_scan(consent, by=bob, file=scan_file())
    with acting_as(cleo):
        actions.confirm(consent, by=cleo)
    for user in (bob, cleo):
        refused("row-level security", user, LINE, values)


def test_a_sibling_is_a_youth_whom_one_may_see(bob, carol, maya):
    stranger = factories.youth(carol, "Leo", "Lind")
    with acting_as(bob):
        draft = ConsentDraft.objects.create(agency=maya.agency, youth=maya, author=bob, answers={"a": 1})
    name = "UPDATE consents_consentdraft SET siblings = ARRAY[%s]::uuid[] WHERE id = %s"
    refused("whom one may see", bob, name, [stranger.pk, draft.pk])
    insert = """INSERT INTO consents_consentdraft (id, agency_id, youth_id, author_id, siblings, answers, source, updated_at)
      VALUES (gen_random_uuid(), %s, %s, %s, ARRAY[%s]::uuid[], '{}', '', now())"""
    refused("whom one may see", bob, insert, [maya.agency_id, maya.pk, bob.pk, stranger.pk])
