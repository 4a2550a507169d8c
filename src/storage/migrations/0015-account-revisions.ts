/**
 * A revision of each account, and one of what the operator controls: a change of one account's has nobody else asked
 * anew. The revision of all, which dates rights and shows that a database went back, grows as before.
 *
 * An account's grows when a right of it, or what it sees of a camera, changes; also when that is another's doing: the
 * owner of a camera that was shared with it. A linking that is added, a code and a sign-in raise neither.
 */
import type { Migration } from './migration.ts';

/** Counts a change of the accounts of which `which` is true. */
const raise = (which: string): string =>
  `UPDATE accounts SET revision = revision + 1 WHERE ${which};`;

const seeing = (camera: string): string =>
  `id IN (SELECT account FROM entries WHERE camera = ${camera})`;

const control = 'UPDATE control_revision SET value = value + 1 WHERE id = 1;';

const triggersOn = (
  table: string,
  name: string,
  changes: readonly string[],
  work: string,
  when = '',
) =>
  changes
    .map((change) => {
      const row = change.startsWith('DELETE') ? 'OLD' : 'NEW';
      const short = change.slice(0, 6).toLowerCase();
      return `
CREATE TRIGGER ${table}_${short}_${name} AFTER ${change} ON ${table} ${when} BEGIN
  ${work.replaceAll('ROW', row)}
END;`;
    })
    .join('\n');

/** What is to be seen of a camera, or decides whether it is. */
const ofCameras =
  'epoch, kind, manufacturer, model, hw_version, sw_version, sealed_source, always_warm, connections, opening';

const anyChange = ['INSERT', 'UPDATE', 'DELETE'] as const;

const sql = `
ALTER TABLE accounts ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

CREATE TABLE control_revision (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  value INTEGER NOT NULL
) STRICT;
INSERT INTO control_revision (id, value) VALUES (1, 1);

-- Counting is no change by itself.
DROP TRIGGER accounts_update;
CREATE TRIGGER accounts_update AFTER UPDATE OF id, name, email, password_hash, created_at, unconfirmed
ON accounts BEGIN
  UPDATE revision SET value = value + 1 WHERE id = 1;
END;

${triggersOn('accounts', 'account', ['UPDATE OF password_hash, unconfirmed'], raise(`id = ROW.id`))}
${triggersOn('grants', 'account', ['UPDATE', 'DELETE'], raise('id = ROW.account'))}
${triggersOn('entries', 'account', ['INSERT', 'DELETE'], raise(`id = ROW.account OR ${seeing('ROW.camera')}`))}
CREATE TRIGGER entries_update_account AFTER UPDATE ON entries BEGIN
  ${raise(`id IN (OLD.account, NEW.account) OR ${seeing('OLD.camera')} OR ${seeing('NEW.camera')}`)}
END;
${triggersOn('cameras', 'account', [`UPDATE OF ${ofCameras}`], raise(seeing('ROW.id')))}

${triggersOn('suspensions', 'control', anyChange, control)}
${triggersOn('resumptions', 'control', anyChange, control)}
-- A suspension of a camera holds for all that leads to the same place.
${['places', 'visits']
  .map((table) =>
    triggersOn(
      table,
      'control',
      anyChange,
      control,
      `WHEN EXISTS (SELECT 1 FROM suspensions WHERE scope = 'camera')
  OR EXISTS (SELECT 1 FROM resumptions WHERE scope = 'camera')`,
    ),
  )
  .join('\n')}
`;

export const accountRevisions: Migration = { version: 15, name: 'account-revisions', sql };
