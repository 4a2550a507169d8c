/** What once stood is found by account and by camera, however much of it there is: for `audit exposure`, in pages. */
import type { Migration } from './migration.ts';

const sql = `
CREATE INDEX past_grants_account ON past_grants (account);
CREATE INDEX past_entries_account ON past_entries (account);
CREATE INDEX past_entries_camera ON past_entries (camera);
`;

export const pastIndexes: Migration = { version: 18, name: 'past-indexes', sql };
