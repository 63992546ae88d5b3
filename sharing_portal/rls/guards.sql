-- What no person may do to a row, whatever her role: the triggers that stand behind the policies' `update`.

-- What no person may do to an agreement, whatever her role: change a text that is out, skip a state, ask for signatures
-- before every party's counsel approved this text, call it signed while a party's signature on it is missing, end it
-- while a party neither withdrew nor agreed to that, or replace it by anything but a signed successor that binds all.
-- A draft is changed and sent by the drafters of its own agency alone.
CREATE OR REPLACE FUNCTION portal.guard_agreement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  step text := OLD.state || '>' || NEW.state;
BEGIN
  IF step NOT IN ('draft>draft', 'draft>review', 'draft>sent', 'draft>cancelled', 'review>review', 'review>sent',
    'review>draft', 'review>cancelled', 'sent>sent', 'sent>draft', 'sent>cancelled', 'sent>signed', 'signed>signed',
    'signed>ended')
  THEN RAISE check_violation USING MESSAGE = 'an agreement cannot go from ' || OLD.state || ' to ' || NEW.state;
  END IF;
  IF OLD.state = 'draft' AND (OLD.agency_id = portal.acting_agency_id()
      AND portal.acting_roles() && ARRAY['agency_admin', 'signatory']) IS NOT TRUE
  THEN RAISE check_violation USING MESSAGE = 'only those who drafted it change a draft';
  END IF;
  IF (NEW.agency_id, NEW.drafted_by_id, NEW.created_at, NEW.replaces_id)
      IS DISTINCT FROM (OLD.agency_id, OLD.drafted_by_id, OLD.created_at, OLD.replaces_id)
    OR NEW.version <> OLD.version + (step IN ('review>draft', 'sent>draft'))::int
    OR (OLD.state <> 'draft' AND (NEW.title, NEW.starts_on, NEW.ends_on, NEW.review_on, NEW.open_to_joinder, NEW.consent_form, NEW.on_paper)
        IS DISTINCT FROM (OLD.title, OLD.starts_on, OLD.ends_on, OLD.review_on, OLD.open_to_joinder, OLD.consent_form, OLD.on_paper))
    OR (NEW.state <> 'draft' AND OLD.state <> 'draft'
        AND (NEW.frozen_text, NEW.text_sha256) IS DISTINCT FROM (OLD.frozen_text, OLD.text_sha256))
  THEN RAISE check_violation USING MESSAGE = 'the text of an agreement that was sent does not change';
  END IF;
  IF OLD.state = 'draft' AND NEW.state IN ('review', 'sent') AND (
    NEW.text_sha256 <> encode(sha256(convert_to(NEW.frozen_text, 'UTF8')), 'hex')
    OR EXISTS (SELECT FROM public.mous_mouterm t WHERE t.mou_id = NEW.id AND 2 <> (SELECT count(*)
      FROM public.mous_mouparty p WHERE p.mou_id = NEW.id AND p.agency_id IN (t.from_agency_id, t.to_agency_id))))
  THEN RAISE check_violation USING MESSAGE = 'the hash is not the text''s, or a term names an agency that is no party';
  END IF;
  IF step = 'draft>sent' AND NOT (NEW.on_paper AND EXISTS (SELECT FROM public.mous_mouscan s WHERE s.mou_id = NEW.id))
  THEN RAISE check_violation USING MESSAGE = 'an agreement goes to counsel before anyone is asked to sign it';
  END IF;
  IF step = 'review>sent' AND EXISTS (SELECT FROM public.mous_mouparty p
    WHERE p.mou_id = NEW.id AND NOT EXISTS (SELECT FROM public.mous_moureview r WHERE r.mou_id = NEW.id
      AND r.agency_id = p.agency_id AND r.text_sha256 = NEW.text_sha256 AND r.outcome = 'approved'))
  THEN RAISE check_violation USING MESSAGE = 'counsel of a party has not approved the text';
  END IF;
  IF step = 'sent>signed' AND EXISTS (SELECT FROM public.mous_mouparty p
    WHERE p.mou_id = NEW.id AND NOT EXISTS (SELECT FROM public.mous_mousignature s
      WHERE s.mou_id = NEW.id AND s.agency_id = p.agency_id AND s.text_sha256 = NEW.text_sha256))
  THEN RAISE check_violation USING MESSAGE = 'a party has not signed';
  END IF;
  IF step = 'signed>ended' AND NEW.ended_on IS DISTINCT FROM portal.today(portal.acting_agency_id())
  THEN RAISE check_violation USING MESSAGE = 'an agreement ends on the day on which it is ended';
  END IF;
  IF step = 'signed>ended' AND (
    1 < (SELECT count(*) FROM public.mous_mouparty p WHERE p.mou_id = NEW.id AND p.withdrawn_at IS NULL)
    AND EXISTS (SELECT FROM public.mous_mouparty p WHERE p.mou_id = NEW.id AND p.withdrawn_at IS NULL
      AND NOT EXISTS (SELECT FROM public.mous_moutermination t WHERE t.mou_id = NEW.id AND t.agency_id = p.agency_id)))
  THEN RAISE check_violation USING MESSAGE = 'parties remain who neither withdrew nor agreed to end it';
  END IF;
  IF NEW.superseded_on IS DISTINCT FROM OLD.superseded_on AND NOT EXISTS (SELECT FROM public.mous_mou n
    WHERE n.replaces_id = NEW.id AND n.state = 'signed' AND n.starts_on = NEW.superseded_on
      AND NOT EXISTS (SELECT FROM public.mous_mouparty p
        JOIN public.agencies_agency a ON a.id = p.agency_id AND a.state = 'active'
        WHERE p.mou_id = NEW.id AND p.withdrawn_at IS NULL
          AND NOT EXISTS (SELECT FROM public.mous_mouparty q WHERE q.mou_id = n.id AND q.agency_id = p.agency_id)))
  THEN RAISE check_violation USING MESSAGE = 'no successor that every party signed replaces it on this day';
  END IF;
  IF NEW.superseded_on > OLD.superseded_on
  THEN RAISE check_violation USING MESSAGE = 'what was replaced does not come back';
  END IF;
  IF OLD.state = 'draft' AND NEW.state IN ('review', 'sent') AND NEW.replaces_id IS NOT NULL THEN
    -- Held, so that nobody joins the old one meanwhile.
    PERFORM FROM public.mous_mou m WHERE m.id = NEW.replaces_id FOR NO KEY UPDATE;
  END IF;
  IF OLD.state = 'draft' AND NEW.state IN ('review', 'sent') AND NEW.replaces_id IS NOT NULL AND EXISTS (
    SELECT FROM public.mous_mouparty p JOIN public.agencies_agency a ON a.id = p.agency_id AND a.state = 'active'
    WHERE p.mou_id = NEW.replaces_id AND p.withdrawn_at IS NULL
      AND NOT EXISTS (SELECT FROM public.mous_mouparty q WHERE q.mou_id = NEW.id AND q.agency_id = p.agency_id))
  THEN RAISE check_violation USING MESSAGE = 'a party of the agreement that this one replaces is missing';
  END IF;
  -- A text that went out before does not go out again: what was said of it then would count for what is entered now.
  IF OLD.state = 'draft' AND NEW.state IN ('review', 'sent') AND NOT NEW.frozen_text::jsonb @> (jsonb_build_object(
      'title', NEW.title, 'version', NEW.version, 'starts_on', NEW.starts_on, 'ends_on', NEW.ends_on,
      'review_on', coalesce(NEW.review_on::text, ''), 'open_to_joinder', NEW.open_to_joinder,
      'consent_form', NEW.consent_form)
    || coalesce((SELECT jsonb_build_object('paper', jsonb_build_object('file_sha256', s.file_sha256))
      FROM public.mous_mouscan s WHERE s.mou_id = NEW.id), '{}'))
  THEN RAISE check_violation USING MESSAGE = 'the text is not of this version, or of other dates';
  END IF;
  -- What counsel is given to read is kept, so that everybody can see what a later version changes.
  IF OLD.state = 'draft' AND NEW.state IN ('review', 'sent') THEN
    INSERT INTO public.mous_moufrozentext (id, mou_id, version, text, text_sha256)
      VALUES (gen_random_uuid(), NEW.id, NEW.version, NEW.frozen_text, NEW.text_sha256);
  END IF;
  RETURN NEW;
