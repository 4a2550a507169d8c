/**
 * A change that only adds a right, or concerns no running session, raises no revision: a person who links or
 * signs in again and again would have every running session of everybody asked anew. A change that takes a
 * right away raises it as before, and so does a code that is spent: it shows when a database goes back.
 */
import type { Migration } from './migration.ts';

const sql = `
DROP TRIGGER grants_insert;
DROP TRIGGER codes_insert;
DROP TRIGGER refresh_tokens_insert;
DROP TRIGGER sign_ins_insert;
`;

export const quietLinkings: Migration = { version: 12, name: 'quiet-linkings', sql };
