-- Drafting together: the words of sections, what is said about them, and agreements that were signed on paper.

-- New words of a section are its next version; nobody changes them unseen, and other changes are none.
CREATE OR REPLACE FUNCTION portal.guard_section() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF (NEW.id, NEW.mou_id, NEW.code) IS DISTINCT FROM (OLD.id, OLD.mou_id, OLD.code)
    OR NEW.number <> OLD.number + ((NEW.heading, NEW.text) IS DISTINCT FROM (OLD.heading, OLD.text))::int
  THEN RAISE check_violation USING MESSAGE = 'new words of a section are its next version';
  END IF;
  RETURN NEW;
END $$;

-- Comments are made while the agreement is drafted and reviewed. Section and answered comment belong to the same
-- agreement, and an answer is to the first of a thread.
CREATE OR REPLACE FUNCTION portal.guard_comment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.mous_mou m WHERE m.id = NEW.mou_id AND m.state IN ('draft', 'review')
      AND (TG_OP = 'UPDATE' OR m.version = NEW.version))
  THEN RAISE check_violation USING MESSAGE = 'comments are for drafts and reviews';
  END IF;
  IF NEW.section_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.mous_mousection s
      WHERE s.id = NEW.section_id AND s.mou_id = NEW.mou_id)
    OR NEW.answers_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.mous_moucomment c
      WHERE c.id = NEW.answers_id AND c.mou_id = NEW.mou_id AND c.answers_id IS NULL)
  THEN RAISE check_violation USING MESSAGE = 'a comment and what it is about belong to one agreement';
  END IF;
  RETURN NEW;
END $$;

-- Whether the acting member began this agreement on paper or put in its scan: she does not also confirm it.
CREATE OR REPLACE FUNCTION portal.entered_paper(agreement uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  me uuid := portal.current_user_id();
BEGIN
  RETURN EXISTS (SELECT FROM public.mous_mou m LEFT JOIN public.mous_mouscan s ON s.mou_id = m.id
    WHERE m.id = agreement AND m.on_paper AND (m.drafted_by_id = me OR s.by_id = me));
END $$;

-- Whether the acting agency entered this agreement from paper: any second drafter there confirms it.
CREATE OR REPLACE FUNCTION portal.entered_paper_here(agreement uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.mous_mou m
    WHERE m.id = agreement AND m.on_paper AND m.agency_id = portal.acting_agency_id());
END $$;
