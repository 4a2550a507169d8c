/** Accounts and sign-ins. */
import { operationsOf, these } from './operation.ts';

const columns = 'id, name, email, password_hash, created_at, unconfirmed';
const definition =
  'TABLE (id text, name text, email text, password_hash text, created_at bigint, unconfirmed boolean)';

/** Removes a few of those that are over, whoever's they are: an account may never come back. It tells nothing. */
const sweep = `
CREATE FUNCTION casement.sweep_sign_ins(_past bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casement, pg_temp AS $$
BEGIN
  DELETE FROM sign_ins WHERE hash IN (
    SELECT hash FROM sign_ins WHERE expires_at <= _past ORDER BY expires_at LIMIT 100 FOR UPDATE SKIP LOCKED);
END $$;
REVOKE ALL ON FUNCTION casement.sweep_sign_ins FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casement.sweep_sign_ins TO casement_tenant;
ALTER FUNCTION casement.sweep_sign_ins OWNER TO casement_operations;
`;

export const accountFunctions =
  sweep +
  operationsOf(
    {
      as: 'operations',
      by: 'operator',
      name: 'account_add',
      args: '_id text, _name text, _email text, _skeleton text, _password_hash text, _created_at bigint, _look_alike boolean',
      returns: 'void',
      body: `
  -- Of two that look alike, at a time, the second waits.
  PERFORM pg_advisory_xact_lock(hashtextextended('skeleton ' || _skeleton, 0));
  IF EXISTS (SELECT 1 FROM accounts WHERE email = _email) THEN
    RAISE EXCEPTION 'an account with this e-mail address exists already' USING ERRCODE = 'CA400';
  END IF;
  IF NOT _look_alike AND EXISTS (SELECT 1 FROM accounts WHERE skeleton = _skeleton) THEN
    RAISE EXCEPTION 'this e-mail address looks like that of another account' USING ERRCODE = 'CA400';
  END IF;
  INSERT INTO accounts (id, name, email, skeleton, password_hash, created_at)
  VALUES (_id, _name, _email, _skeleton, _password_hash, _created_at);`,
    },
    {
      as: 'tenant',
      by: 'bridge',
      name: 'account_by_id',
      returns: definition,
      body: `RETURN QUERY SELECT ${columns} FROM accounts WHERE id = _account;`,
    },
    {
      as: 'directory',
      by: 'bridge',
      name: 'account_by_email',
      args: '_email text',
      returns: definition,
      body: `
  RETURN QUERY SELECT f.* FROM accounts a, casement.account_by_id(a.id) f WHERE a.email = _email;`,
    },
    {
      as: 'directory',
      by: 'bridge',
      name: 'account_alike',
      args: '_skeleton text',
      returns: definition,
      body: `
  RETURN QUERY SELECT f.* FROM (SELECT id FROM accounts WHERE skeleton = _skeleton LIMIT 1) a,
    casement.account_by_id(a.id) f;`,
    },
    {
      as: 'operations',
      by: 'operator',
      name: 'accounts_by_ids',
      args: '_said text',
      returns: definition,
      declare: these('_ids'),
      body: `RETURN QUERY SELECT ${columns} FROM accounts WHERE id = ANY (_ids);`,
    },
    {
      as: 'operations',
      by: 'operator',
      name: 'account_page',
      args: '_created_at bigint, _id text, _most bigint',
      returns: definition.replace(')', ', entries bigint, grants bigint)'),
      body: `
  RETURN QUERY SELECT ${columns},
    (SELECT count(*) FROM entries e WHERE e.account = a.id),
    (SELECT count(*) FROM grants g WHERE g.account = a.id AND g.revoked_at IS NULL)
  FROM accounts a WHERE (created_at, id) > (_created_at, _id) ORDER BY created_at, id LIMIT _most;`,
    },
    {
      as: 'operations',
      by: 'operator',
      name: 'account_any',
      returns: 'boolean',
      body: `RETURN EXISTS (SELECT 1 FROM accounts);`,
    },
    {
      as: 'tenant',
      by: 'bridge',
      name: 'account_set_password',
      args: '_password_hash text, _now bigint',
      returns: 'void',
      body: `
  UPDATE accounts SET password_hash = _password_hash WHERE id = _account;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such account' USING ERRCODE = 'CA404'; END IF;
  DELETE FROM sign_ins WHERE account = _account;
  UPDATE grants SET revoked_at = _now WHERE account = _account AND revoked_at IS NULL;`,
    },
    {
      as: 'operations',
      by: 'operator',
      name: 'account_remove',
      args: '_id text',
      returns: 'boolean',
      body: `
  -- A camera that is being added to it comes first, and goes with it, or not at all.
  PERFORM 1 FROM accounts WHERE id = _id FOR UPDATE;
  DELETE FROM cameras WHERE id IN (SELECT camera FROM entries WHERE account = _id AND role = 'owner');
  DELETE FROM accounts WHERE id = _id;
  RETURN FOUND;`,
    },
    {
      as: 'operations',
      by: 'operator',
      name: 'account_confirm',
      args: '_id text',
      returns: 'boolean',
      body: `
  UPDATE accounts SET unconfirmed = false WHERE id = _id AND unconfirmed;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE entries SET began = casement.next_revision()
  WHERE camera IN (SELECT camera FROM entries WHERE account = _id AND role = 'owner');
  RETURN true;`,
    },
    {
      as: 'operations',
      by: 'operator',
      name: 'accounts_confirm_some',
      args: '_most bigint',
      returns: definition,
      declare: '_ids text[];',
      body: `
  LOOP
    -- Those that somebody else confirms meanwhile are left out: that it were all is not said for that.
    _ids := ARRAY(SELECT id FROM accounts WHERE unconfirmed ORDER BY id LIMIT _most FOR NO KEY UPDATE);
    EXIT WHEN cardinality(_ids) > 0 OR NOT EXISTS (SELECT 1 FROM accounts WHERE unconfirmed);
  END LOOP;
  UPDATE accounts SET unconfirmed = false WHERE id = ANY (_ids);
  UPDATE entries SET began = casement.next_revision()
  WHERE camera IN (SELECT camera FROM entries WHERE account = ANY (_ids) AND role = 'owner');
  RETURN QUERY SELECT ${columns} FROM accounts WHERE id = ANY (_ids) ORDER BY id;`,
    },
    {
      as: 'operations',
      by: 'bridge',
      name: 'account_count_unconfirmed',
      returns: 'bigint',
      body: `RETURN (SELECT count(*) FROM accounts WHERE unconfirmed);`,
    },
    {
      as: 'tenant',
      by: 'bridge',
      name: 'sign_in_add',
      args: '_hash text, _expires_at bigint, _past bigint, _most bigint',
      returns: 'void',
      body: `
  PERFORM casement.sweep_sign_ins(_past);
  INSERT INTO sign_ins (hash, account, expires_at, noted)
  VALUES (_hash, _account, _expires_at, casement.next_revision());
  DELETE FROM sign_ins WHERE account = _account AND hash NOT IN (
    SELECT hash FROM sign_ins WHERE account = _account
    ORDER BY expires_at DESC, noted DESC, hash LIMIT _most);`,
    },
    {
      as: 'directory',
      by: 'bridge',
      name: 'sign_in',
      args: '_hash text',
      returns: 'TABLE (account text, expires_at bigint)',
      body: `RETURN QUERY SELECT account, expires_at FROM sign_ins WHERE hash = _hash;`,
    },
    {
      as: 'tenant',
      by: 'bridge',
      name: 'sign_in_remove_own',
      args: '_hash text',
      returns: 'void',
      body: `DELETE FROM sign_ins WHERE account = _account AND hash = _hash;`,
    },
    {
      as: 'directory',
      by: 'bridge',
      name: 'sign_in_remove',
      args: '_hash text',
      returns: 'void',
      body: `PERFORM casement.sign_in_remove_own(account, _hash) FROM sign_ins WHERE hash = _hash;`,
    },
  );