END $$;

-- What nobody may do to a request, whatever her role: change what was asked once it is out, take the other side's
-- step, answer her own request, put another person's or agency's name on it, or go back.
CREATE OR REPLACE FUNCTION portal.guard_request() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  me uuid := portal.current_user_id();
  acting uuid := portal.acting_agency_id();
  step text := OLD.state || '>' || NEW.state;
  allowed boolean;
BEGIN
  allowed := CASE
    -- portal.reopen_requests_without_consent, whichever agency recorded the consent.
    WHEN current_user = 'portal_definer' THEN step = 'approved>submitted' AND NEW.answer = OLD.answer
    WHEN acting = OLD.asking_agency_id THEN NEW.answer = OLD.answer AND (
      step IN ('draft>draft', 'draft>submitted') AND OLD.requested_by_id = me
      OR step IN ('more_needed>submitted', 'draft>withdrawn', 'submitted>withdrawn', 'more_needed>withdrawn',
        'approved>withdrawn'))
    WHEN acting = OLD.holding_agency_id THEN OLD.requested_by_id <> me AND step IN (
      'submitted>more_needed', 'submitted>approved', 'submitted>refused', 'more_needed>submitted',
      'more_needed>refused', 'approved>released', 'approved>refused', 'approved>submitted')
  END;
  IF allowed IS NOT TRUE
    OR (NEW.id, NEW.asking_agency_id, NEW.requested_by_id) <> (OLD.id, OLD.asking_agency_id, OLD.requested_by_id)
    OR (NEW.reopened_at IS DISTINCT FROM OLD.reopened_at AND current_user <> 'portal_definer')
    OR (OLD.state <> 'draft' AND to_jsonb(NEW) - '{state,state_changed_at,answer,reopened_at}'::text[]
      <> to_jsonb(OLD) - '{state,state_changed_at,answer,reopened_at}'::text[])
  THEN RAISE check_violation USING MESSAGE = 'this is not a step that this person may take with this request';
  END IF;
  RETURN NEW;
