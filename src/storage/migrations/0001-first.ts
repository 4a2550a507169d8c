/** Accounts, the account-to-device map, grants, and the revision counter. */
import type { Migration } from './migration.ts';
import { revisionTriggers } from './revision-triggers.ts';

const tables = `
CREATE TABLE accounts (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 24),
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sign_ins (
  hash TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_ins_account ON sign_ins (account);
CREATE INDEX sign_ins_expires_at ON sign_ins (expires_at);

CREATE TABLE cameras (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 24),
  epoch INTEGER NOT NULL CHECK (epoch >= 1),
  kind TEXT NOT NULL CHECK (kind IN ('camera', 'doorbell')),
  manufacturer TEXT,
  model TEXT,
  hw_version TEXT,
  sw_version TEXT,
  sealed_source TEXT NOT NULL,
  always_warm INTEGER NOT NULL CHECK (always_warm IN (0, 1))
) STRICT;
CREATE INDEX cameras_always_warm ON cameras (id) WHERE always_warm = 1;

CREATE TABLE entries (
  account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  device TEXT NOT NULL UNIQUE CHECK (length(device) = 24),
  camera TEXT NOT NULL REFERENCES cameras (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('owner', 'viewer')),
  name TEXT NOT NULL,
  room TEXT,
  nicknames TEXT NOT NULL,
  position INTEGER NOT NULL UNIQUE,
  PRIMARY KEY (account, device),
  UNIQUE (account, camera)
) STRICT;
CREATE INDEX entries_camera ON entries (camera);
CREATE UNIQUE INDEX entries_one_owner ON entries (camera) WHERE role = 'owner';

CREATE TABLE grants (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 24),
  account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  client TEXT NOT NULL,
  scope TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX grants_account ON grants (account);

CREATE TABLE codes (
  hash TEXT NOT NULL PRIMARY KEY,
  grant_id TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
  redirect_uri TEXT NOT NULL,
  code_challenge TEXT,
  code_challenge_method TEXT CHECK (code_challenge_method IN ('S256', 'plain')),
  expires_at INTEGER NOT NULL,
  spent INTEGER NOT NULL CHECK (spent IN (0, 1))
) STRICT;
CREATE INDEX codes_grant ON codes (grant_id);

CREATE TABLE refresh_tokens (
  hash TEXT NOT NULL PRIMARY KEY,
  grant_id TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX refresh_tokens_grant ON refresh_tokens (grant_id);

CREATE TABLE revision (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  value INTEGER NOT NULL
) STRICT;
INSERT INTO revision (id, value) VALUES (1, 1);
`;

const watched = [
  'accounts',
  'sign_ins',
  'cameras',
  'entries',
  'grants',
  'codes',
  'refresh_tokens',
] as const;

export const first: Migration = {
  version: 1,
  name: 'first',
  sql: tables + revisionTriggers(watched),
};
