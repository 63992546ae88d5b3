-- Consents: which grants stand, what a family that came through its link may see, and what may be written once.

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

-- Whether whoever a link was made for may still decide, or look, for this youth: not a parent or guardian whose rights
-- have ended since, and from the 18th birthday on nobody but the young person (34 CFR 99.4, 99.5(a)).
CREATE OR REPLACE FUNCTION portal.may_still_come(guardian uuid, consent uuid, youth uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN NOT EXISTS (SELECT FROM public.youth_guardian g
      WHERE g.id = guardian AND portal.is_barred(g.rights_revoked, g.authority))
    AND (EXISTS (SELECT FROM public.youth_youthrecord y
        WHERE y.id = youth AND portal.today(y.agency_id) < portal.turns_18_on(y.birth_date))
      OR guardian IS NULL AND NOT EXISTS (SELECT FROM public.consents_consent c
        WHERE c.id = consent AND c.signer_capacity NOT IN ('adult_youth', 'eligible_student')));
END $$;

-- The link through which a family acts in this transaction: verified, not closed, not past its time; for an hour after it
-- was used to sign, so that the copy can be taken along.
CREATE OR REPLACE FUNCTION portal.family_link_id() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF portal.principal() <> 'family' THEN RETURN NULL; END IF;
  RETURN (SELECT l.id FROM public.consents_familylink l JOIN public.agencies_agency a ON a.id = l.agency_id
    WHERE l.id = nullif(current_setting('portal.family_link', true), '')::uuid
      AND l.agency_id = portal.current_agency_id() AND a.state = 'active'
      AND l.verified_at IS NOT NULL AND l.closed_at IS NULL AND l.expires_at > now()
      AND (l.kind = 'page' OR l.used_at IS NULL OR l.used_at > now() - interval '1 hour')
      AND portal.may_still_come(l.guardian_id, l.consent_id, l.youth_id));
END $$;

-- The youth it is about: one, or brothers and sisters in one sitting; staff may put the draft to another use afterwards.
CREATE OR REPLACE FUNCTION portal.family_youth_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  link uuid := portal.family_link_id();
BEGIN
  IF link IS NULL THEN RETURN NULL; END IF;
  RETURN (SELECT l.youth_id || coalesce(d.siblings, ARRAY(SELECT c.youth_id FROM public.consents_consent c WHERE c.link_id = l.id))
    FROM public.consents_familylink l
    LEFT JOIN public.consents_consentdraft d ON d.id = l.draft_id AND l.used_at IS NULL WHERE l.id = link);
END $$;

CREATE OR REPLACE FUNCTION portal.family_draft_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  link uuid := portal.family_link_id();
BEGIN
  IF link IS NULL THEN RETURN NULL; END IF;
  RETURN (SELECT array_agg(draft_id) FROM public.consents_familylink WHERE id = link AND used_at IS NULL);
END $$;

-- Whether the link of the acting family signs now, once, and what it records is what it was asked: the person who signs,
-- on what that person's right rests, how, and who prepared it.
CREATE OR REPLACE FUNCTION portal.is_asked_to_sign(signer text, grounds text[], how text, recorder uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.consents_familylink l JOIN public.consents_consentdraft d ON d.id = l.draft_id
    WHERE l.id = portal.family_link_id() AND l.used_at IS NULL AND l.created_by_id = recorder
      AND btrim(d.answers -> 'signer' ->> 'signer_name') = signer AND d.answers -> 'signer' ->> 'method' = how
      AND to_jsonb(grounds) <@ coalesce(d.answers -> 'signer' -> 'grounds', '[]'));
END $$;

-- Whether this line lies within what the acting family is asked: a question may be limited in its ways, its first day, and by
-- an event on which it ends.
CREATE OR REPLACE FUNCTION portal.is_asked_for(discloser uuid, recipient uuid, what text, reasons text[], until date,
  since date, sends boolean, talks boolean, event text)
RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.consents_familylink l JOIN public.consents_consentdraft d ON d.id = l.draft_id
    CROSS JOIN LATERAL jsonb_array_elements(d.answers -> 'offer') asked
    WHERE l.id = portal.family_link_id() AND l.used_at IS NULL
      AND asked ->> 'discloser' = discloser::text AND asked ->> 'recipient' = recipient::text
      AND asked -> 'categories' ? what AND asked -> 'purposes' ?& reasons AND until <= (asked ->> 'latest')::date
      AND since >= coalesce(nullif(asked ->> 'starts_on', '')::date, since)
      AND (NOT sends OR coalesce((asked ->> 'may_send')::boolean, true))
      AND (NOT talks OR coalesce((asked ->> 'may_talk')::boolean, true))
      AND event = coalesce(nullif(asked ->> 'ends_when', ''), event));
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

