/** Account linkings. A revoked grant stays as a row, so that a replay is still known. */
import { operationsOf } from './operation.ts';

const columns = 'g.id, g.account, g.client, g.scope, g.created_at';
const definition = 'TABLE (id text, account text, client text, scope text, created_at bigint)';
const codeColumns =
  'c.hash, c.grant_id, g.account, g.client, g.scope, c.redirect_uri, c.code_challenge, c.code_challenge_method, c.expires_at, c.spent';
const codeDefinition =
  'TABLE (hash text, grant_id text, account text, client text, scope text, redirect_uri text, code_challenge text, code_challenge_method text, expires_at bigint, spent boolean)';
const code = `SELECT ${codeColumns} FROM codes c JOIN grants g ON g.account = c.account AND g.id = c.grant_id
  WHERE c.account = _account AND c.hash = _hash AND (c.spent OR g.revoked_at IS NULL)`;

export const grantFunctions = operationsOf(
  {
    as: 'tenant',
    by: 'bridge',
    name: 'grant_add_with_code',
    args: `_id text, _client text, _scope text, _created_at bigint, _revoked_before bigint, _unfinished_before bigint,
  _max_revoked bigint, _max_grants bigint, _hash text, _redirect_uri text, _challenge text, _method text, _expires_at bigint`,
    returns: 'void',
    body: `
  -- One linking of an account at a time: they are counted.
  PERFORM 1 FROM accounts WHERE id = _account FOR NO KEY UPDATE;
  DELETE FROM grants g WHERE account = _account AND (revoked_at < _revoked_before
    OR (created_at < _unfinished_before
      AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.account = g.account AND t.grant_id = g.id)));
  DELETE FROM grants WHERE account = _account AND revoked_at IS NOT NULL AND id NOT IN (
    SELECT id FROM grants WHERE account = _account AND revoked_at IS NOT NULL
    ORDER BY revoked_at DESC, id LIMIT _max_revoked);
  -- More than one, if they are from before there was a limit.
  WHILE (SELECT count(*) FROM grants WHERE account = _account AND revoked_at IS NULL) >= _max_grants LOOP
    DELETE FROM grants WHERE account = _account AND id = (
      SELECT id FROM grants g WHERE account = _account AND revoked_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.account = g.account AND t.grant_id = g.id)
      ORDER BY created_at, id LIMIT 1);
    IF NOT FOUND THEN
      RAISE EXCEPTION 'the account is linked as often as it may be' USING ERRCODE = 'CA429';
    END IF;
  END LOOP;
  INSERT INTO grants (id, account, client, scope, created_at) VALUES (_id, _account, _client, _scope, _created_at);
  INSERT INTO codes (hash, account, grant_id, redirect_uri, code_challenge, code_challenge_method, expires_at)
  VALUES (_hash, _account, _id, _redirect_uri, _challenge, _method, _expires_at);`,
  },
  {
    as: 'tenant',
    by: 'bridge',
    name: 'code_own',
    args: '_hash text',
    returns: codeDefinition,
    body: `RETURN QUERY ${code};`,
  },
  {
    as: 'directory',
    by: 'bridge',
    name: 'code',
    args: '_hash text',
    returns: codeDefinition,
    body: `RETURN QUERY SELECT f.* FROM codes c, casement.code_own(c.account, _hash) f WHERE c.hash = _hash;`,
  },
  // Returns what stood there before: not spent yet, or spent already.
  {
    as: 'tenant',
    by: 'bridge',
    name: 'code_spend_own',
    args: '_hash text',
    returns: codeDefinition,
    body: `
  PERFORM 1 FROM codes WHERE account = _account AND hash = _hash FOR NO KEY UPDATE;
  -- A revocation that has begun is waited for.
  PERFORM 1 FROM grants g JOIN codes c ON g.account = c.account AND g.id = c.grant_id
  WHERE c.account = _account AND c.hash = _hash FOR SHARE OF g;
  RETURN QUERY ${code};
  IF FOUND THEN UPDATE codes SET spent = true WHERE account = _account AND hash = _hash AND NOT spent; END IF;`,
  },
  {
    as: 'directory',
    by: 'bridge',
    name: 'code_spend',
    args: '_hash text',
    returns: codeDefinition,
    body: `RETURN QUERY SELECT f.* FROM codes c, casement.code_spend_own(c.account, _hash) f WHERE c.hash = _hash;`,
  },
  {
    as: 'tenant',
    by: 'bridge',
    name: 'refresh_token_add_own',
    args: '_hash text, _grant text',
    returns: 'void',
    body: `INSERT INTO refresh_tokens (hash, account, grant_id) VALUES (_hash, _account, _grant);`,
  },
  {
    as: 'directory',
    by: 'bridge',
    name: 'refresh_token_add',
    args: '_hash text, _grant text',
    returns: 'void',
    declare: '_owner text;',
    body: `
  SELECT account INTO _owner FROM grants WHERE id = _grant;
  IF _owner IS NULL THEN RAISE EXCEPTION 'no such grant' USING ERRCODE = 'CA409'; END IF;
  PERFORM casement.refresh_token_add_own(_owner, _hash, _grant);`,
  },
  {
    as: 'tenant',
    by: 'bridge',
    name: 'grant_own',
    args: '_id text',
    returns: definition,
    body: `
  RETURN QUERY SELECT ${columns} FROM grants g WHERE g.account = _account AND g.id = _id AND g.revoked_at IS NULL;`,
  },
  {
    as: 'tenant',
    by: 'bridge',
    name: 'grant_of_refresh_token_own',
    args: '_hash text',
    returns: definition,
    body: `
  RETURN QUERY SELECT ${columns} FROM refresh_tokens t JOIN grants g ON g.account = t.account AND g.id = t.grant_id
  WHERE t.account = _account AND t.hash = _hash AND g.revoked_at IS NULL;`,
  },
  {
    as: 'directory',
    by: 'bridge',
    name: 'grant_of_refresh_token',
    args: '_hash text',
    returns: definition,
    body: `
  RETURN QUERY SELECT f.* FROM refresh_tokens t, casement.grant_of_refresh_token_own(t.account, _hash) f
  WHERE t.hash = _hash;`,
  },
  {
    as: 'directory',
    by: 'bridge',
    name: 'grant_by_id',
    args: '_id text',
    returns: definition,
    body: `RETURN QUERY SELECT f.* FROM grants g, casement.grant_own(g.account, _id) f WHERE g.id = _id;`,
  },
  {
    as: 'tenant',
    by: 'bridge',
    name: 'grants_of',
    args: '_from bigint, _most bigint',
    returns: definition,
    body: `
  RETURN QUERY SELECT ${columns} FROM grants g WHERE g.account = _account AND g.revoked_at IS NULL
  ORDER BY g.created_at, g.id OFFSET _from LIMIT _most;`,
  },
  {
    as: 'tenant',
    by: 'bridge',
    name: 'grant_count',
    returns: 'bigint',
    body: `RETURN (SELECT count(*) FROM grants WHERE account = _account AND revoked_at IS NULL);`,
  },
  {
    as: 'tenant',
    by: 'bridge',
    name: 'grant_revoke_own',
    args: '_id text, _now bigint',
    returns: 'boolean',
    body: `
  UPDATE grants SET revoked_at = _now WHERE account = _account AND id = _id AND revoked_at IS NULL;
  RETURN FOUND;`,
  },
  {
    as: 'directory',
    by: 'bridge',
    name: 'grant_revoke',
    args: '_id text, _now bigint',
    returns: 'boolean',
    declare: '_owner text;',
    body: `
  SELECT account INTO _owner FROM grants WHERE id = _id;
  RETURN _owner IS NOT NULL AND casement.grant_revoke_own(_owner, _id, _now);`,
  },
  {
    as: 'tenant',
    by: 'bridge',
    name: 'grant_revoke_all',
    args: '_now bigint',
    returns: 'bigint',
    declare: '_count bigint;',
    body: `
  UPDATE grants SET revoked_at = _now WHERE account = _account AND revoked_at IS NULL;
  GET DIAGNOSTICS _count = ROW_COUNT;
  RETURN _count;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'grant_revoke_client',
    args: '_client text, _redirect_uri text, _now bigint',
    returns: 'bigint',
    declare: '_count bigint;',
    body: `
  IF _redirect_uri IS NULL THEN
    UPDATE grants SET revoked_at = _now WHERE client = _client AND revoked_at IS NULL;
  ELSE
    -- By the address and not by the client, which may be that of every linking there is.
    UPDATE grants SET revoked_at = _now WHERE revoked_at IS NULL AND client = _client
      AND id = ANY (ARRAY(SELECT c.grant_id FROM codes c WHERE c.redirect_uri = _redirect_uri));
  END IF;
  GET DIAGNOSTICS _count = ROW_COUNT;
  RETURN _count;`,
  },
);
