/** What is kept by triggers, whoever changes a row: revisions, the past, and that dropped keys stay dropped. */

/** A trigger's function. It reaches every row, whoever's change called it. */
const keeper = (name: string, body: string): string => `
CREATE FUNCTION casement.${name}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casement, pg_temp AS $keeper$
BEGIN
${body.trim()}
END $keeper$;
REVOKE ALL ON FUNCTION casement.${name} FROM PUBLIC;
ALTER FUNCTION casement.${name} OWNER TO casement_operations;
`;

/** Calls `name` once for each statement that changes rows, which it sees as `changed`. */
const onChanges = (
  table: string,
  name: string,
  changes: readonly ('INSERT' | 'UPDATE' | 'DELETE')[],
): string =>
  changes
    .map(
      (change) => `
CREATE TRIGGER ${table}_${change.toLowerCase()}_${name} AFTER ${change} ON casement.${table}
REFERENCING ${change === 'DELETE' ? 'OLD' : 'NEW'} TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION casement.${name}();`,
    )
    .join('');

/** Raises the revisions of some accounts; always in one order, so that two that do so never wait for one another. */
const raised = (accounts: string): string => `
  UPDATE account_revisions r SET value = r.value + 1
  FROM (SELECT account FROM account_revisions WHERE account IN (${accounts})
    ORDER BY account FOR NO KEY UPDATE) raised
  WHERE r.account = raised.account`;
const raise = (accounts: string): string => `${raised(accounts)};
  RETURN NULL;`;

const revisions = [
  keeper(
    'begin_revision',
    'INSERT INTO account_revisions (account) SELECT id FROM changed; RETURN NULL;',
  ),
  onChanges('accounts', 'begin_revision', ['INSERT']),
  keeper(
    'raise_account',
    // Planned anew each time: by a plan for one account that changes, each of many would be compared with all others.
    `EXECUTE $once$${raised(`
    SELECT n.id FROM changed n JOIN before o ON o.id = n.id
    WHERE (o.password_hash, o.unconfirmed) IS DISTINCT FROM (n.password_hash, n.unconfirmed)
    -- Of cameras that nobody confirmed owns nothing is shown, to whomever they are shared.
    UNION SELECT viewer.account FROM changed n JOIN before o ON o.id = n.id
    JOIN entries own ON own.account = n.id AND own.role = 'owner'
    JOIN entries viewer ON viewer.camera = own.camera
    WHERE o.unconfirmed <> n.unconfirmed`)} $once$;
  RETURN NULL;`,
  ),
  `
CREATE TRIGGER accounts_update_account AFTER UPDATE ON casement.accounts
REFERENCING OLD TABLE AS before NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION casement.raise_account();`,
  keeper('raise_own', raise('SELECT account FROM changed')),
  onChanges('grants', 'raise_own', ['UPDATE', 'DELETE']),
  keeper(
    'raise_seeing',
    raise(`SELECT account FROM changed
    UNION SELECT e.account FROM entries e JOIN changed c ON c.camera = e.camera`),
  ),
  onChanges('entries', 'raise_seeing', ['INSERT', 'UPDATE', 'DELETE']),
  keeper(
    'raise_viewers',
    raise('SELECT e.account FROM entries e JOIN changed c ON c.id = e.camera'),
  ),
  onChanges('cameras', 'raise_viewers', ['UPDATE']),
  keeper(
    'raise_control',
    `
  IF EXISTS (SELECT 1 FROM changed) THEN
    UPDATE control_revision SET value = value + 1;
  END IF;
  RETURN NULL;`,
  ),
  ...['suspensions', 'resumptions'].map((table) =>
    onChanges(table, 'raise_control', ['INSERT', 'UPDATE', 'DELETE']),
  ),
  // A suspension of a camera holds for all that leads to the same place.
  keeper(
    'raise_control_of_places',
    `
  IF EXISTS (SELECT 1 FROM changed) AND (EXISTS (SELECT 1 FROM suspensions WHERE scope = 'camera')
      OR EXISTS (SELECT 1 FROM resumptions WHERE scope = 'camera')) THEN
    UPDATE control_revision SET value = value + 1;
  END IF;
  RETURN NULL;`,
  ),
  ...['places', 'visits'].map((table) =>
    onChanges(table, 'raise_control_of_places', ['INSERT', 'UPDATE', 'DELETE']),
  ),
].join('\n');

