-- The functions that policies and triggers use. Those that look at tables are SECURITY DEFINER, belong to the NOLOGIN role
-- portal_definer, which has its own narrow policies, and see nothing through a search_path. All are plpgsql: their
-- bodies name tables that later migrations create.
CREATE SCHEMA IF NOT EXISTS portal;
GRANT USAGE ON SCHEMA portal TO portal_app, portal_definer;
GRANT CREATE ON SCHEMA portal TO portal_definer;

-- After a transaction that set a local value the setting is '' and not NULL, hence nullif.
CREATE OR REPLACE FUNCTION portal.current_user_id() RETURNS uuid LANGUAGE plpgsql STABLE SET search_path = '' AS $$
BEGIN RETURN nullif(current_setting('portal.user_id', true), '')::uuid; END $$;

CREATE OR REPLACE FUNCTION portal.current_agency_id() RETURNS uuid LANGUAGE plpgsql STABLE SET search_path = '' AS $$
BEGIN RETURN nullif(current_setting('portal.agency_id', true), '')::uuid; END $$;

-- The name of the background work that is acting, '' while a person is.
CREATE OR REPLACE FUNCTION portal.principal() RETURNS text LANGUAGE plpgsql STABLE SET search_path = '' AS $$
BEGIN
  IF portal.current_user_id() IS NOT NULL THEN RETURN ''; END IF;
  RETURN coalesce(current_setting('portal.principal', true), '');
END $$;

CREATE OR REPLACE FUNCTION portal.is_operator() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.accounts_user
    WHERE id = portal.current_user_id() AND is_operator AND is_active);
END $$;

-- The roles of the acting member, {system} for background work, {family} for a family that came through its link; NULL
-- when nobody acts for the agency.
CREATE OR REPLACE FUNCTION portal.acting_roles() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF portal.principal() = 'family' THEN
    RETURN CASE WHEN portal.family_link_id() IS NOT NULL THEN ARRAY['family'] END;
  END IF;
  IF portal.principal() <> '' THEN RETURN ARRAY['system']; END IF;
  RETURN (SELECT m.roles FROM public.agencies_membership m
    JOIN public.agencies_agency a ON a.id = m.agency_id
    JOIN public.accounts_user u ON u.id = m.user_id
    WHERE m.user_id = portal.current_user_id() AND m.agency_id = portal.current_agency_id()
      AND m.state = 'active' AND a.state = 'active' AND u.is_active);
END $$;

CREATE OR REPLACE FUNCTION portal.acting_agency_id() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF portal.acting_roles() IS NULL THEN RETURN NULL; END IF;
  RETURN portal.current_agency_id();
END $$;

-- Youth on the acting member's caseload: the guardian rows given by youth/grants.py.
CREATE OR REPLACE FUNCTION portal.granted_youth_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT array_agg(DISTINCT content_object_id) FROM public.youth_youthrecordgrant
    WHERE user_id = (SELECT portal.current_user_id()) AND agency_id = (SELECT portal.acting_agency_id()));
END $$;

-- Releases opened to the acting member personally: the guardian rows given by disclosures/grants.py.
CREATE OR REPLACE FUNCTION portal.granted_release_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT array_agg(DISTINCT content_object_id) FROM public.disclosures_releasegrant
    WHERE user_id = (SELECT portal.current_user_id()) AND agency_id = (SELECT portal.acting_agency_id()));
END $$;

-- Which of these releases to the acting agency, or on the consents of the acting family, may be read now: not recalled or revoked, not past their last day,
-- every consent grant relied on still stands, and so does an agreement that opens all of it. The recipient cannot see
-- the consents themselves.
CREATE OR REPLACE FUNCTION portal.open_releases_among(releases uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  standing uuid[] := portal.standing_grants_among((SELECT array_agg(DISTINCT b.grant_id)
    FROM public.disclosures_releasebasis b WHERE b.release_id = ANY (releases)));
BEGIN
  RETURN (SELECT array_agg(r.id) FROM public.disclosures_release r
    WHERE r.id = ANY (releases) AND (r.recipient_agency_id = (SELECT portal.acting_agency_id())
        OR r.id = ANY ((SELECT portal.family_release_ids())::uuid[]))
      AND r.ended_at IS NULL AND r.access_until > now()
      AND NOT EXISTS (SELECT FROM public.disclosures_releasebasis b
        WHERE b.release_id = r.id AND b.grant_id NOT IN (SELECT unnest(standing)))
      AND r.id <> ALL ((SELECT coalesce(portal.releases_without_agreement(releases), '{}'))::uuid[]));
END $$;

CREATE OR REPLACE FUNCTION portal.open_release_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN portal.open_releases_among((SELECT array_agg(id) FROM public.disclosures_release
    WHERE recipient_agency_id = (SELECT portal.acting_agency_id()) AND ended_at IS NULL AND access_until > now()));
END $$;

-- The calendar day at an agency: consents end at the end of a day where the family lives.
CREATE OR REPLACE FUNCTION portal.today(agency uuid) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT (now() AT TIME ZONE time_zone)::date FROM public.agencies_agency WHERE id = agency);
END $$;

