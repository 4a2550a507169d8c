/**
 * What the e-mail addresses of accounts look like. `skeleton_of` is identity/email.ts's, put into the
 * connection by sqlite/engine.ts. Those that look alike already stay, so the index is not unique.
 */
import type { Migration } from './migration.ts';

const sql = `
ALTER TABLE accounts ADD COLUMN skeleton TEXT NOT NULL DEFAULT '';
UPDATE accounts SET skeleton = skeleton_of(email);
CREATE INDEX accounts_skeleton ON accounts (skeleton);
`;

export const lookAlikes: Migration = { version: 14, name: 'look-alikes', sql };