const past = [
  keeper(
    'grant_revoked',
    `
  INSERT INTO past_grants VALUES (NEW.account, NEW.id, NEW.created_at, NEW.revoked_at);
  RETURN NULL;`,
  ),
  `
CREATE TRIGGER grants_revoked AFTER UPDATE OF revoked_at ON casement.grants FOR EACH ROW
WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION casement.grant_revoked();`,
  keeper(
    'grant_removed',
    `
  INSERT INTO past_grants VALUES (OLD.account, OLD.id, OLD.created_at, casement.server_time());
  RETURN NULL;`,
  ),
  `
CREATE TRIGGER grants_removed AFTER DELETE ON casement.grants FOR EACH ROW
WHEN (OLD.revoked_at IS NULL) EXECUTE FUNCTION casement.grant_removed();`,
  // While the camera is there, its entries end one by one; when it goes, all at once: by the time its entries follow it
  // the camera is gone, and the first of these two finds nothing.
  keeper(
    'entry_past',
    `
  INSERT INTO past_entries
  SELECT OLD.account, OLD.device, OLD.camera, c.epoch, c.model, OLD.role, OLD.since, casement.server_time()
  FROM cameras c WHERE c.id = OLD.camera;
  RETURN OLD;`,
  ),
  `
CREATE TRIGGER entries_past BEFORE DELETE ON casement.entries FOR EACH ROW EXECUTE FUNCTION casement.entry_past();`,
  keeper(
    'camera_past',
    `
  INSERT INTO past_entries
  SELECT e.account, e.device, e.camera, OLD.epoch, OLD.model, e.role, e.since, casement.server_time()
  FROM entries e WHERE e.camera = OLD.id;
  -- Rows at its places are freed with it, if it was suspended: afterwards nobody knows where it was.
  IF EXISTS (SELECT 1 FROM suspensions WHERE camera = OLD.id) THEN
    PERFORM casement.note_freed(ARRAY(SELECT hash FROM places WHERE camera = OLD.id));
  END IF;
  RETURN OLD;`,
  ),
  `
CREATE TRIGGER cameras_past BEFORE DELETE ON casement.cameras FOR EACH ROW EXECUTE FUNCTION casement.camera_past();`,
].join('\n');

const upsert = `
  ON CONFLICT (scope, subject) DO UPDATE SET revision = excluded.revision`;

/** A camera at the place of a suspended one is freed when that is resumed, goes, or leads elsewhere. */
const freed = [
  `
CREATE FUNCTION casement.note_freed(_hashes text[]) RETURNS void
LANGUAGE sql SET search_path = casement, pg_temp AS $$
  INSERT INTO casement.resumptions (scope, subject, revision)
  SELECT 'camera', at.camera, casement.next_revision() FROM (
    SELECT camera FROM casement.places WHERE hash = ANY (_hashes)
    UNION SELECT camera FROM casement.visits WHERE hash = ANY (_hashes)
    ORDER BY camera) at ${upsert}
$$;`,
  keeper(
    'suspension_lifted',
    `
  INSERT INTO resumptions (scope, subject, revision)
  VALUES (OLD.scope, coalesce(OLD.account, OLD.camera, OLD.model, ''), casement.next_revision()) ${upsert};
  IF OLD.camera IS NOT NULL THEN
    PERFORM casement.note_freed(ARRAY(SELECT hash FROM places WHERE camera = OLD.camera));
  END IF;
  RETURN OLD;`,
  ),
  `
CREATE TRIGGER suspensions_lifted BEFORE DELETE ON casement.suspensions FOR EACH ROW
EXECUTE FUNCTION casement.suspension_lifted();`,
  keeper(
    'place_freed',
    `
  IF EXISTS (SELECT 1 FROM suspensions s WHERE s.camera = OLD.camera) THEN
    PERFORM casement.note_freed(ARRAY[OLD.hash]);
  END IF;
  RETURN OLD;`,
  ),
  `
CREATE TRIGGER places_freed BEFORE DELETE ON casement.places FOR EACH ROW EXECUTE FUNCTION casement.place_freed();`,
].join('\n');

/** Refuses a new value that is sealed with a dropped key. */
const keys = [
  ['cameras', 'sealed_source'],
  ['origins', 'place'],
  ['origins', 'proof'],
].flatMap(([table, column]) => [
  keeper(
    `${table}_${column}_key`,
    `
  IF EXISTS (SELECT 1 FROM dropped_keys WHERE kid = split_part(NEW.${column}, '.', 1)) THEN
    RAISE EXCEPTION 'sealed with a key that was dropped' USING ERRCODE = 'CA001';
  END IF;
  RETURN NEW;`,
  ),
  `
CREATE TRIGGER ${table}_${column}_key BEFORE INSERT OR UPDATE OF ${column} ON casement.${table} FOR EACH ROW
EXECUTE FUNCTION casement.${table}_${column}_key();`,
]);

export const keepers = [revisions, freed, past, ...keys].join('\n');
