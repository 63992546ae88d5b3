-- How access ends with the consents it rests on, and what is entered of every end. Nothing here has to run for access to
-- end: portal.open_releases_among asks at every opening.

-- How many open releases rest on a consent, whoever released: what its revocation will close. The agency that recorded
-- the consent need not be the one that released, and then sees none of them.
CREATE OR REPLACE FUNCTION portal.count_releases_on_consents(consents uuid[]) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT count(DISTINCT r.id) FROM public.disclosures_release r
    JOIN public.disclosures_releasebasis b ON b.release_id = r.id
    JOIN public.consents_consentgrant g ON g.id = b.grant_id
    WHERE r.ended_at IS NULL AND r.access_until > now() AND g.revoked_at IS NULL
      AND g.consent_id = ANY (consents) AND g.agency_id = portal.acting_agency_id());
END $$;

-- End for good the open releases that rest on a consent of this youth, of the acting agency, which stands no more,
-- whichever agency released; a family does so for whom it agreed alone. Or, for background work, the next 500 of those that
-- the acting agency released, whatever they rested on, and those past their last day. Returns what it ended and why, to be
-- logged and told. In the order of their ids, so that two at once wait for each other; the second finds them ended.
CREATE OR REPLACE FUNCTION portal.close_releases_without_consent(youth uuid)
RETURNS TABLE (release_id uuid, recipient_id uuid, asked_by uuid, why text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  acting uuid := portal.acting_agency_id();
  resting uuid[];
BEGIN
  IF youth IS NULL AND portal.principal() NOT IN ('', 'family') THEN
    resting := ARRAY(SELECT r.id FROM public.disclosures_release r WHERE r.agency_id = acting AND r.ended_at IS NULL);
  ELSIF EXISTS (SELECT FROM public.youth_youthrecord y WHERE y.id = youth AND y.agency_id = acting)
    AND (portal.principal() <> 'family' OR portal.family_agreed_for(youth)) THEN
    resting := ARRAY(SELECT b.release_id FROM public.consents_consentgrant g
      JOIN public.disclosures_releasebasis b ON b.grant_id = g.id WHERE g.youth_id = youth);
  ELSE
    RAISE insufficient_privilege USING MESSAGE = 'only the agency that recorded the consents';
  END IF;
  RETURN QUERY WITH fallen AS MATERIALIZED (
      SELECT b.release_id AS id, min(s.state) AS reason FROM public.disclosures_releasebasis b
      JOIN portal.states_of_grants((SELECT array_agg(DISTINCT o.grant_id) FROM public.disclosures_releasebasis o
        WHERE o.release_id = ANY (resting))) s ON s.grant_id = b.grant_id
      WHERE b.release_id = ANY (resting) AND s.state <> 'stands' GROUP BY b.release_id),
    ending AS MATERIALIZED (
      SELECT r.id, coalesce(f.reason, 'last_day') AS reason FROM public.disclosures_release r
      LEFT JOIN fallen f ON f.id = r.id
      WHERE r.id = ANY (resting) AND r.ended_at IS NULL AND (f.id IS NOT NULL OR r.access_until <= now())
      ORDER BY r.id LIMIT CASE WHEN youth IS NULL THEN 500 END FOR NO KEY UPDATE OF r)
    UPDATE public.disclosures_release r SET ended_at = now(), end_reason = e.reason FROM ending e
    WHERE r.id = e.id AND r.ended_at IS NULL
    RETURNING r.id, r.recipient_agency_id,
      (SELECT q.requested_by_id FROM public.disclosures_disclosurerequest q WHERE q.id = r.request_id), e.reason;
END $$;

-- Ids only, with whom to tell: the releases that have ended, were read while they were open, and rested on one of these lines,
-- which the acting agency has revoked. What was copied out of them is still there.
CREATE OR REPLACE FUNCTION portal.ended_releases_read_under(grants uuid[])
RETURNS TABLE (release_id uuid, recipient_id uuid, asked_by uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF EXISTS (SELECT FROM public.consents_consentgrant g
    WHERE g.id = ANY (grants) AND (g.agency_id <> portal.acting_agency_id() OR g.revoked_at IS NULL
      OR portal.principal() = 'family' AND NOT portal.family_agreed_for(g.youth_id)))
  THEN RAISE insufficient_privilege USING MESSAGE = 'only the agency that recorded the consents';
  END IF;
  RETURN QUERY SELECT DISTINCT r.id, r.recipient_agency_id, q.requested_by_id FROM public.disclosures_releasebasis b
    JOIN public.disclosures_release r ON r.id = b.release_id
    JOIN public.disclosures_disclosurerequest q ON q.id = r.request_id
    WHERE b.grant_id = ANY (grants) AND r.opened_at IS NOT NULL AND r.ended_at IS NOT NULL;
END $$;

-- Take back, to be decided anew, the approvals that rest on a consent of this youth, of the acting agency, which stands no
-- more, enter that in the logs of holder and asker as log_end does, and find the open requests that were sent with such a
-- one and show no other for the category; or, for background work, those made to the acting agency. Returns whom to tell.
CREATE OR REPLACE FUNCTION portal.reopen_requests_without_consent(youth uuid)
RETURNS TABLE (request_id uuid, asker_id uuid, requested_by_id uuid, holder_id uuid, reopened boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  acting uuid := portal.acting_agency_id();
  about uuid[];
  fallen uuid[];
  lacking uuid[];
BEGIN
  IF youth IS NULL AND portal.principal() NOT IN ('', 'family') THEN
    about := ARRAY(SELECT q.id FROM public.disclosures_disclosurerequest q
      WHERE q.holding_agency_id = acting AND q.state IN ('submitted', 'more_needed', 'approved'));
  ELSIF EXISTS (SELECT FROM public.youth_youthrecord y WHERE y.id = youth AND y.agency_id = acting)
    AND (portal.principal() <> 'family' OR portal.family_agreed_for(youth)) THEN
    about := ARRAY(SELECT a.request_id FROM public.consents_consent c
        JOIN public.disclosures_attachedconsent a ON a.consent_id = c.id WHERE c.youth_id = youth
      UNION SELECT m.request_id FROM public.disclosures_youthmatch m WHERE m.youth_id = youth);
  ELSE
    RAISE insufficient_privilege USING MESSAGE = 'only the agency that recorded the consents';
  END IF;
  fallen := ARRAY(WITH relied AS MATERIALIZED (
      SELECT q.id, named.grant_id::uuid AS grant_id FROM public.disclosures_disclosurerequest q
      CROSS JOIN LATERAL (SELECT d.engine, d.approved_categories FROM public.disclosures_decision d
        WHERE d.request_id = q.id ORDER BY d.decided_at DESC LIMIT 1) d
      CROSS JOIN LATERAL jsonb_array_elements(d.engine -> 'categories') answers (answer)
      CROSS JOIN LATERAL jsonb_array_elements_text(answers.answer -> 'relies_on') named (grant_id)
      WHERE q.id = ANY (about) AND q.state = 'approved' AND answers.answer ->> 'category' = ANY (d.approved_categories)
        AND named.grant_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
    SELECT DISTINCT r.id FROM relied r
    JOIN portal.states_of_grants((SELECT array_agg(DISTINCT o.grant_id) FROM relied o)) s ON s.grant_id = r.grant_id
    WHERE s.state <> 'stands');
  WITH waiting AS MATERIALIZED (SELECT q.id FROM public.disclosures_disclosurerequest q
      WHERE q.id = ANY (fallen) AND q.state = 'approved' ORDER BY q.id FOR NO KEY UPDATE),
    back AS (UPDATE public.disclosures_disclosurerequest q
      SET state = 'submitted', state_changed_at = now(), reopened_at = now()
      FROM waiting w WHERE q.id = w.id RETURNING q.id)
    SELECT array_agg(id) FROM back INTO fallen;
  UPDATE public.disclosures_requestedcategory c SET answer = 'pending', answer_reason = ''
    WHERE c.request_id = ANY (fallen);
  INSERT INTO public.disclosures_logentry (id, chain_id, agency_id, at, kind, disclosure_request_id, reference, youth_id,
    youth_name, youth_number, holder_name, party_agency_id, party_name, party_person, party_address, interest, basis,
    consent_ids, records, notices, delivery, approved_by, threat, further_disclosures, reason, actor_id, actor_name,
    salt, digest)
  SELECT DISTINCT ON (l.disclosure_request_id, l.agency_id) gen_random_uuid(), l.chain_id, l.agency_id, now(), 'reopened',
    l.disclosure_request_id, l.reference, l.youth_id, l.youth_name, l.youth_number, l.holder_name, l.party_agency_id,
    l.party_name, l.party_person, l.party_address, l.interest, l.basis, l.consent_ids, l.records, '', '', '', '', '[]', '',
    portal.current_user_id(), '', '', ''
  FROM public.disclosures_logentry l WHERE l.disclosure_request_id = ANY (fallen) AND l.kind = 'approved'
  ORDER BY l.disclosure_request_id, l.agency_id, l.at DESC;
  lacking := ARRAY(WITH shown AS MATERIALIZED (
      SELECT q.id, g.id AS grant_id, g.category FROM public.disclosures_disclosurerequest q
      JOIN public.disclosures_attachedconsent a ON a.request_id = q.id
      JOIN public.disclosures_requestedcategory c ON c.request_id = q.id AND c.answer <> 'refused'
      JOIN public.consents_consentgrant g ON g.consent_id = a.consent_id AND g.category = c.category AND g.may_send
        AND g.discloser_id = q.holding_agency_id AND g.recipient_id = q.asking_agency_id
      WHERE q.id = ANY (about) AND q.state IN ('submitted', 'more_needed', 'approved'))
    SELECT DISTINCT w.id FROM (SELECT h.id FROM shown h
      JOIN portal.states_of_grants((SELECT array_agg(DISTINCT o.grant_id) FROM shown o)) s ON s.grant_id = h.grant_id
      GROUP BY h.id, h.category HAVING bool_and(s.state IS NOT NULL AND s.state <> 'stands')) w);
  RETURN QUERY SELECT q.id, q.asking_agency_id, q.requested_by_id, q.holding_agency_id, coalesce(q.id = ANY (fallen), false)
    FROM public.disclosures_disclosurerequest q WHERE q.id = ANY (fallen || lacking);
END $$;

-- Enter that access to a release ended in the logs of both agencies, each line about whom and what that agency's line
-- of the release names: the agency that records a revocation may see neither. Once, for the agency that released, and in
-- the transaction that ended it for one that had recorded a consent it rested on, and for a party of its agreement.
CREATE OR REPLACE FUNCTION portal.log_end(release uuid, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.disclosures_release r WHERE r.id = release AND r.ended_at IS NOT NULL
      AND (r.agency_id = portal.acting_agency_id()
        OR r.ended_at = now() AND (r.end_reason = 'agreement' OR EXISTS (SELECT FROM public.disclosures_releasebasis b
          JOIN public.consents_consentgrant g ON g.id = b.grant_id
          WHERE b.release_id = r.id AND g.agency_id = portal.acting_agency_id()))))
    OR EXISTS (SELECT FROM public.disclosures_logentry e WHERE e.release_id = release AND e.kind = 'ended')
  THEN RAISE insufficient_privilege USING MESSAGE = 'only the agency that ended access, and once';
  END IF;
  INSERT INTO public.disclosures_logentry (id, chain_id, agency_id, at, kind, disclosure_request_id, reference, release_id,
    youth_id, youth_name, youth_number, holder_name, party_agency_id, party_name, party_person, party_address, interest,
    basis, consent_ids, records, item_count, notices, delivery, approved_by, threat, further_disclosures, reason,
    actor_id, actor_name, salt, digest)
  SELECT gen_random_uuid(), l.chain_id, l.agency_id, now(), 'ended', l.disclosure_request_id, l.reference, l.release_id,
    l.youth_id, l.youth_name, l.youth_number, l.holder_name, l.party_agency_id, l.party_name, l.party_person,
    l.party_address, l.interest, l.basis, l.consent_ids, l.records, l.item_count, '', '', '', '', '[]', why,
    portal.current_user_id(), '', '', ''
  FROM public.disclosures_logentry l WHERE l.release_id = release AND l.kind = 'released';
  IF NOT FOUND THEN RAISE EXCEPTION 'the release was never logged'; END IF;
END $$;
