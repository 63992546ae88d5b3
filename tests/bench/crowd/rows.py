"""What stands in each table of the crowd, as one set-based statement a table.

`bench.id(kind, number)` gives every row its id, so that no statement has to look another's up.
"""

from dataclasses import dataclass

SCAFFOLD = """
DROP SCHEMA IF EXISTS bench CASCADE;
CREATE SCHEMA bench;
GRANT USAGE ON SCHEMA bench TO portal_app;
CREATE FUNCTION bench.id(kind text, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT md5(kind || number)::uuid $$;
-- Evenly spread between 0 and 1, and the same in every run.
CREATE FUNCTION bench.chance(number bigint, seed bigint) RETURNS float LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT (hashint8extended(number, seed) & 1048575) / 1048576.0 $$;
CREATE TABLE bench.agency (n int PRIMARY KEY, youth int, first_youth int, members int, first_member int,
  received int, first_release int, id uuid GENERATED ALWAYS AS (bench.id('agency', n)) STORED);
CREATE TABLE bench.first_name (n int PRIMARY KEY, name text, keys text[], sounds text[]);
CREATE TABLE bench.last_name (n int PRIMARY KEY, name text, keys text[], sounds text[]);
CREATE TABLE bench.street (n int PRIMARY KEY, name text, sound text);
"""

CROWD = """
CREATE UNLOGGED TABLE bench.member AS
  SELECT a.first_member + place AS n, bench.id('user', a.first_member + place) AS id, place, a.id AS agency_id,
    a.n AS agency_n,
    CASE place WHEN 0 THEN 'records_custodian' WHEN 5 THEN 'privacy_officer' ELSE 'staff' END AS role
  FROM bench.agency a, generate_series(0, a.members - 1) place;
CREATE UNLOGGED TABLE bench.youth AS
  SELECT y.n, id, place, agency_id, agency_n, members, first_member, f.name AS first_name, m.name AS middle_name,
    l.name AS last_name, number, born, house || ' ' || s.name AS address,
    f.keys || l.keys || coalesce(m.keys, '{}') || ARRAY[number] AS name_keys,
    f.sounds AS firsts, l.sounds AS lasts, 'a' || house || ':' || s.sound AS place_key
  FROM (
    SELECT a.first_youth + place AS n, bench.id('youth', a.first_youth + place) AS id, place, a.id AS agency_id,
      a.n AS agency_n, a.members, a.first_member, lpad(place::text, 6, '0') AS number,
      floor(2000 * bench.chance(a.first_youth + place, 1) ^ 2)::int AS f,
      CASE WHEN place % 2 = 0 THEN floor(2000 * bench.chance(a.first_youth + place, 2) ^ 2)::int END AS m,
      floor(5000 * bench.chance(a.first_youth + place, 3) ^ 2)::int AS l,
      floor(300 * bench.chance(a.first_youth + place, 4))::int AS s,
      1 + floor(2000 * bench.chance(a.first_youth + place, 5))::int AS house,
      date '2006-01-01' + floor(4500 * bench.chance(a.first_youth + place, 6))::int AS born
    FROM bench.agency a, generate_series(0, a.youth - 1) place) y
  JOIN bench.first_name f ON f.n = y.f LEFT JOIN bench.first_name m ON m.n = y.m
  JOIN bench.last_name l ON l.n = y.l JOIN bench.street s ON s.n = y.s;
CREATE UNLOGGED TABLE bench.release AS
  SELECT r.*, y.id AS youth_id, y.agency_id AS holder_id, y.first_member AS holder_first_member,
    y.first_name, y.last_name, y.born, bench.id('release', r.n) AS id, bench.id('request', r.n) AS request_id,
    bench.id('consent', r.n) AS consent_id, bench.id('grant', r.n) AS grant_id,
    bench.id('user', y.first_member) AS holder_custodian_id,
    timestamptz '2026-11-01 12:00Z' - (r.n % 300) * interval '1 day' - (r.n % 1440) * interval '1 minute' AS at
  FROM (
    SELECT n, place, recipient_id, recipient_n, asker_id, other_id, CASE WHEN youth >= own_first AND youth < own_first + own
      THEN (youth + population / 2) % population ELSE youth END AS youth_n
    FROM (
      SELECT a.first_release + place AS n, place, a.id AS recipient_id, a.n AS recipient_n, a.youth AS own,
        a.first_youth AS own_first, p.population,
        floor(p.population * bench.chance(a.first_release + place, 7))::bigint AS youth,
        bench.id('user', a.first_member + 1 + place % (a.members - 1)) AS asker_id,
        bench.id('user', a.first_member + 1 + (place + 1) % (a.members - 1)) AS other_id
      FROM bench.agency a, generate_series(0, a.received - 1) place,
        (SELECT sum(youth)::bigint AS population FROM bench.agency) p) drawn) r
  JOIN bench.youth y ON y.n = r.youth_n;
ANALYZE bench.member, bench.youth, bench.release;
"""


