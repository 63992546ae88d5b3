"""Many consents and nothing else: what stands in each table, and the sweep as somebody would write it by hand."""

from tests.bench.crowd.rows import Rows

CROWD = """
DROP SCHEMA IF EXISTS bench CASCADE;
CREATE SCHEMA bench;
CREATE FUNCTION bench.id(kind text, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT md5(kind || number)::uuid $$;
CREATE FUNCTION bench.chance(number bigint, seed bigint) RETURNS float LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT (hashint8extended(number, seed) & 1048575) / 1048576.0 $$;
CREATE UNLOGGED TABLE bench.agency AS SELECT n, bench.id('agency', n) AS id FROM generate_series(0, {consents} / 500 - 1) n;
CREATE UNLOGGED TABLE bench.consent AS SELECT n, bench.id('consent', n) AS id, bench.id('youth', n) AS youth_id,
  bench.id('agency', n / 500) AS agency_id, bench.id('user', n / 500) AS user_id,
  bench.id('agency', (n / 500 + 1 + n % 7) % ({consents} / 500)) AS recipient_id,
  date '2008-09-01' + floor(3000 * bench.chance(n, 1))::int AS born,
  date '2026-11-20' + floor(365 * bench.chance(n, 2))::int AS ends
  FROM generate_series(0, {consents} - 1) n;
ANALYZE bench.agency, bench.consent;
"""
CONSENT = "bench.consent c"
TABLES = [
    Rows(
        "accounts_user",
        {
            "id": "bench.id('user', a.n)",
            "password": "'!'",
            "email": "'member' || a.n || '@bench.example'",
            "name": "'Member ' || a.n",
            "language": "'en'",
            "is_active": "true",
        },
        "bench.agency a",
    ),
    Rows(
        "agencies_agency",
        {
            "id": "a.id",
            "name": "'Agency ' || a.n",
            "kind": "'school_district'",
            "legal_statuses": "ARRAY['ferpa_bound']",
            "us_state": "'WA'",
            "time_zone": "(ARRAY['America/Los_Angeles', 'America/New_York', 'Pacific/Guam'])[1 + a.n % 3]",
            "state": "'active'",
        },
        "bench.agency a",
    ),
    Rows(
        "agencies_membership",
        {
            "id": "bench.id('membership', a.n)",
            "user_id": "bench.id('user', a.n)",
            "agency_id": "a.id",
            "roles": "ARRAY['records_custodian']",
            "state": "'active'",
        },
        "bench.agency a",
    ),
    Rows(
        "youth_youthrecord",
        {
            "id": "c.youth_id",
            "agency_id": "c.agency_id",
            "first_name": "'Pat'",
            "last_name": "'Doe ' || c.n",
            "birth_date": "c.born",
            "number": "c.n::text",
        },
        CONSENT,
    ),
    Rows(
        "youth_guardian",
        {
            "id": "bench.id('guardian', c.n)",
            "agency_id": "c.agency_id",
            "youth_id": "c.youth_id",
            "first_name": "'Ana'",
            "last_name": "'Doe'",
            "relation": "'mother'",
            "authority": "'parent'",
            "authority_evidence": "'Birth certificate'",
        },
        CONSENT,
    ),
    Rows(
        "consents_consentform",
        {
            "id": "bench.id('form', 1)",
            "kind": "'uniform'",
            "version": "'bench'",
            "language": "'en'",
            "title": "'Consent'",
            "statements": "'[]'",
            "published_on": "date '2026-01-01'",
        },
        "(VALUES (1)) one",
    ),
    Rows(
        "consents_consent",
        {
            "id": "c.id",
            "agency_id": "c.agency_id",
            "youth_id": "c.youth_id",
            "form_id": "bench.id('form', 1)",
            "youth_name": "'Pat Doe ' || c.n",
            "youth_birth_date": "c.born",
            "signer_name": "'Ana Doe'",
            "signer_capacity": "'parent'",
            "guardian_id": "bench.id('guardian', c.n)",
            "method": "CASE WHEN c.n % 3 = 0 THEN 'paper' ELSE 'link' END",
            "signed_at": "c.ends::timestamp - interval '365 days'",
            "created_at": "c.ends::timestamp - interval '365 days'",
            "confirmed_at": "CASE WHEN c.n % 3 = 0 AND c.n % 30 <> 0 THEN c.ends::timestamp - interval '364 days' END",
            "particulars": "repeat('Who may share what with whom, for what, until when. ', 20)",
            "text_sha256": "repeat('0', 64)",
            "recorded_by_id": "c.user_id",
        },
        CONSENT,
    ),
    Rows(
        "consents_consentgrant",
        {
            "id": "bench.id('grant', c.n * 2 + i)",
            "consent_id": "c.id",
            "agency_id": "c.agency_id",
            "youth_id": "c.youth_id",
            "discloser_id": "c.agency_id",
            "recipient_id": "c.recipient_id",
            "category": "(ARRAY['attendance', 'education'])[1 + i]",
            "purposes": "ARRAY['care_coordination']",
            "may_send": "true",
            "starts_on": "c.ends - 365",
            # Every tenth consent has a line that ends later; one in twenty was revoked.
            "expires_on": "c.ends + CASE WHEN c.n % 10 = 0 THEN i * 5 ELSE 0 END",
            "revoked_at": "CASE WHEN c.n % 20 = 0 THEN c.ends::timestamp - interval '40 days' END",
            "revoked_by_id": "CASE WHEN c.n % 20 = 0 THEN c.user_id END",
        },
        f"{CONSENT}, generate_series(0, 1) i",
    ),
]

