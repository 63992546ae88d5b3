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
