/**
 * What an operator's command or the start of a bridge asks for is found by an index, however many rows there are: the
 * accounts by age, a camera's model, cameras that say the same, the keys in use, and what waits for a word.
 */
import type { Migration } from './migration.ts';

const kidOf = (column: string): string => `substr(${column}, 1, instr(${column}, '.') - 1)`;

const sql = `
CREATE INDEX accounts_oldest ON accounts (created_at, id);
CREATE INDEX cameras_model ON cameras (model) WHERE model IS NOT NULL;
CREATE INDEX pins_hash ON pins (hash, line, camera);
CREATE INDEX pins_unlisted ON pins (camera) WHERE listed = 0;
CREATE INDEX grants_client ON grants (client) WHERE revoked_at IS NULL;
CREATE INDEX codes_redirect ON codes (redirect_uri, grant_id);

-- Which key a value is sealed with.
CREATE INDEX cameras_key ON cameras (${kidOf('sealed_source')});
CREATE INDEX origins_place_key ON origins (${kidOf('place')}) WHERE place IS NOT NULL;
CREATE INDEX origins_proof_key ON origins (${kidOf('proof')});

-- 1 for a row from before places were compared that waits to be put where it is.
ALTER TABLE cameras ADD COLUMN unplaced INTEGER NOT NULL DEFAULT 0 CHECK (unplaced IN (0, 1));
UPDATE cameras SET unplaced = 1 WHERE grandfathered = 1
  AND NOT EXISTS (SELECT 1 FROM places p WHERE p.camera = cameras.id);
CREATE INDEX cameras_unplaced ON cameras (id) WHERE unplaced = 1;
`;

export const operatorIndexes: Migration = { version: 16, name: 'operator-indexes', sql };
