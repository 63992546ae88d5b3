-- A family that came through its link: whether it may still come, what it may see, is asked, and may write.

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

-- Whether the page of this link is the young person's own, who is 18: made from what she signed herself, or made since her
-- birthday for nobody on file. The rights are hers now (34 CFR 99.5(a)).
CREATE OR REPLACE FUNCTION portal.is_page_at_18(link uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.consents_familylink l JOIN public.agencies_agency a ON a.id = l.agency_id
    JOIN public.youth_youthrecord y ON y.id = l.youth_id
    JOIN public.consents_consent named ON named.id = l.consent_id AND named.youth_id = l.youth_id
    WHERE l.id = link AND l.kind = 'page' AND l.guardian_id IS NULL
      AND portal.today(a.id) >= portal.turns_18_on(y.birth_date)
      AND (named.signer_capacity IN ('minor', 'adult_youth', 'eligible_student')
        OR (l.created_at AT TIME ZONE a.time_zone)::date >= portal.turns_18_on(y.birth_date)));
END $$;

-- Whether whoever this link was made for may still decide, or look.
CREATE OR REPLACE FUNCTION portal.link_still_opens(link uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN portal.is_page_at_18(link) OR EXISTS (SELECT FROM public.consents_familylink l
    WHERE l.id = link AND portal.may_still_come(l.guardian_id, l.consent_id, l.youth_id));
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
      AND portal.link_still_opens(l.id));
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

-- What was signed through the link; through the link to a page, the consent it names, those signed in the same sitting for
-- brothers and sisters, and every other one that the same parent or guardian on file signed for the same youth. For each
-- young person of the sitting it is asked anew whether that adult may still look. To a young person who is 18, on her own
-- page, everything that was agreed to for her here.
CREATE OR REPLACE FUNCTION portal.family_consent_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  link uuid := portal.family_link_id();
  herself uuid := (SELECT l.youth_id FROM public.consents_familylink l WHERE l.id = link AND portal.is_page_at_18(l.id));
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
      AND portal.link_still_opens(l.id);
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

-- Whether a new link leads the family to the page of what it has just signed through its own link, and to nothing more. What
-- a young person signed herself opens by a code: her parents know when she was born (42 CFR 2.14).
CREATE OR REPLACE FUNCTION portal.is_own_page(consent uuid, youth uuid, guardian uuid, maker uuid, checked text)
RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.consents_consent c WHERE c.id = consent AND c.link_id = portal.family_link_id()
    AND c.youth_id = youth AND c.guardian_id IS NOT DISTINCT FROM guardian AND c.recorded_by_id = maker
    AND checked = CASE WHEN c.signer_capacity IN ('minor', 'adult_youth', 'eligible_student') THEN 'code' ELSE 'birth_date' END);
END $$;

-- The mailbox behind an address: capitals, blanks, quotes and what follows a + in the name lead to no other one.
CREATE OR REPLACE FUNCTION portal.mailbox(address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT lower(regexp_replace(address, '[\s"\\]|\+[^@]*(?=@)', '', 'g'))
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
