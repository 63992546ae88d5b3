-- Requests and releases: what was opened to whom, what was shown with a request, and who may write which line of the log.

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
