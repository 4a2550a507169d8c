/**
 * The tables. Times are milliseconds since 1970. A row of an account that refers to another names the account, too: a
 * foreign key takes no notice of row-level security, and would tell what another account has.
 */

/**
 * By their bytes, whatever the database's own order of texts is: pages are in the same order everywhere, and an index does
 * not turn wrong when the system's library of orders changes.
 */
export const inBytes = (tables: string): string =>
  tables.replaceAll(/^( {2}\w+ text)\b/gm, '$1 COLLATE "C"');

export const tenantTables = `
CREATE TABLE casement.accounts (
  id text NOT NULL PRIMARY KEY CHECK (length(id) = 24),
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  skeleton text NOT NULL,
  password_hash text NOT NULL,
  created_at bigint NOT NULL,
  unconfirmed boolean NOT NULL DEFAULT false
);
CREATE INDEX accounts_skeleton ON casement.accounts (skeleton);
CREATE INDEX accounts_created_at ON casement.accounts (created_at, id);
CREATE INDEX accounts_unconfirmed ON casement.accounts (id) WHERE unconfirmed;

CREATE TABLE casement.account_revisions (
  account text NOT NULL PRIMARY KEY REFERENCES casement.accounts (id) ON DELETE CASCADE,
  value bigint NOT NULL DEFAULT 1
) WITH (fillfactor = 50);

CREATE TABLE casement.sign_ins (
  hash text NOT NULL PRIMARY KEY,
  account text NOT NULL REFERENCES casement.accounts (id) ON DELETE CASCADE,
  expires_at bigint NOT NULL,
  noted bigint NOT NULL
);
CREATE INDEX sign_ins_account ON casement.sign_ins (account, expires_at);
CREATE INDEX sign_ins_expires_at ON casement.sign_ins (expires_at);

CREATE TABLE casement.grants (
  id text NOT NULL PRIMARY KEY CHECK (length(id) = 24),
  account text NOT NULL REFERENCES casement.accounts (id) ON DELETE CASCADE,
  client text NOT NULL,
  scope text NOT NULL,
  created_at bigint NOT NULL,
  revoked_at bigint,
  UNIQUE (account, id)
);
CREATE INDEX grants_client ON casement.grants (client) WHERE revoked_at IS NULL;

CREATE TABLE casement.codes (
  hash text NOT NULL PRIMARY KEY,
  account text NOT NULL,
  grant_id text NOT NULL,
  redirect_uri text NOT NULL,
  code_challenge text,
  code_challenge_method text CHECK (code_challenge_method IN ('S256', 'plain')),
  expires_at bigint NOT NULL,
  spent boolean NOT NULL DEFAULT false,
  FOREIGN KEY (account, grant_id) REFERENCES casement.grants (account, id) ON DELETE CASCADE
);
CREATE INDEX codes_redirect ON casement.codes (redirect_uri, grant_id);
CREATE INDEX codes_grant ON casement.codes (account, grant_id);

CREATE TABLE casement.refresh_tokens (
  hash text NOT NULL PRIMARY KEY,
  account text NOT NULL,
  grant_id text NOT NULL,
  FOREIGN KEY (account, grant_id) REFERENCES casement.grants (account, id) ON DELETE CASCADE
);
CREATE INDEX refresh_tokens_grant ON casement.refresh_tokens (account, grant_id);

CREATE TABLE casement.past_grants (
  account text NOT NULL,
  grant_id text NOT NULL,
  began_at bigint NOT NULL,
  ended_at bigint NOT NULL
);
CREATE INDEX past_grants_ended_at ON casement.past_grants (ended_at);
CREATE INDEX past_grants_account ON casement.past_grants (account);

CREATE TABLE casement.past_entries (
  account text NOT NULL,
  device text NOT NULL,
  camera text NOT NULL,
  epoch bigint NOT NULL,
  model text,
  role text NOT NULL,
  began_at bigint NOT NULL,
  ended_at bigint NOT NULL
);
CREATE INDEX past_entries_ended_at ON casement.past_entries (ended_at);
CREATE INDEX past_entries_account ON casement.past_entries (account);
`;