@dataclass(frozen=True)
class Rows:
    """The rows of one table; a column not named that may not be null gets its type's empty value."""

    table: str
    columns: dict[str, str]
    source: str


YOUTH, RELEASE, MEMBER = "bench.youth y", "bench.release r", "bench.member m"
DAY = "y.n % 300"
ITEM_TEXT = (
    "'Absent ' || (1 + (y.n + i) % 9) || ' of 22 school days; the family was called and a plan for the mornings was "
    "agreed with the attendance officer. Next talk in two weeks.'"
)
PERMISSION = (
    "(SELECT p.id FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id WHERE {})"
)
OF_YOUTH = PERMISSION.format("c.app_label = 'youth' AND codename = 'view_youthrecord'")
OF_RELEASE = PERMISSION.format("c.app_label = 'disclosures' AND codename = 'view_release'")
OF_GENERIC = PERMISSION.format("c.app_label = 'bench'")
# The members of the agency that grant `i` of a youth goes to: all but the custodian, in turn.
GRANTEE = "bench.id('user', y.first_member + 1 + (y.place + i) % (y.members - 1))"
EACH_GRANT = f"{YOUTH}, generate_series(0, 4) i"

# The longest first, so that two connections end at about the same time.
TABLES = [
    Rows(
        "youth_youthkey",
        {"youth_id": "y.id", "agency_id": "y.agency_id", "kind": "k.kind", "key": "k.key"},
        f"""{YOUTH}, LATERAL (
          SELECT 'name' AS kind, unnest(y.name_keys) AS key UNION SELECT 'match', unnest(
            ARRAY(SELECT 'l' || l || ':' || left(f, 1) FROM unnest(y.lasts) l, unnest(y.firsts) f)
            || ARRAY(SELECT 'f' || f || ':' || left(l, 1) FROM unnest(y.lasts) l, unnest(y.firsts) f)
            || ARRAY(SELECT 'y' || s || ':' || extract(year FROM y.born) FROM unnest(y.lasts || y.firsts) s)
            || ('d' || y.born) || y.place_key)) k""",
    ),
    Rows(
        "youth_recorditem",
        {
            "id": "bench.id('item', y.n * 8 + i)",
            "agency_id": "y.agency_id",
            "youth_id": "y.id",
            "category": "(ARRAY['attendance', 'discipline', 'education', 'special_education'])[1 + (y.n + i) % 4]",
            "occurred_on": "date '2026-10-30' - (y.n % 200 + i * 9)::int",
            "title": "'Note ' || i",
            "text": ITEM_TEXT,
            "entered_by_id": "bench.id('user', y.first_member)",
            "created_at": f"timestamptz '2026-11-01 12:00Z' - ({DAY}) * interval '1 day'",
        },
        f"{YOUTH}, generate_series(0, (y.n % 5)::int) i",
    ),
    Rows(
        "youth_youthrecordgrant",
        {
            "user_id": GRANTEE,
            "permission_id": OF_YOUTH,
            "content_object_id": "y.id",
            "agency_id": "y.agency_id",
        },
        EACH_GRANT,
    ),
    Rows(
        "guardian_userobjectpermission",
        {
            "user_id": GRANTEE,
            "permission_id": OF_GENERIC,
            "content_type_id": "(SELECT id FROM django_content_type WHERE app_label = 'bench')",
            "object_pk": "y.id",
        },
        EACH_GRANT,
    ),
    Rows(
        "youth_assignment",
        {
            "id": "bench.id('assignment', y.n * 5 + i)",
            "agency_id": "y.agency_id",
            "youth_id": "y.id",
            "user_id": GRANTEE,
            "since": f"now() - ({DAY}) * interval '1 day'",
            "until": "NULL",
            "assigned_by_id": "bench.id('user', y.first_member)",
        },
        EACH_GRANT,
    ),
    Rows(
        "youth_youthrecord",
        {
            "id": "y.id",
            "agency_id": "y.agency_id",
            "number": "y.number",
            "first_name": "y.first_name",
            "middle_name": "coalesce(y.middle_name, '')",
            "last_name": "y.last_name",
            "birth_date": "y.born",
            "grade": "(1 + y.n % 12)::text",
            "site": "'School ' || y.n % 40",
            "language": "'English'",
            "address": "y.address",
            "phone": "'555-0100'",
            "state": "'active'",
        },
        YOUTH,
    ),
    Rows(
        "audit_auditevent",
        {
            "id": "bench.id('event', y.n)",
            "chain_id": "y.agency_id",
            "agency_id": "y.agency_id",
            "at": f"now() - ({DAY}) * interval '1 day'",
            "event": "'youth.viewed'",
            "actor_id": "bench.id('user', y.first_member)",
            "actor_name": "'A custodian'",
            "object_type": "'youth.youthrecord'",
            "object_id": "y.id",
            "youth_id": "y.id",
        },
        YOUTH,
    ),
    Rows(
        "youth_guardian",
        {
            "id": "bench.id('guardian', y.n)",
            "agency_id": "y.agency_id",
            "youth_id": "y.id",
            "first_name": "'Pat'",
            "last_name": "y.last_name",
            "relation": "'parent'",
            "authority": "'unknown'",
        },
        YOUTH,
    ),
    Rows(
        "disclosures_disclosurerequest",
        {
            "id": "r.request_id",
            "asking_agency_id": "r.recipient_id",
            "requested_by_id": "r.asker_id",
            "holding_agency_id": "r.holder_id",
            "first_name": "r.first_name",
            "last_name": "r.last_name",
            "birth_date": "r.born",
            "purpose": "'care_coordination'",
            "reason": "'To plan support together with the school.'",
            "basis": "'consent'",
            "urgency": "'routine'",
            "due_on": "r.at::date",
            "state": "'released'",
            "submitted_at": "r.at - interval '5 days'",
            "created_at": "r.at - interval '6 days'",
        },
        RELEASE,
    ),
    Rows(
        "disclosures_requestedcategory",
        {
            "id": "bench.id('category', r.n)",
            "request_id": "r.request_id",
            "category": "'attendance'",
            "answer": "'approved'",
        },
        RELEASE,
    ),
    Rows(
        "disclosures_youthmatch",
        {
            "id": "bench.id('match', r.n)",
            "request_id": "r.request_id",
            "agency_id": "r.holder_id",
            "youth_id": "r.youth_id",
            "matched_by_id": "r.holder_custodian_id",
        },
        RELEASE,
    ),
    Rows(
        "disclosures_release",
        {
            "id": "r.id",
            "request_id": "r.request_id",
            "agency_id": "r.holder_id",
            "recipient_agency_id": "r.recipient_id",
            "released_by_id": "r.holder_custodian_id",
            "released_at": "r.at",
            "access_until": "timestamptz '2036-01-01 00:00Z'",
            "content_sha256": "repeat('0', 64)",
            "ended_at": "CASE WHEN r.n % 5 = 0 THEN r.at + interval '9 days' END",
            "end_reason": "CASE WHEN r.n % 5 = 0 THEN 'recalled' ELSE '' END",
        },
        RELEASE,
    ),
    Rows(
        "disclosures_releasegrant",
        {
            "user_id": "u.id",
            "permission_id": OF_RELEASE,
            "content_object_id": "r.id",
            "agency_id": "r.recipient_id",
        },
        f"{RELEASE}, LATERAL (VALUES (r.asker_id), (r.other_id)) u (id)",
    ),
    Rows(
        "disclosures_releaseditem",
        {
            "id": "bench.id('released', r.n * 2 + i)",
            "release_id": "r.id",
            "agency_id": "r.holder_id",
            "recipient_agency_id": "r.recipient_id",
            "item_id": "bench.id('item', r.youth_n * 8 + i)",
            "category": "'attendance'",
            "occurred_on": "date '2026-10-30'",
            "title": "'Note ' || i",
            "text": "'Absent 6 of 22 school days.'",
        },
        f"{RELEASE}, generate_series(0, 1) i",
    ),
    Rows(
        "mous_mou",
        {
            "id": "bench.id('mou', 1)",
            "agency_id": "bench.id('agency', a.n)",
            "title": "'An agreement of all'",
            "version": "1",
            "starts_on": "date '2026-01-01'",
            "ends_on": "date '2036-01-01'",
            "state": "'signed'",
            "text_sha256": "repeat('0', 64)",
            "drafted_by_id": "bench.id('user', a.first_member)",
        },
        "bench.agency a WHERE a.n = 0",
    ),
    Rows(
        "mous_mouparty",
        {"id": "bench.id('party', a.n)", "mou_id": "bench.id('mou', 1)", "agency_id": "a.id"},
        "bench.agency a",
    ),
    Rows(
        "mous_mouterm",
        {
            "id": "md5(r.holder_id::text || r.recipient_id)::uuid",
            "mou_id": "bench.id('mou', 1)",
            "from_agency_id": "r.holder_id",
            "to_agency_id": "r.recipient_id",
            "categories": "'{attendance}'",
            "purposes": "'{care_coordination}'",
            "roles": "'{staff}'",
            "authority": "'Written consent'",
        },
        "(SELECT DISTINCT holder_id, recipient_id FROM bench.release) r",
    ),
    Rows(
        "disclosures_releasebasis",
        {
            "id": "bench.id('basis', r.n)",
            "release_id": "r.id",
            "agency_id": "r.holder_id",
            "grant_id": "r.grant_id",
        },
        RELEASE,
    ),
    Rows(
        "consents_consent",
        {
            "id": "r.consent_id",
            "agency_id": "r.holder_id",
            "youth_id": "r.youth_id",
            "form_id": "bench.id('form', 1)",
            "youth_name": "r.first_name || ' ' || r.last_name",
            "youth_birth_date": "r.born",
            "signer_name": "'Pat ' || r.last_name",
            "signer_capacity": "'eligible_student'",
            "method": "'link'",
            "signed_at": "r.at - interval '9 days'",
            "text_sha256": "repeat('0', 64)",
            "recorded_by_id": "r.holder_custodian_id",
        },
        RELEASE,
    ),
    Rows(
        "consents_consentgrant",
        {
            "id": "r.grant_id",
            "consent_id": "r.consent_id",
            "agency_id": "r.holder_id",
            "youth_id": "r.youth_id",
            "discloser_id": "r.holder_id",
            "recipient_id": "r.recipient_id",
            "category": "'attendance'",
            "purposes": "ARRAY['care_coordination']",
            "may_send": "true",
            "starts_on": "date '2026-01-01'",
            "expires_on": "date '2035-12-31'",
        },
        RELEASE,
    ),
    Rows(
        "consents_consentform",
        {
            "id": "bench.id('form', 1)",
            "version": "'bench'",
            "language": "'en'",
            "title": "'Consent'",
            "statements": "'[]'",
            "published_on": "date '2026-01-01'",
        },
        "(VALUES (1)) one",
    ),
    Rows(
        "accounts_user",
        {
            "id": "m.id",
            "password": "'!'",
            "email": "'member' || m.n || '@bench.example'",
            "name": "'Member ' || m.n",
            "language": "'en'",
            "is_active": "true",
        },
        MEMBER,
    ),
    Rows(
        "agencies_agency",
        {
            "id": "a.id",
            "name": "'Agency ' || a.n",
            "kind": "'school_district'",
            "legal_statuses": "ARRAY['ferpa_bound']",
            "us_state": "'WA'",
            "time_zone": "'America/Los_Angeles'",
            "state": "'active'",
        },
        "bench.agency a",
    ),
    Rows(
        "agencies_membership",
        {
            "id": "bench.id('membership', m.n)",
            "user_id": "m.id",
            "agency_id": "m.agency_id",
            "roles": "ARRAY[m.role]",
            "state": "'active'",
        },
        MEMBER,
    ),
    Rows(
        "mfa_authenticator",
        {"user_id": "m.id", "type": "'totp'", "data": "'{}'"},
        MEMBER,
    ),
]