-- Consents that another agency attached to a request addressed to the acting agency, as long as it needs them: not those of a
-- request that was taken back or refused (disclosures/states.py, CLOSED). What they said then is in the stored decision.
CREATE OR REPLACE FUNCTION portal.attached_consent_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT array_agg(DISTINCT a.consent_id) FROM public.disclosures_attachedconsent a
    JOIN public.disclosures_disclosurerequest r ON r.id = a.request_id
    WHERE r.holding_agency_id = (SELECT portal.acting_agency_id()) AND r.submitted_at IS NOT NULL
      AND r.state NOT IN ('withdrawn', 'refused'));
END $$;

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

-- Ids of the active members of any agency who hold one of the roles: whom to tell. Ids only.
CREATE OR REPLACE FUNCTION portal.member_ids(agency uuid, wanted text[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF portal.acting_agency_id() IS NULL AND portal.principal() = '' THEN RETURN NULL; END IF;
  RETURN (SELECT array_agg(m.user_id) FROM public.agencies_membership m
    JOIN public.accounts_user u ON u.id = m.user_id
    WHERE m.agency_id = agency AND m.state = 'active' AND u.is_active AND m.roles::text[] && wanted);
END $$;

-- Whether a release to this agency is what the request was granted: made by its holder, to its asker, by another person.
CREATE OR REPLACE FUNCTION portal.is_granted_to(request uuid, recipient uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.disclosures_disclosurerequest r
    WHERE r.id = request AND r.holding_agency_id = portal.acting_agency_id() AND r.asking_agency_id = recipient
      AND r.state = 'released' AND r.requested_by_id <> portal.current_user_id());
END $$;

-- Whether the acting agency may write this kind of line about this request into that agency's log: each side writes
-- its own steps into the logs of the two. What ends with a consent or an agreement is entered by rls/ending.sql alone.
CREATE OR REPLACE FUNCTION portal.may_log(agency uuid, request uuid, kind text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.disclosures_disclosurerequest r
      WHERE r.id = request AND r.submitted_at IS NOT NULL AND agency IN (r.asking_agency_id, r.holding_agency_id)
        AND portal.acting_agency_id() = CASE
          WHEN kind IN ('requested', 'withdrawn', 'opened', 'acknowledged', 'downloaded') THEN r.asking_agency_id
          WHEN kind IN ('more_needed', 'approved', 'refused', 'released') THEN r.holding_agency_id END);
END $$;

-- Whether nobody has ever worked with this youth but the acting member, who works with her still: the only record
-- that a person who does not assign may put on her own caseload, having just made it.
CREATE OR REPLACE FUNCTION portal.is_new_to_all(youth uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN NOT EXISTS (SELECT FROM public.youth_assignment a
    WHERE a.youth_id = youth AND (a.user_id <> portal.current_user_id() OR a.until IS NOT NULL));
END $$;

-- Ids only, for background work that tells people, and for a family that stops sharing: who has this youth on the caseload
-- in the acting agency.
CREATE OR REPLACE FUNCTION portal.caseload_ids(youth uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF portal.principal() = '' OR portal.principal() = 'family' AND NOT portal.family_agreed_for(youth)
  THEN RAISE insufficient_privilege USING MESSAGE = 'for background work, and a family that stops sharing';
  END IF;
  RETURN (SELECT array_agg(DISTINCT g.user_id) FROM public.youth_youthrecordgrant g
    WHERE g.content_object_id = youth AND g.agency_id = portal.acting_agency_id());
END $$;

-- The chain. Every append-only table calls portal.seal() before insert and portal.link() after it.

-- What an entry's digest covers: every column, in the one rendering jsonb gives, in UTC.
CREATE OR REPLACE FUNCTION portal.digest_of(entry jsonb) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = '' SET timezone = 'UTC' AS $$
BEGIN
  RETURN sha256(decode(entry->>'salt', 'hex') || convert_to((entry - 'salt' - 'digest')::text, 'UTF8'));
END $$;

CREATE OR REPLACE FUNCTION portal.seal() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' SET timezone = 'UTC' AS $$
BEGIN
  NEW.at := clock_timestamp();
  IF NEW.actor_id IS NOT NULL THEN
    NEW.actor_name := (SELECT coalesce(nullif(u.name, ''), u.email) FROM public.accounts_user u WHERE u.id = NEW.actor_id);
  ELSIF portal.principal() = 'family' THEN
    -- As consents/actions/acting.py says it: a family has no other name in the record of events and in the log.
    NEW.actor_name := 'Family, by its link';
  END IF;
  NEW.salt := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  NEW.digest := encode(portal.digest_of(to_jsonb(NEW)), 'hex');
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION portal.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE insufficient_privilege USING MESSAGE = TG_TABLE_NAME || ' is append-only';
END $$;

CREATE OR REPLACE FUNCTION portal.announce() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.audit_chainlink (agency_id, entry_table, entry_id, digest, transaction, position, hash)
  VALUES (NEW.chain_id, TG_TABLE_NAME, NEW.id, NEW.digest, pg_current_xact_id()::text::bigint, NULL, '');
  RETURN NULL;
END $$;

-- Runs at commit, so that a request never waits on another's chain: links every entry of this transaction, the
-- chains in sorted order, so that two transactions cannot lock each other out.
CREATE OR REPLACE FUNCTION portal.link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  entry record;
  current uuid;
  place bigint;
  last text;
BEGIN
  -- It fires once an entry, and the first time links them all. A head is read and written once a transaction: a row
  -- updated a thousand times makes a thousand versions, and a large import would slow down with its square.
  IF (SELECT l.position FROM public.audit_chainlink l WHERE l.id = NEW.id) IS NOT NULL THEN RETURN NULL; END IF;
  FOR entry IN SELECT id, agency_id, entry_table, entry_id, digest FROM public.audit_chainlink
    WHERE transaction = pg_current_xact_id()::text::bigint AND position IS NULL ORDER BY agency_id, id
  LOOP
    IF entry.agency_id IS DISTINCT FROM current THEN
      UPDATE public.audit_chainhead SET position = place, hash = last WHERE agency_id = current;
      current := entry.agency_id;
      INSERT INTO public.audit_chainhead (agency_id, position, hash) VALUES (current, 0, repeat('0', 64))
        ON CONFLICT (agency_id) DO NOTHING;
      SELECT h.position, h.hash INTO STRICT place, last FROM public.audit_chainhead h
        WHERE h.agency_id = current FOR UPDATE;
    END IF;
    place := place + 1;
    last := portal.link_hash(last, place, entry.entry_table, entry.entry_id, entry.digest);
    UPDATE public.audit_chainlink SET position = place, hash = last WHERE id = entry.id;
  END LOOP;
  UPDATE public.audit_chainhead SET position = place, hash = last WHERE agency_id = current;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION portal.link_hash(previous text, place bigint, entry_table text, entry_id uuid, digest text)
RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = '' AS $$
BEGIN
  RETURN encode(sha256(convert_to(
    previous || '|' || place || '|' || entry_table || '|' || entry_id || '|' || digest, 'UTF8')), 'hex');
END $$;

-- For verification: every link of a chain with the digest as stored and as computed anew from the entry's row.
-- Holds hashes only. `recomputed` is NULL when the entry's row is gone.
CREATE OR REPLACE FUNCTION portal.chain(chain uuid)
RETURNS TABLE (place bigint, entry_table text, entry_id uuid, digest text, hash text, recomputed text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET timezone = 'UTC' AS $$
BEGIN
  RETURN QUERY
  SELECT l.position, l.entry_table::text, l.entry_id, l.digest::text, l.hash::text,
    encode(portal.digest_of(coalesce(to_jsonb(e), to_jsonb(d))), 'hex')
  FROM public.audit_chainlink l
  LEFT JOIN public.audit_auditevent e ON l.entry_table = 'audit_auditevent' AND e.id = l.entry_id
  LEFT JOIN public.disclosures_logentry d ON l.entry_table = 'disclosures_logentry' AND d.id = l.entry_id
  WHERE l.agency_id = chain ORDER BY l.position NULLS LAST;
END $$;

CREATE OR REPLACE FUNCTION portal.chain_heads() RETURNS TABLE (chain uuid, place bigint, hash text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT h.agency_id, h.position, h.hash::text FROM public.audit_chainhead h ORDER BY h.agency_id;
END $$;

-- Entries that no link announces, and links of a chain without a head: rows slipped in or left over with triggers
-- switched off.
CREATE OR REPLACE FUNCTION portal.unlinked_entries() RETURNS TABLE (entry_table text, entry_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY
  SELECT 'audit_auditevent', e.id FROM public.audit_auditevent e
    WHERE NOT EXISTS (SELECT FROM public.audit_chainlink l WHERE l.entry_id = e.id)
  UNION ALL
  SELECT 'disclosures_logentry', d.id FROM public.disclosures_logentry d
    WHERE NOT EXISTS (SELECT FROM public.audit_chainlink l WHERE l.entry_id = d.id)
  UNION ALL
  SELECT 'audit_chainlink', l.entry_id FROM public.audit_chainlink l
    WHERE NOT EXISTS (SELECT FROM public.audit_chainhead h WHERE h.agency_id = l.agency_id);
END $$;
