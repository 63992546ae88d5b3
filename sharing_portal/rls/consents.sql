-- Consents: which grants stand, and what may be written once.

-- The 18th birthday; of a person born on February 29, March 1 (consents/expiry.py says the same). Plain SQL, which the
-- planner writes into the queries that ask it for each row.
CREATE OR REPLACE FUNCTION portal.turns_18_on(born date) RETURNS date LANGUAGE sql IMMUTABLE AS $$
  SELECT (born + interval '18 years')::date
    + CASE WHEN extract(month FROM born) = 2 AND extract(day FROM born) = 29 THEN 1 ELSE 0 END
$$;

-- Whether a parent or guardian may not decide for the young person, by what is on file of her (34 CFR 99.4).
CREATE OR REPLACE FUNCTION portal.is_barred(rights_revoked boolean, authority text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$ SELECT rights_revoked OR authority = 'none' $$;

-- Whether who signed may decide today, by the births on the form and known now: '', or 'signer' for whoever has no right: a
-- parent or guardian whose rights have ended since, or a minor who signed as an adult by a date of birth that was put right
-- since (under 18 by the form, it had to say why: a college, or a court's order); or 'turned_18' once she for whom it was
-- signed decides herself.
CREATE OR REPLACE FUNCTION portal.right_to_decide(rights_revoked boolean, authority text, capacity text, signed_on date,
  born_by_form date, born date, today date) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN portal.is_barred(rights_revoked, authority) THEN 'signer'
    WHEN capacity IN ('adult_youth', 'eligible_student') THEN
      CASE WHEN signed_on >= portal.turns_18_on(born_by_form) AND signed_on < portal.turns_18_on(born) THEN 'signer' ELSE '' END
    WHEN today >= portal.turns_18_on(least(born_by_form, born)) THEN 'turned_18'
    ELSE '' END
$$;

-- How each of these grants stands now: 'stands', or the first reason why it has ended, or NULL while it has not begun or a
-- second person has not confirmed the paper. Ended by the family's word, by the event it names, with its last day where the
-- consent was recorded, and when who signed may decide no more. Plain SQL, which the planner writes into what asks it; its
-- tables are made later.
SET LOCAL check_function_bodies = off;
CREATE OR REPLACE FUNCTION portal.states_of_grants(grants uuid[]) RETURNS TABLE (grant_id uuid, state text)
LANGUAGE sql STABLE AS $$
  SELECT g.id, CASE
    WHEN g.revoked_at IS NOT NULL THEN 'revoked'
    WHEN g.ended_at IS NOT NULL THEN 'event'
    WHEN decides.right_now = 'signer' THEN 'signer'
    WHEN day.today > g.expires_on THEN 'last_day'
    WHEN decides.right_now = 'turned_18' THEN 'turned_18'
    WHEN day.today >= g.starts_on AND (c.method <> 'paper' OR c.confirmed_at IS NOT NULL) THEN 'stands' END
  FROM public.consents_consentgrant g
  JOIN public.consents_consent c ON c.id = g.consent_id
  JOIN public.agencies_agency a ON a.id = g.agency_id
  JOIN public.youth_youthrecord y ON y.id = g.youth_id
  LEFT JOIN public.youth_guardian p ON p.id = c.guardian_id
  CROSS JOIN LATERAL (SELECT (now() AT TIME ZONE a.time_zone)::date AS today) day
  CROSS JOIN LATERAL (SELECT portal.right_to_decide(p.rights_revoked, p.authority, c.signer_capacity,
    (c.signed_at AT TIME ZONE a.time_zone)::date, c.youth_birth_date, y.birth_date, day.today) AS right_now) decides
  WHERE g.id = ANY (grants)
$$;

-- Which of these grants stand now: the one answer for every decision, release and opening. Each is found by its key, with
-- one plan for all: to plan anew for the one grant of each release would take longer than to answer.
CREATE OR REPLACE FUNCTION portal.standing_grants_among(grants uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = 'force_generic_plan' AS $$
BEGIN
  RETURN (SELECT array_agg(s.grant_id) FROM portal.states_of_grants(grants) s WHERE s.state = 'stands');
END $$;

-- Whether who signed this consent may decide today, as above: for the word that whoever sees the consent is shown of it.
CREATE OR REPLACE FUNCTION portal.right_of_signer(consent uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT portal.right_to_decide(p.rights_revoked, p.authority, c.signer_capacity,
      (c.signed_at AT TIME ZONE a.time_zone)::date, c.youth_birth_date, y.birth_date, (now() AT TIME ZONE a.time_zone)::date)
    FROM public.consents_consent c JOIN public.agencies_agency a ON a.id = c.agency_id
    JOIN public.youth_youthrecord y ON y.id = c.youth_id LEFT JOIN public.youth_guardian p ON p.id = c.guardian_id
    WHERE c.id = consent);
END $$;

-- Which of them were signed by somebody who may not decide: told, too, to a holder who was shown another agency's consent,
-- and sees nothing of what is on file there.
CREATE OR REPLACE FUNCTION portal.grants_without_right_among(grants uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT array_agg(s.grant_id) FROM portal.states_of_grants(grants) s WHERE s.state = 'signer');
END $$;

-- What parents and guardians still say against sharing about the young people of these consents, as far as another agency
-- attached them to a request that the acting agency holds: told to who decides, as relation, moment and words, never a name.
CREATE OR REPLACE FUNCTION portal.objections_to_attached(consents uuid[])
RETURNS TABLE (relation text, at timestamptz, words text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT coalesce(portal.acting_roles() && ARRAY['privacy_officer', 'records_custodian'], false) THEN RETURN; END IF;
  RETURN QUERY SELECT g.relation::text, o.at, o.words::text FROM public.consents_objection o
    JOIN public.youth_guardian g ON g.id = o.guardian_id
    WHERE o.withdrawn_at IS NULL AND o.youth_id IN (SELECT c.youth_id FROM public.consents_consent c
      WHERE c.id = ANY (consents) AND c.id = ANY (portal.attached_consent_ids())
        AND c.agency_id <> portal.acting_agency_id())
    ORDER BY o.at DESC;
END $$;

-- Whether a consent is about this youth, at the acting agency.
CREATE OR REPLACE FUNCTION portal.is_consent_of(consent uuid, youth uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.consents_consent
    WHERE id = consent AND youth_id = youth AND agency_id = portal.current_agency_id());
END $$;

-- Whether the acting member is still recording this consent herself: no line is slipped into what a family signed, a second
-- person confirmed, or the portal sealed.
CREATE OR REPLACE FUNCTION portal.is_recording(consent uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.consents_consent c WHERE c.id = consent AND c.link_id IS NULL AND c.confirmed_at IS NULL
    AND c.recorded_by_id = portal.current_user_id()
    AND NOT EXISTS (SELECT FROM public.consents_consentseal s WHERE s.consent_id = c.id));
END $$;

-- A consent is written once. What was typed off a paper is confirmed once, with its scan at hand, by another person than
-- the one who put that in.
CREATE OR REPLACE FUNCTION portal.guard_consent() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.confirmed_at IS NOT NULL
    THEN RAISE check_violation USING MESSAGE = 'a consent is recorded first, and confirmed afterwards';
    END IF;
  ELSIF OLD.confirmed_at IS NOT NULL OR NEW.confirmed_at IS NULL OR NEW.method <> 'paper'
    OR NOT EXISTS (SELECT FROM public.consents_consentscan s WHERE s.consent_id = NEW.id AND s.by_id <> NEW.confirmed_by_id)
  THEN RAISE check_violation USING MESSAGE = 'a paper consent is confirmed once, by another person than who put in its scan';
  END IF;
  RETURN NEW;
END $$;

-- A grant is revoked once, by the person or the family that acts, and never stands again. That its ending event occurred
-- is written once, and so is that a letter confirmed a spoken wish.
CREATE OR REPLACE FUNCTION portal.guard_consent_grant() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  revoked boolean := (NEW.revoked_at, NEW.revoked_by_id, NEW.revoked_through_id, NEW.revocation_reason, NEW.revocation_asked)
    IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id, OLD.revoked_through_id, OLD.revocation_reason, OLD.revocation_asked);
  ended boolean := (NEW.ended_at, NEW.ended_by_id) IS DISTINCT FROM (OLD.ended_at, OLD.ended_by_id);
  confirmed boolean := (NEW.revocation_letter_at, NEW.revocation_letter_by_id)
    IS DISTINCT FROM (OLD.revocation_letter_at, OLD.revocation_letter_by_id);
BEGIN
  IF revoked AND (OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL
      OR NEW.revoked_by_id IS DISTINCT FROM portal.current_user_id()
      OR NEW.revoked_through_id IS DISTINCT FROM portal.family_link_id())
    OR ended AND (OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR OLD.ends_when = ''
      OR NEW.ended_by_id IS DISTINCT FROM portal.current_user_id() OR NEW.ended_by_id IS NULL)
    OR confirmed AND (OLD.revocation_letter_at IS NOT NULL OR NEW.revocation_letter_at IS NULL OR OLD.revocation_asked <> 'spoken'
      OR NEW.revocation_letter_by_id IS DISTINCT FROM portal.current_user_id() OR NEW.revocation_letter_by_id IS NULL)
  THEN RAISE check_violation USING MESSAGE = 'a consent grant can only be revoked or ended by its event, and once';
  END IF;
  RETURN NEW;
END $$;

-- A family answers what it is asked, on the form of its language, and changes nothing of the question. Staff name brothers
-- and sisters whom they may see: through the link the family will see them, too.
CREATE OR REPLACE FUNCTION portal.guard_consent_draft() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  named uuid[] := CASE TG_OP WHEN 'UPDATE' THEN OLD.siblings ELSE '{}' END;
BEGIN
  IF portal.principal() <> 'family' THEN
    IF NOT NEW.siblings <@ named AND cardinality(NEW.siblings) <> (SELECT count(*) FROM public.youth_youthrecord y
      WHERE y.id = ANY (NEW.siblings) AND y.agency_id = NEW.agency_id)
    THEN RAISE check_violation USING MESSAGE = 'brothers and sisters are youth whom one may see';
    END IF;
  ELSIF (NEW.id, NEW.agency_id, NEW.youth_id, NEW.author_id, NEW.source)
      IS DISTINCT FROM (OLD.id, OLD.agency_id, OLD.youth_id, OLD.author_id, OLD.source)
    OR NEW.answers = '{}' AND NEW.siblings <> '{}'
    OR NEW.answers <> '{}' AND (NEW.siblings, NEW.answers -> 'offer', (NEW.answers -> 'signer') - 'form')
      IS DISTINCT FROM (OLD.siblings, OLD.answers -> 'offer', (OLD.answers -> 'signer') - 'form')
  THEN RAISE check_violation USING MESSAGE = 'a family answers what it is asked, and changes nothing of the question';
  END IF;
  RETURN NEW;
END $$;
