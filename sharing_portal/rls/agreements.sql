-- Agreements: who sees which, who may review and sign, and what was sealed. How they are drafted, live on and are published is
-- in drafting.sql, life.sql and public.sql.

-- Agreements the acting agency drafted or is a party to; the other parties see one only while its text is frozen or when
-- they were invited to draft together.
CREATE OR REPLACE FUNCTION portal.party_agreement_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  acting uuid := portal.acting_agency_id();
BEGIN
  RETURN (SELECT array_agg(id) FROM (
    SELECT m.id FROM public.mous_mou m WHERE m.agency_id = acting
    UNION ALL SELECT m.id FROM public.mous_mouparty p JOIN public.mous_mou m ON m.id = p.mou_id
      WHERE p.agency_id = acting AND (m.text_sha256 <> '' OR EXISTS (SELECT FROM public.mous_mouinvitation i
        WHERE i.mou_id = m.id AND i.agency_id = acting))) seen);
END $$;

-- Those, and while the offer stands, the agreements that the acting agency is offered to join.
CREATE OR REPLACE FUNCTION portal.agreement_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  acting uuid := portal.acting_agency_id();
BEGIN
  RETURN portal.party_agreement_ids() || (SELECT array_agg(j.mou_id) FROM public.mous_moujoinder j
    WHERE j.agency_id = acting AND j.state = 'offered');
END $$;

-- Whether an agreement stands in one of these ways on a day, as `Mou.standing` says. Plain SQL, which the planner sees
-- through; coalesce keeps it from taking the condition for a rare one and sorting all to show a few.
CREATE OR REPLACE FUNCTION portal.stands_in(standings text[], day date, state text, superseded_on date, starts_on date,
  ends_on date) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(CASE WHEN state <> 'signed' THEN state WHEN superseded_on <= day THEN 'superseded'
    WHEN day < starts_on THEN 'upcoming' WHEN day <= ends_on THEN 'in_force' ELSE 'expired' END = ANY (standings), false)
$$;

-- The agreements of `agreement_ids` that stand in one of these ways on the day, newest first, at most so many: for those
-- who may read agreements. Each of the three ways in stops early at its own index, and the plan is made for the agency
-- that asks, so that a list takes as long where there are thousands.
CREATE OR REPLACE FUNCTION portal.listed_agreement_ids(standings text[], day date, most integer) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = 'force_custom_plan' AS $$
DECLARE
  acting uuid := portal.acting_agency_id();
BEGIN
  IF acting IS NULL OR NOT portal.acting_roles() && ARRAY['agency_admin', 'auditor', 'counsel', 'counselor',
    'privacy_officer', 'records_custodian', 'signatory', 'staff', 'system'] THEN RETURN '{}';
  END IF;
  RETURN ARRAY(SELECT id FROM (
    (SELECT m.id, m.created_at FROM public.mous_mou m WHERE m.agency_id = acting
      AND portal.stands_in(standings, day, m.state, m.superseded_on, m.starts_on, m.ends_on)
      ORDER BY m.created_at DESC, m.id DESC LIMIT most)
    UNION
    (SELECT m.id, m.created_at FROM public.mous_mou m JOIN public.mous_mouparty p ON p.mou_id = m.id
      WHERE p.agency_id = acting
      AND (m.text_sha256 <> '' OR EXISTS (SELECT FROM public.mous_mouinvitation i
        WHERE i.mou_id = m.id AND i.agency_id = acting))
      AND portal.stands_in(standings, day, m.state, m.superseded_on, m.starts_on, m.ends_on)
      ORDER BY m.created_at DESC, m.id DESC LIMIT most)
    UNION
    (SELECT m.id, m.created_at FROM public.mous_mou m JOIN public.mous_moujoinder j ON j.mou_id = m.id
      WHERE j.agency_id = acting AND j.state = 'offered'
      AND portal.stands_in(standings, day, m.state, m.superseded_on, m.starts_on, m.ends_on)
      ORDER BY m.created_at DESC, m.id DESC LIMIT most)
  ) seen ORDER BY created_at DESC, id DESC LIMIT most);
END $$;