-- What was signed through the link; through the link to a page, the consent it names, those signed in the same sitting for
-- brothers and sisters, and every other one that the same parent or guardian on file signed for the same youth. For each
-- young person of the sitting it is asked anew whether that adult may still look. To a young person who signed in her own
-- right and is 18, everything that was agreed to for her here: the rights are hers now (34 CFR 99.5(a)).
CREATE OR REPLACE FUNCTION portal.family_consent_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  link uuid := portal.family_link_id();
  herself uuid := (SELECT y.id FROM public.consents_familylink l
    JOIN public.consents_consent named ON named.id = l.consent_id AND named.youth_id = l.youth_id
    JOIN public.youth_youthrecord y ON y.id = named.youth_id
    WHERE l.id = link AND l.kind = 'page' AND l.guardian_id IS NULL
      AND named.signer_capacity IN ('adult_youth', 'eligible_student')
      AND portal.today(y.agency_id) >= portal.turns_18_on(y.birth_date));
BEGIN
  IF link IS NULL THEN RETURN NULL; END IF;
  RETURN (SELECT array_agg(c.id) FROM public.consents_familylink l
    LEFT JOIN public.consents_consent named ON named.id = l.consent_id AND l.kind = 'page'
    JOIN public.consents_consent c ON c.agency_id = l.agency_id AND (c.youth_id = herself
      OR (c.link_id = l.id OR c.id = named.id OR c.link_id = named.link_id
        OR l.kind = 'page' AND c.youth_id = l.youth_id AND c.guardian_id = l.guardian_id)
      AND portal.may_still_come(c.guardian_id, c.id, c.youth_id))
    WHERE l.id = link);
END $$;

-- Whether the acting family agreed to something for this youth, and so may stop it.
CREATE OR REPLACE FUNCTION portal.family_agreed_for(youth uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.consents_consent c
    WHERE c.id = ANY (portal.family_consent_ids()) AND c.youth_id = youth);
END $$;

