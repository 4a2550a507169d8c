/**
 * A row for each bridge, which commands wait for, and a count of what was taken away. Only adds: a bridge of the build
 * before works on, without a row.
 *
 * The count is of rows that transactions add and none of them waits for. Whoever sees a row of one transaction sees all
 * that was committed before it, so of two counts the higher one is of somebody who sees more, whatever numbers the
 * transactions have. Unlike those numbers it grows by what was committed and by nothing else: what a promotion lost is
 * missing in it, and what was never committed is not.
 */
import { operationsOf } from './first/operation.ts';
import { mappedDefinition } from './first/mapped.ts';
import type { Migration } from './migration.ts';

/** More rows than this are added up into one number, so that counting them stays cheap. */
const mostRows = 256;
/** How long after the end of its lease a row is kept, in milliseconds: people may still want to know whose it was. */
const keptMs = 600_000;

const tables = `
CREATE TABLE casement.takings (
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE TABLE casement.takings_before (
  one int NOT NULL PRIMARY KEY CHECK (one = 1),
  value bigint NOT NULL
);
-- Higher than any revision that was seen of this database before it was counted so.
INSERT INTO casement.takings_before VALUES (1, casement.revision());

CREATE TABLE casement.bridges (
  id text COLLATE "C" NOT NULL PRIMARY KEY CHECK (length(id) = 24),
  -- For people.
  name text COLLATE "C" NOT NULL,
  -- In milliseconds.
  lease bigint NOT NULL,
  beat bigint NOT NULL DEFAULT 0,
  -- What it has acted on: every session that this ends has ended.
  taken bigint NOT NULL DEFAULT 0,
  control bigint NOT NULL DEFAULT 0,
  revision bigint NOT NULL DEFAULT 0,
  -- When its lease is over, by this server's clock, in milliseconds since 1970.
  until bigint NOT NULL
) WITH (fillfactor = 50);

GRANT SELECT, INSERT, UPDATE, DELETE ON casement.takings, casement.takings_before TO casement_operations;
ALTER TABLE casement.bridges ENABLE ROW LEVEL SECURITY;
ALTER TABLE casement.bridges FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON casement.bridges TO casement_operations;
CREATE POLICY everything ON casement.bridges TO casement_operations USING (true) WITH CHECK (true);

CREATE FUNCTION casement.taken() RETURNS bigint LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT (SELECT value FROM casement.takings_before) + (SELECT count(*) FROM casement.takings));
END $$;

-- Adds rows up. Everybody counts the same before and after it.
CREATE FUNCTION casement.add_up_takings() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM casement.takings) > ${mostRows} AND pg_try_advisory_xact_lock(4206318005) THEN
    WITH gone AS (
      DELETE FROM casement.takings WHERE ctid = ANY (ARRAY(SELECT ctid FROM casement.takings LIMIT 10000)) RETURNING 1
    )
    UPDATE casement.takings_before SET value = value + (SELECT count(*) FROM gone);
  END IF;
END $$;

CREATE FUNCTION casement.count_taking() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = casement, pg_temp AS $keeper$
BEGIN
  IF EXISTS (SELECT 1 FROM changed) THEN INSERT INTO takings DEFAULT VALUES; END IF;
  RETURN NULL;
END $keeper$;
REVOKE ALL ON FUNCTION casement.count_taking FROM PUBLIC;
ALTER FUNCTION casement.count_taking OWNER TO casement_operations;
`;

/** What may take something away from whoever is being shown a picture. What only adds a right is not counted. */
const counted: Readonly<Record<string, readonly ('INSERT' | 'UPDATE' | 'DELETE')[]>> = {
  accounts: ['UPDATE', 'DELETE'],
  grants: ['UPDATE', 'DELETE'],
  entries: ['UPDATE', 'DELETE'],
  cameras: ['UPDATE', 'DELETE'],
  suspensions: ['INSERT', 'UPDATE', 'DELETE'],
};

const triggers = Object.entries(counted)
  .flatMap(([table, changes]) =>
    changes.map(
      (change) => `
CREATE TRIGGER ${table}_${change.toLowerCase()}_taking AFTER ${change} ON casement.${table}
REFERENCING ${change === 'DELETE' ? 'OLD' : 'NEW'} TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION casement.count_taking();`,
    ),
  )
  .join('');

