-- What leaves the portal without an account: the register of published agreements, and calendars of their dates.

-- Whether the acting agency may agree to publish the agreement: a party that has not withdrawn, of one that all signed.
CREATE OR REPLACE FUNCTION portal.may_publish(agreement uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.mous_mou m JOIN public.mous_mouparty p ON p.mou_id = m.id
    WHERE m.id = agreement AND m.state = 'signed' AND p.agency_id = portal.acting_agency_id()
      AND p.withdrawn_at IS NULL);
END $$;

-- The public copy stands exactly while the agreement is signed and every party that has not withdrawn agrees to it.
-- It holds parties, flows in the codes of the law's vocabulary, and the signed text; no person of any agency. When a
-- party withdraws, what the others agreed to publish is no longer what it was, so they are asked anew.
CREATE OR REPLACE FUNCTION portal.keep_register() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  agreement uuid;
BEGIN
  IF TG_TABLE_NAME = 'mous_mou' THEN agreement := NEW.id;
  ELSIF TG_OP = 'DELETE' THEN agreement := OLD.mou_id;
  ELSE agreement := NEW.mou_id;
  END IF;
  -- One at a time for each agreement, so that no two parties' words cross unseen.
  PERFORM pg_advisory_xact_lock(hashtextextended(agreement::text, 0));
  IF TG_TABLE_NAME = 'mous_mouparty' AND TG_OP = 'UPDATE' THEN
    DELETE FROM public.mous_moupublication WHERE mou_id = agreement;
  END IF;
  IF NOT EXISTS (SELECT FROM public.mous_mou m WHERE m.id = agreement AND m.state = 'signed')
    OR EXISTS (SELECT FROM public.mous_mouparty p WHERE p.mou_id = agreement AND p.withdrawn_at IS NULL
      AND NOT EXISTS (SELECT FROM public.mous_moupublication u
        WHERE u.mou_id = agreement AND u.agency_id = p.agency_id))
  THEN
    DELETE FROM public.mous_publishedmou WHERE id = agreement;
    RETURN NULL;
  END IF;
  INSERT INTO public.mous_publishedmou (id, title, document, parties, categories, purposes, starts_on, ends_on,
      superseded_on, text_sha256, published_at)
    WITH bound AS (SELECT a.id, a.name, a.kind FROM public.mous_mouparty p JOIN public.agencies_agency a ON a.id = p.agency_id
        WHERE p.mou_id = agreement AND p.withdrawn_at IS NULL),
      flow AS (SELECT t.*, h.name AS holder, s.name AS asker FROM public.mous_mouterm t
        JOIN bound h ON h.id = t.from_agency_id JOIN bound s ON s.id = t.to_agency_id WHERE t.mou_id = agreement)
    SELECT m.id, m.title,
      jsonb_build_object('version', m.version,
        'sections', m.frozen_text::jsonb -> 'sections',
        'parties', (SELECT jsonb_agg(jsonb_build_object('name', name, 'kind', kind) ORDER BY name) FROM bound),
        'terms', (SELECT coalesce(jsonb_agg(jsonb_build_object('holder', holder, 'asker', asker, 'categories', categories,
            'purposes', purposes, 'authority', authority, 'conditions', conditions) ORDER BY holder, asker, id), '[]')
          FROM flow)),
      ARRAY(SELECT name::text FROM bound ORDER BY name),
      ARRAY(SELECT DISTINCT c::text FROM flow, unnest(categories) c ORDER BY 1),
      ARRAY(SELECT DISTINCT c::text FROM flow, unnest(purposes) c ORDER BY 1),
      m.starts_on, m.ends_on, m.superseded_on, m.text_sha256, now()
    FROM public.mous_mou m WHERE m.id = agreement
    ON CONFLICT (id) DO UPDATE SET superseded_on = excluded.superseded_on;
  RETURN NULL;
END $$;

-- The dates of an agency's agreements for the calendar of one member, who shows the SHA-256 of a secret address: a JSON
-- list, or NULL when no active member's calendar has this address. Titles and dates only, and these every role reads (agencies/roles.py).
CREATE OR REPLACE FUNCTION portal.calendar_of(token_hash text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  holder uuid;
BEGIN
  SELECT f.agency_id INTO holder FROM public.mous_calendarfeed f
    JOIN public.agencies_membership m ON m.user_id = f.user_id AND m.agency_id = f.agency_id
    JOIN public.agencies_agency a ON a.id = f.agency_id
    JOIN public.accounts_user u ON u.id = f.user_id
    WHERE f.token_sha256 = token_hash AND m.state = 'active' AND a.state = 'active' AND u.is_active;
  IF holder IS NULL THEN RETURN NULL; END IF;
  RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'title', m.title, 'version', m.version,
      'review_on', m.review_on, 'ends_on', m.ends_on, 'changed_at', m.state_changed_at) ORDER BY m.ends_on, m.id), '[]')
    FROM public.mous_mou m JOIN public.mous_mouparty p ON p.mou_id = m.id
    WHERE p.agency_id = holder AND p.withdrawn_at IS NULL AND m.state = 'signed' AND m.superseded_on IS NULL);
END $$;