# What was queued since the database was loaded.
FORGET = """
DELETE FROM notices_outboxentry WHERE done_at IS NULL;
DELETE FROM consents_reminder WHERE id NOT IN (SELECT id FROM bench.sent);
DELETE FROM consents_digest"""

BY_HAND = """
WITH due AS (
  SELECT DISTINCT g.consent_id, g.agency_id, g.expires_on AS day, a.today,
    CASE WHEN g.expires_on - a.today <= 1 THEN 1 WHEN g.expires_on - a.today <= 7 THEN 7
      WHEN g.expires_on - a.today <= 14 THEN 14 ELSE 30 END AS days
  FROM consents_consentgrant g
  JOIN (SELECT id, (%(at)s::timestamptz AT TIME ZONE time_zone)::date AS today FROM agencies_agency) a
    ON a.id = g.agency_id
  WHERE g.revoked_at IS NULL AND g.ended_at IS NULL
    AND g.expires_on BETWEEN %(at)s::date - 1 AND %(at)s::date + 31
    AND g.expires_on BETWEEN a.today AND a.today + 30),
noted AS (
  INSERT INTO consents_reminder (id, agency_id, consent_id, kind, day, days_before, created_at)
  SELECT gen_random_uuid(), d.agency_id, d.consent_id, 'ends', d.day, d.days, now()
  FROM due d JOIN consents_consent c ON c.id = d.consent_id JOIN youth_youthrecord y ON y.id = c.youth_id
    JOIN agencies_agency a ON a.id = d.agency_id
  WHERE d.days <= d.day - (c.created_at AT TIME ZONE a.time_zone)::date
    AND (c.method <> 'paper' OR c.confirmed_at IS NOT NULL)
    AND (c.signer_capacity IN ('adult_youth', 'eligible_student')
      OR d.today < least(c.youth_birth_date, y.birth_date) + interval '18 years')
    AND NOT EXISTS (SELECT FROM consents_reminder r WHERE r.consent_id = d.consent_id AND r.kind = 'ends'
      AND r.day = d.day AND r.days_before = d.days)
  ON CONFLICT DO NOTHING RETURNING id, agency_id, consent_id),
told AS (
  SELECT 'reminder:' || id AS key, 'consents.tasks.send_reminder' AS task, agency_id, id FROM noted
  UNION ALL SELECT 'family:' || id, 'consents.tasks.remind_family', n.agency_id, n.id
    FROM noted n JOIN consents_familymail m ON m.consent_id = n.consent_id AND m.stopped_at IS NULL),
waiting AS (
  INSERT INTO notices_outboxentry
    (id, key, task, agency_id, reference, to_address, subject, body, created_at, attempts, last_error)
  SELECT gen_random_uuid(), key, task, agency_id, id, '', '', '', now(), 0, '' FROM told ON CONFLICT DO NOTHING)
SELECT count(*) FROM noted"""
