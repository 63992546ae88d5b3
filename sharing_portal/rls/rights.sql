-- Who owns and who may call the functions; read last.
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = 'portal'::regnamespace
  LOOP
    EXECUTE 'REVOKE ALL ON FUNCTION ' || name || ' FROM PUBLIC';
    EXECUTE 'GRANT EXECUTE ON FUNCTION ' || name || ' TO portal_app, portal_definer';
  END LOOP;
  -- What names the flows of all agreements, whoever asks, is for other functions alone.
  REVOKE EXECUTE ON FUNCTION portal.flows_in_force(uuid[], uuid[]) FROM portal_app;
  -- Triggers run without it; whoever may execute a trigger's function may hang it on a table of her own.
  FOR name IN SELECT oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = 'portal'::regnamespace AND prorettype = 'trigger'::regtype
  LOOP
    EXECUTE 'REVOKE EXECUTE ON FUNCTION ' || name || ' FROM portal_app';
  END LOOP;
  FOR name IN SELECT oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = 'portal'::regnamespace AND prosecdef
  LOOP
    EXECUTE 'ALTER FUNCTION ' || name || ' OWNER TO portal_definer';
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA portal FROM portal_definer;