-- Some of that list, with what its page shows of each: to read them by their tables would ask every policy for all ids.
CREATE OR REPLACE FUNCTION portal.listed_agreements(standings text[], day date, skip integer, take integer)
RETURNS TABLE (id uuid, title text, state text, superseded_on date, starts_on date, ends_on date, ended_on date,
  party_names text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT m.id, m.title::text, m.state::text, m.superseded_on, m.starts_on, m.ends_on, m.ended_on,
      ARRAY(SELECT a.name::text FROM public.mous_mouparty p JOIN public.agencies_agency a ON a.id = p.agency_id
        WHERE p.mou_id = m.id ORDER BY a.name)
    FROM unnest((portal.listed_agreement_ids(standings, day, skip + take))[skip + 1:]) WITH ORDINALITY listed (id, place)
    JOIN public.mous_mou m ON m.id = listed.id ORDER BY listed.place;
END $$;

-- Drafts of the acting agency: the only agreements whose parties and terms may change.
CREATE OR REPLACE FUNCTION portal.draft_agreement_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT array_agg(id) FROM public.mous_mou
    WHERE agency_id = portal.acting_agency_id() AND state = 'draft');
END $$;

-- Those, and the drafts of others to which the acting agency was invited: whose wording it may change.
CREATE OR REPLACE FUNCTION portal.shared_draft_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  acting uuid := portal.acting_agency_id();
BEGIN
  RETURN (SELECT array_agg(m.id) FROM public.mous_mou m WHERE m.state = 'draft' AND (m.agency_id = acting
    OR m.id IN (SELECT i.mou_id FROM public.mous_mouinvitation i JOIN public.mous_mouparty p
      ON p.mou_id = i.mou_id AND p.agency_id = i.agency_id WHERE i.agency_id = acting)));
END $$;

-- Whether the acting agency drafted the agreement.
CREATE OR REPLACE FUNCTION portal.drafted_here(agreement uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.mous_mou WHERE id = agreement AND agency_id = portal.acting_agency_id());
END $$;