const rows = `TABLE (taken_by_all bigint, id text, name text, lease bigint, beat bigint, taken bigint, control bigint,
  revision bigint, left_ms bigint)`;
const allRows = `SELECT _taken, b.id, b.name, b.lease, b.beat, b.taken, b.control, b.revision,
    b.until - casement.server_time()
  FROM (SELECT) one LEFT JOIN bridges b ON true ORDER BY b.name, b.id`;

const operations = operationsOf(
  {
    as: 'operations',
    by: 'bridge',
    name: 'reached',
    returns: 'bigint',
    body: 'RETURN casement.taken();',
  },
  // A look that extends a lease comes in a later statement: whoever does not see the row yet is seen by that look.
  {
    as: 'operations',
    by: 'bridge',
    name: 'bridge_enter',
    args: '_id text, _name text, _lease bigint',
    returns: 'void',
    body: `
  DELETE FROM bridges WHERE id IN (
    SELECT b.id FROM bridges b WHERE b.until + ${keptMs} < casement.server_time() FOR UPDATE SKIP LOCKED);
  INSERT INTO bridges (id, name, lease, until) VALUES (_id, _name, _lease, casement.server_time() + _lease);`,
  },
  // The row first, and then the look. A command that reads the row locks it: what it wrote is then seen by this look, or
  // this beat by the command.
  {
    as: 'operations',
    by: 'bridge',
    name: 'bridge_look',
    args: `_id text, _taken bigint, _control bigint, _revision bigint, _accounts text, _grants text, _devices text,
  _revisions text`,
    returns: `TABLE (beat bigint, taken bigint, revision bigint, control bigint, at bigint, stands boolean, of_account bigint,
  ${mappedDefinition})`,
    declare: '_beat bigint; _reached bigint;',
    body: `
  UPDATE bridges b SET beat = b.beat + 1, taken = greatest(b.taken, _taken), control = _control, revision = _revision,
    until = casement.server_time() + b.lease
  WHERE b.id = _id RETURNING b.beat INTO _beat;
  IF NOT FOUND THEN RAISE EXCEPTION 'this bridge has no row' USING ERRCODE = 'CA404'; END IF;
  _reached := casement.taken();
  RETURN QUERY SELECT _beat, _reached, r.*
  FROM casement.revalidate(_accounts, _grants, _devices, _revisions) r;`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'bridge_acted',
    args: '_id text, _taken bigint, _control bigint, _revision bigint',
    returns: 'void',
    body: `
  UPDATE bridges b SET taken = greatest(b.taken, _taken), control = _control, revision = _revision WHERE b.id = _id;
  PERFORM casement.add_up_takings();`,
  },
  {
    as: 'operations',
    by: 'bridge',
    name: 'bridge_leave',
    args: '_id text',
    returns: 'void',
    body: 'DELETE FROM bridges b WHERE b.id = _id;',
  },
  // Counted by itself, so that whoever reaches the count sees all that was committed before, whatever that was.
  {
    as: 'operations',
    by: 'operator',
    name: 'bridges_call',
    returns: rows,
    declare: '_taken bigint;',
    body: `
  PERFORM casement.add_up_takings();
  INSERT INTO takings DEFAULT VALUES;
  -- Waits for each beat that is under way, and lets each later one look later.
  PERFORM 1 FROM bridges FOR SHARE;
  _taken := casement.taken();
  RETURN QUERY ${allRows};`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'bridges_list',
    returns: rows,
    declare: '_taken bigint;',
    body: `
  _taken := casement.taken();
  RETURN QUERY ${allRows};`,
  },
  {
    as: 'operations',
    by: 'operator',
    name: 'raise_reached',
    args: '_known bigint, _leap bigint',
    returns: 'bigint',
    body: `
  UPDATE takings_before SET value = value + greatest(0, _known - casement.taken()) + _leap;
  RETURN casement.taken();`,
  },
);

export const bridges: Migration = {
  version: 2,
  name: 'bridges',
  sql: [tables, triggers, operations].join('\n'),
};