export const cameraTables = `
CREATE TABLE casement.cameras (
  id text NOT NULL PRIMARY KEY CHECK (length(id) = 24),
  -- Whose it is, or was last: part of the key by which entries refer to it.
  owner text NOT NULL,
  epoch bigint NOT NULL CHECK (epoch >= 1),
  kind text NOT NULL CHECK (kind IN ('camera', 'doorbell')),
  manufacturer text,
  model text,
  hw_version text,
  sw_version text,
  sealed_source text NOT NULL,
  always_warm boolean NOT NULL,
  opening bigint NOT NULL DEFAULT 1,
  connections text CHECK (connections IN ('one', 'learnt', 'many')),
  -- A row from before places were compared; only such as come from another store.
  grandfathered boolean NOT NULL DEFAULT false,
  -- Such a row that waits to be put where it is.
  unplaced boolean NOT NULL DEFAULT false,
  noted bigint NOT NULL,
  UNIQUE (owner, id)
);
CREATE INDEX cameras_model ON casement.cameras (model) WHERE model IS NOT NULL;
CREATE INDEX cameras_unplaced ON casement.cameras (id) WHERE unplaced;
CREATE INDEX cameras_always_warm ON casement.cameras (id) WHERE always_warm;
CREATE INDEX cameras_grandfathered ON casement.cameras (id) WHERE grandfathered;

CREATE TABLE casement.entries (
  account text NOT NULL REFERENCES casement.accounts (id) ON DELETE CASCADE,
  device text NOT NULL UNIQUE CHECK (length(device) = 24),
  camera text NOT NULL,
  owner text NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'viewer')),
  name text NOT NULL,
  room text,
  nicknames text NOT NULL,
  since bigint NOT NULL,
  began bigint NOT NULL,
  -- The revision at which it was written: the order of entries.
  position bigint NOT NULL,
  PRIMARY KEY (account, device),
  -- With the check and the key below also that a camera has one owner: an index of cameras alone would tell of others.
  UNIQUE (account, camera),
  CHECK ((role = 'owner') = (account = owner)),
  FOREIGN KEY (owner, camera) REFERENCES casement.cameras (owner, id) ON DELETE CASCADE
);
CREATE INDEX entries_camera ON casement.entries (camera, position);
CREATE INDEX entries_position ON casement.entries (account, position);
CREATE INDEX entries_order ON casement.entries (position, device);

CREATE TABLE casement.suspensions (
  scope text NOT NULL CHECK (scope IN ('all', 'account', 'camera', 'model')),
  account text REFERENCES casement.accounts (id) ON DELETE CASCADE,
  camera text REFERENCES casement.cameras (id) ON DELETE CASCADE,
  model text,
  since bigint NOT NULL,
  until bigint,
  reason text,
  noted bigint NOT NULL,
  CHECK ((scope = 'account') = (account IS NOT NULL)),
  CHECK ((scope = 'camera') = (camera IS NOT NULL)),
  CHECK ((scope = 'model') = (model IS NOT NULL))
);
CREATE UNIQUE INDEX suspensions_each_once
  ON casement.suspensions (scope, coalesce(account, camera, model, ''));
CREATE INDEX suspensions_account ON casement.suspensions (account);
CREATE INDEX suspensions_camera ON casement.suspensions (camera);

CREATE TABLE casement.resumptions (
  scope text NOT NULL,
  subject text NOT NULL,
  revision bigint NOT NULL,
  PRIMARY KEY (scope, subject)
);

CREATE TABLE casement.pins (
  camera text NOT NULL REFERENCES casement.cameras (id) ON DELETE CASCADE,
  line text NOT NULL CHECK (line IN ('stream', 'still', 'onvif')),
  fields text NOT NULL,
  hash text NOT NULL CHECK (length(hash) = 43),
  description text NOT NULL,
  since bigint NOT NULL,
  stranger text,
  stranger_since bigint,
  listed boolean NOT NULL DEFAULT true,
  PRIMARY KEY (camera, line),
  CHECK ((stranger IS NULL) = (stranger_since IS NULL))
);
CREATE INDEX pins_hash ON casement.pins (hash, line, camera);
CREATE INDEX pins_unlisted ON casement.pins (camera) WHERE NOT listed;

CREATE TABLE casement.origins (
  camera text NOT NULL REFERENCES casement.cameras (id) ON DELETE CASCADE,
  line text NOT NULL CHECK (line IN ('stream', 'still', 'onvif')),
  place text,
  proof text NOT NULL,
  since bigint NOT NULL,
  PRIMARY KEY (camera, line)
);

CREATE TABLE casement.places (
  camera text NOT NULL REFERENCES casement.cameras (id) ON DELETE CASCADE,
  line text NOT NULL CHECK (line IN ('stream', 'still')),
  hash text NOT NULL CHECK (length(hash) = 43),
  named boolean NOT NULL,
  -- Their order, within a camera.
  position bigint NOT NULL,
  PRIMARY KEY (camera, line, hash)
);
CREATE INDEX places_hash ON casement.places (hash);

CREATE TABLE casement.visits (
  camera text NOT NULL REFERENCES casement.cameras (id) ON DELETE CASCADE,
  line text NOT NULL CHECK (line IN ('stream', 'still')),
  hash text NOT NULL CHECK (length(hash) = 43),
  below boolean NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (camera, line, hash)
);
CREATE INDEX visits_hash ON casement.visits (hash);
CREATE INDEX visits_position ON casement.visits (camera, line, position);

CREATE TABLE casement.take_over_words (
  camera text NOT NULL REFERENCES casement.cameras (id) ON DELETE CASCADE,
  line text NOT NULL CHECK (line IN ('stream', 'still')),
  PRIMARY KEY (camera, line)
);

CREATE TABLE casement.past_take_overs (
  account text NOT NULL,
  device text NOT NULL,
  former_account text NOT NULL,
  former_device text NOT NULL,
  at bigint NOT NULL,
  recorded boolean NOT NULL DEFAULT false,
  noted bigint NOT NULL
);
CREATE INDEX past_take_overs_unrecorded ON casement.past_take_overs (at) WHERE NOT recorded;
CREATE INDEX past_take_overs_at ON casement.past_take_overs (at);

CREATE TABLE casement.serials (
  camera text NOT NULL PRIMARY KEY REFERENCES casement.cameras (id) ON DELETE CASCADE,
  make text NOT NULL CHECK (length(make) = 43),
  serial text NOT NULL CHECK (length(serial) = 43),
  since bigint NOT NULL
);
CREATE INDEX serials_serial ON casement.serials (make, serial, camera);

CREATE TABLE casement.unique_makes (
  make text NOT NULL PRIMARY KEY CHECK (length(make) = 43),
  name text NOT NULL,
  since bigint NOT NULL
);

CREATE TABLE casement.dropped_keys (
  kid text NOT NULL PRIMARY KEY,
  at bigint NOT NULL
);
`;
