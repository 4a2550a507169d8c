/** Who sees which rows. The tables' owner sees none: FORCE. Roles that call functions have no right to any table. */

/** Tables of which every row is one account's: the column that says whose, and what a tenant's functions may do there. */
const ofAccounts: Readonly<Record<string, readonly [column: string, may: string]>> = {
  accounts: ['id', 'SELECT, UPDATE (password_hash)'],
  account_revisions: ['account', 'SELECT'],
  sign_ins: ['account', 'SELECT, INSERT, DELETE'],
  grants: ['account', 'SELECT, INSERT, UPDATE (revoked_at), DELETE'],
  codes: ['account', 'SELECT, INSERT, UPDATE (spent)'],
  refresh_tokens: ['account', 'SELECT, INSERT'],
  past_grants: ['account', 'SELECT, DELETE'],
  past_entries: ['account', 'SELECT, DELETE'],
  // What somebody sees is not given by themselves.
  entries: ['account', 'SELECT, UPDATE (name, room, nicknames), DELETE'],
};

/** Tables of cameras, of which a tenant sees those that it has an entry for, if any. */
const ofCameras = [
  'cameras',
  'pins',
  'origins',
  'places',
  'visits',
  'take_over_words',
  'serials',
  'suspensions',
  'resumptions',
  'past_take_overs',
] as const;

/** Read by everybody: they say nothing of anybody. */
const common = ['lineage', 'control_revision', 'unique_makes', 'dropped_keys'] as const;

const own = (column: string): string => `${column} = (SELECT casement.tenant())`;

const secure = (table: string): string => `
ALTER TABLE casement.${table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE casement.${table} FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON casement.${table} TO casement_operations;
CREATE POLICY everything ON casement.${table} TO casement_operations USING (true) WITH CHECK (true);`;

const tenants = Object.entries(ofAccounts).map(
  ([table, [column, may]]) => `${secure(table)}
GRANT ${may} ON casement.${table} TO casement_tenant;
CREATE POLICY own ON casement.${table} TO casement_tenant
  USING (${own(column)}) WITH CHECK (${own(column)});`,
);

const seen = (camera: string): string =>
  `EXISTS (SELECT 1 FROM casement.entries e WHERE e.account = (SELECT casement.tenant()) AND e.camera = ${camera})`;

/** Who somebody is: by an address, a cookie, a code, a token or a linking. */
const directory = [
  'accounts (id, email, skeleton)',
  'sign_ins (hash, account, expires_at)',
  'grants (id, account)',
  'codes (hash, account)',
  'refresh_tokens (hash, account)',
];

export const policies = [
  ...tenants,
  ...ofCameras.map(secure),
  `
GRANT SELECT ON casement.cameras, casement.pins TO casement_tenant;
CREATE POLICY seen ON casement.cameras FOR SELECT TO casement_tenant USING (${seen('id')});
CREATE POLICY seen ON casement.pins FOR SELECT TO casement_tenant USING (${seen('pins.camera')});`,
  ...directory.map((columns) => {
    const [table = '', ...rest] = columns.split(' ');
    return `
GRANT SELECT ${rest.join(' ')} ON casement.${table} TO casement_directory;
CREATE POLICY known ON casement.${table} FOR SELECT TO casement_directory USING (true);`;
  }),
  ...common.map(
    (table) => `
GRANT SELECT, INSERT, UPDATE, DELETE ON casement.${table} TO casement_operations;
GRANT SELECT ON casement.${table} TO casement_tenant, casement_directory;`,
  ),
].join('\n');