-- Ids only: the papers by which members of an agency sign today in a signatory's place. Not revoked, on one of their days
-- there, while the deputy still acts for the agency and the signatory still is one.
CREATE OR REPLACE FUNCTION portal.deputy_papers(agency uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF portal.acting_agency_id() IS NULL AND portal.principal() = '' THEN RETURN NULL; END IF;
  RETURN (SELECT array_agg(d.id) FROM public.mous_signingdeputy d
    JOIN public.agencies_membership s ON s.user_id = d.signatory_id AND s.agency_id = d.agency_id
    JOIN public.accounts_user u ON u.id = d.signatory_id AND u.is_active
    JOIN public.agencies_membership m ON m.user_id = d.deputy_id AND m.agency_id = d.agency_id
    WHERE d.agency_id = agency AND d.revoked_at IS NULL
      AND portal.today(d.agency_id) BETWEEN d.starts_on AND d.ends_on
      AND m.state = 'active' AND s.state = 'active' AND 'signatory' = ANY (s.roles::text[]));
END $$;

-- Ids of the people who sign for any agency today as deputies: whom to tell. Ids only.
CREATE OR REPLACE FUNCTION portal.deputy_ids(agency uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT array_agg(DISTINCT d.deputy_id) FROM public.mous_signingdeputy d
    WHERE d.id = ANY (portal.deputy_papers(agency)));
END $$;

-- Whether the acting member signs agreements for her agency today in the place of one of its signatories.
CREATE OR REPLACE FUNCTION portal.is_signing_deputy() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN portal.current_user_id() = ANY (portal.deputy_ids(portal.acting_agency_id()));
END $$;

-- Whether the acting member may sign in this capacity today: as a signatory, in nobody's place; else in the place of the
-- signatory of that name, on the authority that her deputy's paper states.
CREATE OR REPLACE FUNCTION portal.signs_as(in_place text, stated text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF 'signatory' = ANY (portal.acting_roles()) THEN RETURN in_place = '' AND stated = ''; END IF;
  RETURN EXISTS (SELECT FROM public.mous_signingdeputy d JOIN public.accounts_user u ON u.id = d.signatory_id
    WHERE d.id = ANY (portal.deputy_papers(portal.acting_agency_id())) AND d.deputy_id = portal.current_user_id()
      AND u.name = in_place AND d.evidence = stated);
END $$;

-- Whether counsel of the acting agency is asked to review exactly this text of the agreement.
CREATE OR REPLACE FUNCTION portal.asked_to_review(agreement uuid, text_hash text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.mous_mou m JOIN public.mous_mouparty p ON p.mou_id = m.id
    WHERE m.id = agreement AND m.state = 'review' AND m.text_sha256 = text_hash
      AND p.agency_id = portal.acting_agency_id());
END $$;

-- Whether the acting agency is asked to sign exactly this text of the agreement: now, and it is its turn.
CREATE OR REPLACE FUNCTION portal.asked_to_sign(agreement uuid, text_hash text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.mous_mou m
    JOIN public.mous_mouparty p ON p.mou_id = m.id
    JOIN public.mous_mousigningrequest q ON q.mou_id = m.id AND q.agency_id = p.agency_id
    WHERE m.id = agreement AND m.state = 'sent' AND m.text_sha256 = text_hash
      AND p.agency_id = portal.acting_agency_id() AND q.text_sha256 = text_hash AND q.until > now()
      AND NOT EXISTS (SELECT FROM public.mous_mousigningrequest e WHERE e.mou_id = m.id
        AND e.text_sha256 = text_hash AND e.position < q.position
        AND NOT EXISTS (SELECT FROM public.mous_mousignature s WHERE s.mou_id = m.id
          AND s.agency_id = e.agency_id AND s.text_sha256 = text_hash)));
END $$;

-- Whether the acting person, by her account, or by name and address for messages, has signed this text for another party,
-- or an exhibit to it: two people may share a name or a mailbox, but not both.
CREATE OR REPLACE FUNCTION portal.signed_elsewhere(agreement uuid, text_hash text, typed text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM (
      SELECT g.signed_by_id AS by_id, g.typed_name, g.agency_id FROM public.mous_mousignature g
        WHERE g.mou_id = agreement AND g.text_sha256 = text_hash
      UNION ALL SELECT j.closed_by_id, j.typed_name, j.agency_id FROM public.mous_moujoinder j
        WHERE j.mou_id = agreement AND j.state = 'joined') s
    JOIN public.accounts_user u ON u.id = s.by_id
    JOIN public.accounts_user me ON me.id = portal.current_user_id()
    WHERE s.agency_id <> portal.acting_agency_id()
      AND (u.id = me.id OR lower(regexp_replace(btrim(s.typed_name), '\s+', ' ', 'g'))
          = lower(regexp_replace(btrim(typed), '\s+', ' ', 'g'))
        AND lower(coalesce(nullif(u.notice_email, ''), u.email)) = lower(coalesce(nullif(me.notice_email, ''), me.email))));
END $$;

-- Ids only, for beat: the agreements that wait for a party's counsel or signatory, with the party.
CREATE OR REPLACE FUNCTION portal.agreements_waiting() RETURNS TABLE (mou_id uuid, agency_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF portal.principal() IN ('', 'family') THEN RAISE insufficient_privilege USING MESSAGE = 'for background work only'; END IF;
  RETURN QUERY SELECT p.mou_id, p.agency_id FROM public.mous_mouparty p JOIN public.mous_mou m ON m.id = p.mou_id
    WHERE m.state = 'review' AND NOT EXISTS (SELECT FROM public.mous_moureview r WHERE r.mou_id = m.id
        AND r.agency_id = p.agency_id AND r.text_sha256 = m.text_sha256)
      OR m.state = 'sent' AND NOT EXISTS (SELECT FROM public.mous_mousignature s WHERE s.mou_id = m.id
        AND s.agency_id = p.agency_id AND s.text_sha256 = m.text_sha256);
END $$;

-- When the portal sealed the file with this hash, of an agreement, an exhibit or a consent, for whoever holds the file;
-- NULL for any other.
CREATE OR REPLACE FUNCTION portal.sealed_at(file_hash text) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT min(s.sealed_at) FROM (
    SELECT m.sealed_at FROM public.mous_mouseal m WHERE m.file_sha256 = file_hash
    UNION ALL SELECT c.sealed_at FROM public.consents_consentseal c WHERE c.file_sha256 = file_hash) s);
END $$;
