-- Who acts, for which agency, and whom she works with. First of the files of functions that policies and triggers use: those
-- that look at tables are SECURITY DEFINER, belong to the NOLOGIN role portal_definer, which has its own narrow policies,
-- and see nothing through a search_path. Nearly all are plpgsql: their bodies name tables that later migrations create.
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

-- Ids of the active members of any agency who hold one of the roles: whom to tell. Ids only.
CREATE OR REPLACE FUNCTION portal.member_ids(agency uuid, wanted text[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF portal.acting_agency_id() IS NULL AND portal.principal() = '' THEN RETURN NULL; END IF;
  RETURN (SELECT array_agg(m.user_id) FROM public.agencies_membership m
    JOIN public.accounts_user u ON u.id = m.user_id
    WHERE m.agency_id = agency AND m.state = 'active' AND u.is_active AND m.roles::text[] && wanted);
END $$;

-- The calendar day at an agency: consents end at the end of a day where the family lives.
CREATE OR REPLACE FUNCTION portal.today(agency uuid) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT (now() AT TIME ZONE time_zone)::date FROM public.agencies_agency WHERE id = agency);
END $$;

-- Youth on the acting member's caseload: the guardian rows given by youth/grants.py.
CREATE OR REPLACE FUNCTION portal.granted_youth_ids() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN (SELECT array_agg(DISTINCT content_object_id) FROM public.youth_youthrecordgrant
    WHERE user_id = (SELECT portal.current_user_id()) AND agency_id = (SELECT portal.acting_agency_id()));
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