END $$;

-- What nobody may do to a release: open it again, move its end, end it as the other side, or confirm it in another's
-- name. Its agency recalls it; the functions that ask what it rests on end it for any other reason. Only background work
-- stores its package, once.
CREATE OR REPLACE FUNCTION portal.guard_release() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  acting uuid := portal.acting_agency_id();
  ended boolean := (NEW.ended_at, NEW.end_reason) IS DISTINCT FROM (OLD.ended_at, OLD.end_reason);
  opened boolean := NEW.opened_at IS DISTINCT FROM OLD.opened_at;
  confirmed boolean := (NEW.acknowledged_at, NEW.acknowledged_by_id)
    IS DISTINCT FROM (OLD.acknowledged_at, OLD.acknowledged_by_id);
BEGIN
  IF ended AND (OLD.ended_at IS NOT NULL OR (current_user <> 'portal_definer'
      AND (acting = OLD.agency_id AND portal.current_user_id() IS NOT NULL AND NEW.end_reason = 'recalled') IS NOT TRUE))
    OR opened AND (OLD.opened_at IS NOT NULL OR OLD.ended_at IS NOT NULL
      OR acting IS DISTINCT FROM OLD.recipient_agency_id)
    OR confirmed AND (OLD.acknowledged_at IS NOT NULL OR OLD.ended_at IS NOT NULL
      OR acting IS DISTINCT FROM OLD.recipient_agency_id
      OR NEW.acknowledged_by_id IS DISTINCT FROM portal.current_user_id())
    OR NEW.package <> OLD.package AND (OLD.package <> '' OR portal.principal() = '')
  THEN RAISE check_violation USING MESSAGE = 'a release is ended, opened and confirmed once, each by the right side';
  END IF;
  RETURN NEW;
END $$;

-- Nobody gives herself roles: the invited person says yes or no, everything else is another's to decide.
CREATE OR REPLACE FUNCTION portal.guard_membership() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  step text := OLD.state || '>' || NEW.state;
  roles_stay boolean := (NEW.roles, NEW.invited_by_id, NEW.invited_as)
    IS NOT DISTINCT FROM (OLD.roles, OLD.invited_by_id, OLD.invited_as);
BEGIN
  IF (CASE WHEN OLD.user_id = portal.current_user_id()
    THEN roles_stay AND step IN ('invited>active', 'invited>removed')
    ELSE step = 'removed>invited' AND NEW.invited_by_id = portal.current_user_id()
      OR NEW.invited_by_id IS NOT DISTINCT FROM OLD.invited_by_id AND (step IN ('invited>removed', 'active>suspended',
        'active>removed', 'suspended>active', 'suspended>removed') OR OLD.state = NEW.state AND NEW.state <> 'removed')
    END) IS NOT TRUE
  THEN RAISE check_violation USING MESSAGE = 'this is not a step that this person may take with this membership';
  END IF;
  RETURN NEW;
END $$;

-- What an agency is decides which law binds it and what others may share with it: the portal's operators say so.
CREATE OR REPLACE FUNCTION portal.guard_agency() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NOT portal.is_operator() AND (NEW.id, NEW.name, NEW.kind, NEW.us_state, NEW.state, NEW.legal_statuses)
    IS DISTINCT FROM (OLD.id, OLD.name, OLD.kind, OLD.us_state, OLD.state, OLD.legal_statuses)
  THEN RAISE check_violation USING MESSAGE = 'only an operator changes what an agency is';
  END IF;
  RETURN NEW;
END $$;

-- Whether this is a draft of the acting agency; until the transaction ends it stays one.
CREATE OR REPLACE FUNCTION portal.holds_draft(agreement uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM FROM public.mous_mou m
    WHERE m.id = agreement AND m.agency_id = portal.acting_agency_id() AND m.state = 'draft' FOR SHARE;
  RETURN FOUND;
END $$;

-- Parties and flows change only while the agreement is a draft, and one that is just being sent is waited for: no flow is
-- slipped in beside the text that was frozen. It runs after the policies, so that it tells strangers nothing, and leaves
-- alone what `admit_joiner` adds, and the tables' owner.
CREATE OR REPLACE FUNCTION portal.guard_draft() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF current_user <> 'portal_definer' AND current_user::regrole <> (SELECT relowner FROM pg_catalog.pg_class WHERE oid = TG_RELID)
    AND NOT portal.holds_draft(CASE TG_OP WHEN 'DELETE' THEN OLD.mou_id ELSE NEW.mou_id END)
  THEN RAISE check_violation USING MESSAGE = 'this agreement is no draft any more';
  END IF;
  RETURN NULL;
END $$;