-- What a token opens, told to whoever holds it before any check: nothing about the family. No row for a token that opens
-- nothing, whatever the reason.
CREATE OR REPLACE FUNCTION portal.family_link_by_token(token_hash text)
RETURNS TABLE (id uuid, agency_id uuid, check_by text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT l.id, l.agency_id, l.check_by::text
    FROM public.consents_familylink l JOIN public.agencies_agency a ON a.id = l.agency_id AND a.state = 'active'
    WHERE l.token_sha256 = token_hash AND l.kind <> 'kiosk' AND l.closed_at IS NULL AND l.expires_at > now()
      AND l.wrong_answers < 5 AND (l.kind = 'page' OR l.used_at IS NULL)
      AND portal.may_still_come(l.guardian_id, l.consent_id, l.youth_id);
END $$;

-- Check who came through a link: the code, or the date of birth. A wrong answer is counted, the fifth closes the link for
-- good. A device is handed over by the member of staff who made the link for it.
CREATE OR REPLACE FUNCTION portal.verify_family_link(token_hash text, answer text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  link record;
  right_answer boolean;
BEGIN
  SELECT * INTO link FROM public.consents_familylink l WHERE l.token_sha256 = token_hash FOR NO KEY UPDATE;
  IF link.id IS NULL OR link.closed_at IS NOT NULL OR link.expires_at <= now() OR link.wrong_answers >= 5
    OR (link.kind <> 'page' AND link.used_at IS NOT NULL)
  THEN RETURN false;
  END IF;
  right_answer := CASE link.check_by
    WHEN 'code' THEN answer = link.code_hash
    WHEN 'birth_date' THEN answer = (SELECT y.birth_date::text FROM public.youth_youthrecord y WHERE y.id = link.youth_id)
    ELSE link.created_by_id = portal.current_user_id() AND link.agency_id = portal.acting_agency_id() END;
  IF right_answer IS TRUE THEN
    UPDATE public.consents_familylink l SET verified_at = now() WHERE l.id = link.id;
  ELSE
    UPDATE public.consents_familylink l SET wrong_answers = l.wrong_answers + 1 WHERE l.id = link.id;
  END IF;
  RETURN right_answer IS TRUE;
END $$;

-- The releases, of whichever agency, that rest on a consent which the acting family may see.
CREATE OR REPLACE FUNCTION portal.family_release_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  mine uuid[] := portal.family_consent_ids();
BEGIN
  RETURN (SELECT array_agg(DISTINCT b.release_id) FROM public.consents_consentgrant g
    JOIN public.disclosures_releasebasis b ON b.grant_id = g.id WHERE g.consent_id = ANY (mine));
END $$;

-- What was shared on what the family agreed to, a row a release, whichever agency gave it: kinds of record and agencies,
-- never a member of staff, a person who read it, or a word of the records. Of a release that rests on what another person
-- agreed to as well, only the kinds that rest on this family's: a minor's own are not told to a parent (42 CFR 2.14).
-- Whether the recipient can read it now is asked as an opening asks it.
CREATE OR REPLACE FUNCTION portal.family_releases()
RETURNS TABLE (release_id uuid, holder_id uuid, consent_id uuid, released_at timestamptz, holder_name text,
  recipient_name text, categories text[], items bigint, opened bigint, last_opened_at timestamptz, ended_at timestamptz, is_open boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  mine uuid[] := portal.family_consent_ids();
  readable uuid[] := coalesce(portal.open_releases_among(portal.family_release_ids()), '{}');
BEGIN
  RETURN QUERY SELECT r.id, r.agency_id, agreed.consent_id, r.released_at, h.name::text, a.name::text,
      ARRAY(SELECT DISTINCT i.category::text FROM public.disclosures_releaseditem i
        WHERE i.release_id = r.id AND i.category = ANY (agreed.categories) ORDER BY 1),
      (SELECT count(*) FROM public.disclosures_releaseditem i
        WHERE i.release_id = r.id AND i.category = ANY (agreed.categories)),
      o.opened, o.last_opened_at, r.ended_at, r.id = ANY (readable)
    FROM (SELECT b.release_id, array_agg(g.category) AS categories,
        (array_agg(g.consent_id ORDER BY g.consent_id))[1] AS consent_id FROM public.consents_consentgrant g
      JOIN public.disclosures_releasebasis b ON b.grant_id = g.id
      WHERE g.consent_id = ANY (mine) GROUP BY b.release_id) agreed
    JOIN public.disclosures_release r ON r.id = agreed.release_id
    JOIN public.agencies_agency h ON h.id = r.agency_id
    JOIN public.agencies_agency a ON a.id = r.recipient_agency_id
    CROSS JOIN LATERAL (SELECT count(*) AS opened, max(l.at) AS last_opened_at FROM public.disclosures_logentry l
      WHERE l.disclosure_request_id = r.request_id AND l.release_id = r.id AND l.agency_id = r.agency_id
        AND l.kind = 'opened') o
    ORDER BY r.released_at DESC LIMIT 200;
END $$;

-- Whether a new link leads the family to the page of what it has just signed through its own link, and to nothing more.
CREATE OR REPLACE FUNCTION portal.is_own_page(consent uuid, youth uuid, guardian uuid, maker uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.consents_consent c WHERE c.id = consent AND c.link_id = portal.family_link_id()
    AND c.youth_id = youth AND c.guardian_id IS NOT DISTINCT FROM guardian AND c.recorded_by_id = maker);
END $$;

-- The mailbox behind an address: capitals, blanks and what follows a + in the name lead to no other one.
CREATE OR REPLACE FUNCTION portal.mailbox(address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT lower(regexp_replace(address, '\s|\+[^@]*(?=@)', '', 'g'))
$$;

-- Whether a person of the acting agency reads this mailbox, of whatever state her membership is: by the address with which
-- she signs in or that for messages. Of other agencies' people it tells nothing.
CREATE OR REPLACE FUNCTION portal.is_colleagues_address(address text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN address <> '' AND EXISTS (SELECT FROM public.agencies_membership m
    JOIN public.accounts_user u ON u.id = m.user_id WHERE m.agency_id = portal.acting_agency_id()
      AND portal.mailbox(address) IN (portal.mailbox(u.email), portal.mailbox(u.notice_email)));
END $$;

-- A link is verified by the function above alone, signs once, is closed once, and never opens another draft.
CREATE OR REPLACE FUNCTION portal.guard_family_link() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF current_user = 'portal_definer' THEN RETURN NEW; END IF;
  IF NEW.draft_id IS DISTINCT FROM OLD.draft_id AND NEW.draft_id IS NOT NULL
    OR NEW.used_at IS DISTINCT FROM OLD.used_at
      AND (OLD.used_at IS NOT NULL OR NEW.id IS DISTINCT FROM portal.family_link_id())
    OR (NEW.closed_at, NEW.closed_by_id) IS DISTINCT FROM (OLD.closed_at, OLD.closed_by_id)
      AND (OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL
        OR NEW.closed_by_id IS DISTINCT FROM portal.current_user_id())
  THEN RAISE check_violation USING MESSAGE = 'this is not a step of a link';
  END IF;
  RETURN NEW;
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
