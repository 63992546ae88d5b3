-- The life of an agreement that all have signed: who is bound by it, what replaces it, who joins it, and the access that
-- ends with it.

-- Agreements signed by all that bind the acting agency now.
CREATE OR REPLACE FUNCTION portal.bound_agreement_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT array_agg(m.id) FROM public.mous_mouparty p JOIN public.mous_mou m ON m.id = p.mou_id
    WHERE p.agency_id = portal.acting_agency_id() AND p.withdrawn_at IS NULL AND m.state = 'signed');
END $$;

-- Whether a party may begin a new version of the agreement: it is bound by it, and no other new version is under way.
-- Whoever drafts one shows it to nobody before it is sent, so the others cannot see why they may not.
CREATE OR REPLACE FUNCTION portal.may_replace(agreement uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN agreement = ANY (portal.bound_agreement_ids()) AND NOT EXISTS (SELECT FROM public.mous_mou n
    WHERE n.replaces_id = agreement AND n.state NOT IN ('cancelled', 'ended'));
END $$;

-- The new version is signed by all: from its first day on it takes the place of the one it replaces, in this very
-- transaction, whoever signs last and whether or not that party was bound by the old one.
CREATE OR REPLACE FUNCTION portal.supersede_replaced() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  -- What was replaced before, by a version that has ended since, does not come back until this one begins.
  UPDATE public.mous_mou SET superseded_on = least(superseded_on, NEW.starts_on)
    WHERE id = NEW.replaces_id AND state = 'signed';
  IF FOUND THEN
    INSERT INTO public.mous_mouevent (mou_id, kind, version, agency_id, by_id, note, at)
      SELECT m.id, 'superseded', m.version, portal.acting_agency_id(), portal.current_user_id(), '', now()
      FROM public.mous_mou m WHERE m.id = NEW.replaces_id;
  END IF;
  RETURN NULL;
END $$;

-- An offer to join is made by a party, on the terms of a party, to an active agency that never was one, while the
-- agreement is in force or to come and nothing is about to replace it. Who signs the exhibit becomes a party, with the
-- flows of the party on whose terms it joins; everyone else's flows stay as they were signed. The exhibit that was
-- offered is the one that is signed, and nobody signs for two parties.
CREATE OR REPLACE FUNCTION portal.admit_joiner() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state <> 'offered' THEN
    RAISE check_violation USING MESSAGE = 'this offer is closed';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.state <> 'joined' THEN RETURN NEW; END IF;
  PERFORM FROM public.mous_mou m WHERE m.id = NEW.mou_id FOR NO KEY UPDATE;
  IF NOT EXISTS (SELECT FROM public.mous_mou m WHERE m.id = NEW.mou_id AND m.state = 'signed' AND m.open_to_joinder
      AND portal.today(NEW.like_id) <= m.ends_on
      AND (m.superseded_on IS NULL OR portal.today(NEW.like_id) < m.superseded_on)
      AND NOT EXISTS (SELECT FROM public.mous_mou n WHERE n.replaces_id = m.id AND n.state IN ('review', 'sent', 'signed')))
    OR NOT EXISTS (SELECT FROM public.mous_mouparty p WHERE p.mou_id = NEW.mou_id AND p.agency_id = NEW.like_id
      AND p.withdrawn_at IS NULL)
    OR EXISTS (SELECT FROM public.mous_mouparty p WHERE p.mou_id = NEW.mou_id AND p.agency_id = NEW.agency_id)
    OR NOT EXISTS (SELECT FROM public.agencies_agency a WHERE a.id = NEW.agency_id AND a.state = 'active')
    OR NEW.exhibit_sha256 <> encode(sha256(convert_to(NEW.exhibit_text, 'UTF8')), 'hex')
  THEN RAISE check_violation USING MESSAGE = 'the agreement cannot be joined on these terms any more';
  END IF;
  IF TG_OP = 'INSERT' THEN RETURN NEW; END IF;
  IF '' IN (btrim(NEW.typed_name), btrim(NEW.title), btrim(NEW.attestation))
    OR portal.signed_elsewhere(NEW.mou_id, (SELECT m.text_sha256 FROM public.mous_mou m WHERE m.id = NEW.mou_id),
      NEW.typed_name)
  THEN RAISE check_violation USING MESSAGE = 'a signature says who signs, and nobody signs for two parties';
  END IF;
  INSERT INTO public.mous_mouparty (id, mou_id, agency_id, joined_at, withdrawal_reason)
    VALUES (gen_random_uuid(), NEW.mou_id, NEW.agency_id, now(), '');
  INSERT INTO public.mous_mouterm (id, mou_id, from_agency_id, to_agency_id, categories, purposes, roles, authority, need,
      conditions)
    SELECT gen_random_uuid(), t.mou_id,
      CASE WHEN t.from_agency_id = NEW.like_id THEN NEW.agency_id ELSE t.from_agency_id END,
      CASE WHEN t.to_agency_id = NEW.like_id THEN NEW.agency_id ELSE t.to_agency_id END,
      t.categories, t.purposes, t.roles, t.authority, t.need, t.conditions
    FROM public.mous_mouterm t
    WHERE t.mou_id = NEW.mou_id AND NEW.like_id IN (t.from_agency_id, t.to_agency_id)
      AND NEW.agency_id NOT IN (t.from_agency_id, t.to_agency_id)
      -- Who joined after the offer was made is not in the exhibit that is signed.
      AND NOT EXISTS (SELECT FROM public.agencies_agency a WHERE a.id IN (t.from_agency_id, t.to_agency_id)
        AND NOT jsonb_exists(NEW.exhibit_text::jsonb -> 'parties', a.name))
      AND NOT EXISTS (SELECT FROM public.mous_mouparty p WHERE p.mou_id = t.mou_id AND p.withdrawn_at IS NOT NULL
        AND p.agency_id IN (t.from_agency_id, t.to_agency_id));
  RETURN NEW;
END $$;

-- Ids only, for beat: the agreements whose last day or day of review lies between two days, with the parties they bind.
-- What is replaced already is left out.
CREATE OR REPLACE FUNCTION portal.agreements_with_a_day_between(first date, last date)
RETURNS TABLE (mou_id uuid, agency_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF portal.principal() IN ('', 'family') THEN RAISE insufficient_privilege USING MESSAGE = 'for background work only'; END IF;
  RETURN QUERY SELECT p.mou_id, p.agency_id FROM public.mous_mou m
    JOIN public.mous_mouparty p ON p.mou_id = m.id AND p.withdrawn_at IS NULL
    JOIN public.agencies_agency a ON a.id = p.agency_id AND a.state = 'active'
    WHERE m.state = 'signed' AND m.superseded_on IS NULL
      AND (m.ends_on BETWEEN first AND last OR m.review_on BETWEEN first AND last);
END $$;

-- What these agencies may ask those for today, today being where the holder is: the same answer as
-- `mous.queries.terms_in_force`. For the functions below alone.
CREATE OR REPLACE FUNCTION portal.flows_in_force(askers uuid[], holders uuid[])
RETURNS TABLE (asker uuid, holder uuid, purpose text, categories text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT t.to_agency_id, t.from_agency_id, p.purpose, array_agg(DISTINCT c.category)
    FROM public.mous_mouterm t
    JOIN public.mous_mou m ON m.id = t.mou_id AND m.state = 'signed'
    JOIN public.agencies_agency h ON h.id = t.from_agency_id AND h.state = 'active'
    JOIN public.agencies_agency s ON s.id = t.to_agency_id AND s.state = 'active'
    CROSS JOIN unnest(t.purposes::text[]) AS p (purpose) CROSS JOIN unnest(t.categories::text[]) AS c (category)
    WHERE t.to_agency_id = ANY (askers) AND t.from_agency_id = ANY (holders)
      AND (now() AT TIME ZONE h.time_zone)::date BETWEEN m.starts_on AND m.ends_on
      AND (m.superseded_on IS NULL OR (now() AT TIME ZONE h.time_zone)::date < m.superseded_on)
      AND NOT EXISTS (SELECT FROM public.mous_mouparty w WHERE w.mou_id = m.id AND w.withdrawn_at IS NOT NULL
        AND w.agency_id IN (t.from_agency_id, t.to_agency_id))
    GROUP BY 1, 2, 3;
END $$;

-- Which of these releases have lost the agreement they rested on: no flows in force today open, between these two
-- agencies and for this purpose, everything that was released. Emergencies and court orders rest on no agreement. Ids in,
-- ids out.
CREATE OR REPLACE FUNCTION portal.releases_without_agreement(releases uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (WITH resting AS MATERIALIZED (
      SELECT r.id, r.agency_id AS holder, r.recipient_agency_id AS asker, q.purpose::text AS purpose
      FROM public.disclosures_release r JOIN public.disclosures_disclosurerequest q ON q.id = r.request_id
      WHERE r.id = ANY (releases) AND q.basis NOT IN ('emergency', 'court_order')),
    flow AS MATERIALIZED (
      SELECT * FROM portal.flows_in_force(
        (SELECT array_agg(DISTINCT asker) FROM resting), (SELECT array_agg(DISTINCT holder) FROM resting)))
    SELECT array_agg(g.id) FROM resting g
    LEFT JOIN flow f ON f.asker = g.asker AND f.holder = g.holder AND f.purpose = g.purpose
    WHERE f.holder IS NULL OR EXISTS (SELECT FROM public.disclosures_releaseditem i
      WHERE i.release_id = g.id AND i.category <> ALL (f.categories)));
END $$;

-- Ids only: the open requests of which some part is covered by no flow in force any more, with the people and agencies to
-- tell: those between parties of this agreement, for a party of it, or those made to the acting agency, for background work.
CREATE OR REPLACE FUNCTION portal.requests_without_agreement(agreement uuid)
RETURNS TABLE (request_id uuid, asker_id uuid, requested_by_id uuid, holder_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  acting uuid := portal.acting_agency_id();
BEGIN
  IF portal.principal() = '' AND NOT EXISTS (SELECT FROM public.mous_mouparty p
    JOIN public.mous_mou m ON m.id = p.mou_id AND m.state IN ('signed', 'ended')
    WHERE p.mou_id = agreement AND p.agency_id = acting)
  THEN RAISE insufficient_privilege USING MESSAGE = 'only a party of the agreement';
  END IF;
  RETURN QUERY WITH resting AS MATERIALIZED (
      SELECT q.id, q.asking_agency_id AS asker, q.holding_agency_id AS holder, q.purpose::text AS purpose, q.requested_by_id
      FROM public.disclosures_disclosurerequest q
      WHERE q.state IN ('submitted', 'more_needed', 'approved') AND q.basis NOT IN ('emergency', 'court_order')
        AND CASE WHEN agreement IS NULL THEN q.holding_agency_id = acting
          ELSE 2 = (SELECT count(*) FROM public.mous_mouparty p
            WHERE p.mou_id = agreement AND p.agency_id IN (q.asking_agency_id, q.holding_agency_id)) END),
    flow AS MATERIALIZED (
      SELECT * FROM portal.flows_in_force(
        (SELECT array_agg(DISTINCT asker) FROM resting), (SELECT array_agg(DISTINCT holder) FROM resting)))
    SELECT g.id, g.asker, g.requested_by_id, g.holder FROM resting g
    LEFT JOIN flow f ON f.asker = g.asker AND f.holder = g.holder AND f.purpose = g.purpose
    WHERE f.holder IS NULL OR EXISTS (SELECT FROM public.disclosures_requestedcategory c
      WHERE c.request_id = g.id AND c.answer <> 'refused' AND c.category <> ALL (f.categories));
END $$;

-- Record that these accesses have ended because the agreement has: those between parties of this agreement, for a party
-- of it, or to what the acting agency released, for background work. What has not lost its agreement is not touched.
-- Returns what it ended, to be logged and told.
CREATE OR REPLACE FUNCTION portal.close_releases_without_agreement(agreement uuid)
RETURNS TABLE (release_id uuid, holder_id uuid, recipient_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  acting uuid := portal.acting_agency_id();
BEGIN
  IF portal.principal() = '' AND NOT EXISTS (SELECT FROM public.mous_mouparty p
    JOIN public.mous_mou m ON m.id = p.mou_id AND m.state IN ('signed', 'ended')
    WHERE p.mou_id = agreement AND p.agency_id = acting)
  THEN RAISE insufficient_privilege USING MESSAGE = 'only a party of the agreement';
  END IF;
  RETURN QUERY UPDATE public.disclosures_release r SET ended_at = now(), end_reason = 'agreement'
    WHERE r.ended_at IS NULL AND r.id = ANY ((SELECT portal.releases_without_agreement((SELECT array_agg(o.id)
      FROM public.disclosures_release o WHERE o.ended_at IS NULL AND o.access_until > now()
        AND CASE WHEN agreement IS NULL THEN o.agency_id = acting
          ELSE 2 = (SELECT count(*) FROM public.mous_mouparty p
            WHERE p.mou_id = agreement AND p.agency_id IN (o.agency_id, o.recipient_agency_id)) END)))::uuid[])
    RETURNING r.id, r.agency_id, r.recipient_agency_id;
END $$;

-- Ids only, for beat: the agencies with releases whose end is not recorded, or with open requests: what these rest on may
-- have ended.
CREATE OR REPLACE FUNCTION portal.holders_of_what_is_open() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF portal.principal() IN ('', 'family') THEN RAISE insufficient_privilege USING MESSAGE = 'for background work only'; END IF;
  RETURN ARRAY(SELECT r.agency_id FROM public.disclosures_release r WHERE r.ended_at IS NULL
    UNION SELECT q.holding_agency_id FROM public.disclosures_disclosurerequest q
      WHERE q.state IN ('submitted', 'more_needed', 'approved'));
END $$;
