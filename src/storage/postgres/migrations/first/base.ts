/** What the rest of the schema stands on: the account that a statement speaks for, and the revision of all. */

export const base = `
GRANT USAGE ON SCHEMA casement TO casement_tenant, casement_directory, casement_operations, casement_bridge, casement_operator;

-- The account that the running statement speaks for. After a transaction that set one the setting is empty and not
-- unset: that must never be an account whose rows are none.
CREATE FUNCTION casement.tenant() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE _account text := current_setting('casement.account', true);
BEGIN
  IF _account IS NULL OR _account = '' THEN
    RAISE EXCEPTION 'no account is set' USING ERRCODE = 'CA000';
  END IF;
  RETURN _account;
END $$;

CREATE FUNCTION casement.speak_for(_account text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF _account IS NULL OR _account = '' THEN
    RAISE EXCEPTION 'no account is given' USING ERRCODE = 'CA000';
  END IF;
  PERFORM set_config('casement.account', _account, true);
END $$;

-- What is added to the numbers of transactions, so that revisions go on growing where those begin anew, after a restore.
CREATE TABLE casement.lineage (
  one int NOT NULL PRIMARY KEY CHECK (one = 1),
  id text NOT NULL CHECK (length(id) = 32),
  counted boolean NOT NULL,
  base bigint NOT NULL
);
INSERT INTO casement.lineage VALUES (1, replace(gen_random_uuid()::text, '-', ''), false, 0);

-- These are no functions of SQL, which are planned anew by every statement that calls them.

-- The revision of all: every transaction with a lower number is over, and what it wrote is seen. No row is written for it.
CREATE FUNCTION casement.revision() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT base FROM casement.lineage) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
END $$;

-- The first revision at which what this transaction writes is seen. One more than its number: a revision that is that
-- number is seen while it still runs.
CREATE FUNCTION casement.next_revision() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN (SELECT base FROM casement.lineage) + pg_current_xact_id()::text::bigint + 1;
END $$;

CREATE FUNCTION casement.server_time() RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
$$;

CREATE FUNCTION casement.texts(_json text) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
  SELECT value FROM jsonb_array_elements_text(_json::jsonb)
$$;

CREATE TABLE casement.control_revision (
  one int NOT NULL PRIMARY KEY CHECK (one = 1),
  value bigint NOT NULL
);
INSERT INTO casement.control_revision VALUES (1, 1);
`;
