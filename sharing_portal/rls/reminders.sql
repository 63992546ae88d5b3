-- What is due to be reminded of: found and queued by one statement a batch, for beat. The moment is given, so that days
-- are counted where the agency is. A second run, a second beat at the same time and a clock that is set back find nothing left to
-- queue.

-- Which reminder a number of days that are left asks for: after missed days only the closest one.
CREATE OR REPLACE FUNCTION portal.reminder_step(days_left integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN days_left <= 1 THEN 1 WHEN days_left <= 7 THEN 7 WHEN days_left <= 14 THEN 14 ELSE 30 END
$$;

-- Of the lines that end within 30 days, the next `most` after (day, consent): queue a reminder of each day on which a
-- consent has lines that end, one however many they are, for staff and, where it wants mail, for the family. Tells where it
-- stopped, as NULL when nothing is left, and how many it queued. None is sent from before the consent was recorded.
CREATE OR REPLACE FUNCTION portal.queue_ending_consents(at timestamptz, day date, consent uuid, most integer,
  OUT last_day date, OUT last_consent uuid, OUT queued integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = 'force_custom_plan' AS $$
BEGIN
  IF portal.principal() IN ('', 'family') THEN RAISE insufficient_privilege USING MESSAGE = 'for background work only'; END IF;
  WITH ending AS MATERIALIZED (
    SELECT g.consent_id, g.expires_on, g.agency_id FROM public.consents_consentgrant g
    WHERE g.revoked_at IS NULL AND g.ended_at IS NULL AND g.expires_on <= (at AT TIME ZONE 'UTC')::date + 31
      AND (g.expires_on, g.consent_id) > (coalesce(day, (at AT TIME ZONE 'UTC')::date - 1), coalesce(consent,
        '00000000-0000-0000-0000-000000000000'))
    ORDER BY g.expires_on, g.consent_id LIMIT most),
  -- Most were reminded of before: that is asked of an index alone, before anything else is looked at.
  unsent AS MATERIALIZED (
    SELECT DISTINCT e.consent_id, e.expires_on, e.agency_id, a.time_zone, here.today, step.days
    FROM ending e JOIN public.agencies_agency a ON a.id = e.agency_id
    CROSS JOIN LATERAL (SELECT (at AT TIME ZONE a.time_zone)::date AS today) here
    CROSS JOIN LATERAL (SELECT portal.reminder_step(e.expires_on - here.today) AS days) step
    WHERE e.expires_on BETWEEN here.today AND here.today + 30
      AND NOT EXISTS (SELECT FROM public.consents_reminder r WHERE r.consent_id = e.consent_id AND r.kind = 'ends'
        AND r.day = e.expires_on AND r.days_before <= step.days)),
  due AS (
    SELECT u.consent_id, u.expires_on, u.agency_id, u.days FROM unsent u
    JOIN public.consents_consent c ON c.id = u.consent_id
    JOIN public.youth_youthrecord y ON y.id = c.youth_id
    WHERE u.days <= u.expires_on - (c.created_at AT TIME ZONE u.time_zone)::date
      AND (c.method <> 'paper' OR c.confirmed_at IS NOT NULL)
      AND (c.signer_capacity IN ('adult_youth', 'eligible_student')
        OR u.today < portal.turns_18_on(least(c.youth_birth_date, y.birth_date)))
      AND NOT EXISTS (SELECT FROM public.youth_guardian p
        WHERE p.id = c.guardian_id AND portal.is_barred(p.rights_revoked, p.authority))),
  noted AS (
    INSERT INTO public.consents_reminder (id, agency_id, consent_id, kind, day, days_before, created_at)
    SELECT gen_random_uuid(), agency_id, consent_id, 'ends', expires_on, days, now() FROM due
    ORDER BY expires_on, consent_id ON CONFLICT DO NOTHING RETURNING id, agency_id, consent_id),
  told AS (
    SELECT 'reminder:' || n.id AS key, 'consents.tasks.send_reminder' AS task, n.agency_id, n.id FROM noted n
    UNION ALL SELECT 'family:' || n.id, 'consents.tasks.remind_family', n.agency_id, n.id FROM noted n
      JOIN public.consents_familymail m ON m.consent_id = n.consent_id AND m.stopped_at IS NULL),
  waiting AS (
    INSERT INTO public.notices_outboxentry
      (id, key, task, agency_id, reference, to_address, subject, body, created_at, attempts, last_error)
    SELECT gen_random_uuid(), key, task, agency_id, id, '', '', '', now(), 0, '' FROM told ON CONFLICT DO NOTHING)
  SELECT e.expires_on, e.consent_id, (SELECT count(*) FROM noted) INTO last_day, last_consent, queued
    FROM ending e ORDER BY e.expires_on DESC, e.consent_id DESC LIMIT 1;
  queued := coalesce(queued, 0);
END $$;

-- Young people who turn 18, once 30 days before and once on the day, or within a week after it when no run met the day:
-- for whom somebody else had signed what stood until then. The newest such consent stands for the youth. How many.
CREATE OR REPLACE FUNCTION portal.queue_birthdays(at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET plan_cache_mode = 'force_custom_plan' AS $$
DECLARE
  utc_day date := (at AT TIME ZONE 'UTC')::date;
  queued integer;
BEGIN
  IF portal.principal() IN ('', 'family') THEN RAISE insufficient_privilege USING MESSAGE = 'for background work only'; END IF;
  WITH near AS (
    SELECT c.id FROM public.consents_consent c
    WHERE c.signer_capacity NOT IN ('adult_youth', 'eligible_student')
      AND c.youth_birth_date BETWEEN utc_day - interval '18 years 9 days' AND utc_day - interval '18 years' + interval '32 days'
    UNION SELECT c.id FROM public.youth_youthrecord y JOIN public.consents_consent c ON c.youth_id = y.id
    WHERE c.signer_capacity NOT IN ('adult_youth', 'eligible_student')
      AND y.birth_date BETWEEN utc_day - interval '18 years 9 days' AND utc_day - interval '18 years' + interval '32 days'),
  due AS (
    SELECT DISTINCT ON (c.youth_id) c.youth_id, c.id, c.agency_id, birthday.day, step.days
    FROM near JOIN public.consents_consent c ON c.id = near.id
    JOIN public.agencies_agency a ON a.id = c.agency_id
    JOIN public.youth_youthrecord y ON y.id = c.youth_id
    CROSS JOIN LATERAL (SELECT (at AT TIME ZONE a.time_zone)::date AS today) here
    CROSS JOIN LATERAL (SELECT portal.turns_18_on(least(c.youth_birth_date, y.birth_date)) AS day) birthday
    CROSS JOIN LATERAL (SELECT CASE WHEN birthday.day <= here.today THEN 0 ELSE 30 END AS days) step
    WHERE birthday.day BETWEEN here.today - 7 AND here.today + 30
      AND step.days <= birthday.day - (c.created_at AT TIME ZONE a.time_zone)::date
      AND (c.method <> 'paper' OR c.confirmed_at IS NOT NULL)
      AND NOT EXISTS (SELECT FROM public.youth_guardian p
        WHERE p.id = c.guardian_id AND portal.is_barred(p.rights_revoked, p.authority))
      AND EXISTS (SELECT FROM public.consents_consentgrant g WHERE g.consent_id = c.id
        AND g.revoked_at IS NULL AND g.ended_at IS NULL AND g.expires_on >= birthday.day - 1)
    ORDER BY c.youth_id, c.created_at DESC, c.id),
  noted AS (
    INSERT INTO public.consents_reminder (id, agency_id, consent_id, kind, day, days_before, created_at)
    SELECT gen_random_uuid(), d.agency_id, d.id, 'turns_18', d.day, d.days, now() FROM due d
    WHERE NOT EXISTS (SELECT FROM public.consents_consent c JOIN public.consents_reminder r ON r.consent_id = c.id
      WHERE c.youth_id = d.youth_id AND r.kind = 'turns_18' AND r.day = d.day AND r.days_before <= d.days)
    ORDER BY d.id ON CONFLICT DO NOTHING RETURNING id, agency_id),
  waiting AS (
    INSERT INTO public.notices_outboxentry
      (id, key, task, agency_id, reference, to_address, subject, body, created_at, attempts, last_error)
    SELECT gen_random_uuid(), 'reminder:' || id, 'consents.tasks.send_reminder', agency_id, id, '', '', '', now(), 0, ''
    FROM noted ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*) INTO queued FROM waiting;
  RETURN queued;
END $$;

-- The weekly overview of every active agency that ever recorded a consent: from seven on Monday morning where the agency
-- is, or later in the week when no run met that hour. How many.
CREATE OR REPLACE FUNCTION portal.queue_digests(at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  queued integer;
BEGIN
  IF portal.principal() IN ('', 'family') THEN RAISE insufficient_privilege USING MESSAGE = 'for background work only'; END IF;
  WITH noted AS (
    INSERT INTO public.consents_digest (id, agency_id, week, created_at)
    SELECT gen_random_uuid(), a.id, date_trunc('week', (at AT TIME ZONE a.time_zone) - interval '7 hours')::date, now()
    FROM public.agencies_agency a WHERE a.state = 'active'
      AND EXISTS (SELECT FROM public.consents_consent c WHERE c.agency_id = a.id)
      AND NOT EXISTS (SELECT FROM public.consents_digest d WHERE d.agency_id = a.id
        AND d.week >= date_trunc('week', (at AT TIME ZONE a.time_zone) - interval '7 hours')::date)
    ORDER BY a.id ON CONFLICT DO NOTHING RETURNING id, agency_id),
  waiting AS (
    INSERT INTO public.notices_outboxentry
      (id, key, task, agency_id, reference, to_address, subject, body, created_at, attempts, last_error)
    SELECT gen_random_uuid(), 'digest:' || id, 'consents.tasks.send_digest', agency_id, id, '', '', '', now(), 0, ''
    FROM noted ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*) INTO queued FROM waiting;
  RETURN queued;
END $$;
