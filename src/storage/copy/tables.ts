/**
 * What is copied from one engine to another: each table and column, and what differs between the two. Tests hold this to
 * both schemas.
 */

/** Lists are names with blanks between. */
export interface CopiedTable {
  readonly name: string;
  /** Columns by what they hold, with their names in PostgreSQL. A flag is read as 0 or 1. */
  readonly texts: string;
  readonly numbers?: string;
  readonly flags?: string;
  /** The columns by which rows are told apart, and put in order: all, if it is left out. */
  readonly key?: string;
  /**
   * PostgreSQL's column that says in which order rows were written, where that matters. In SQLite the rows themselves lie
   * in it, unless `inSqlite.position` says otherwise.
   */
  readonly order?: string;
  /** How a column of the table, `t`, is read in PostgreSQL, where not as it stands there. */
  readonly inPostgres?: Readonly<Record<string, string>>;
  readonly inSqlite?: {
    /** The table, `t`, where it has another name. */
    readonly table?: string;
    /** How a column is read that is not there; it is not written either. */
    readonly read?: Readonly<Record<string, string>>;
    /** Whether the order of rows is that of a column `position`, which is 1, 2, 3 … there. */
    readonly position?: true;
    /** The statement that writes a row, where it is no INSERT; its parameters are the columns. */
    readonly write?: string;
  };
}

export type ColumnType = 'text' | 'number' | 'flag';

const namesIn = (list: string): readonly string[] => list.split(' ').filter((name) => name !== '');

/** Returns the columns of a table in the order of its cells, each with what it holds. */
export function columnsOf({
  texts,
  numbers = '',
  flags = '',
}: CopiedTable): readonly (readonly [name: string, type: ColumnType])[] {
  return [
    ...namesIn(texts).map((name) => [name, 'text'] as const),
    ...namesIn(numbers).map((name) => [name, 'number'] as const),
    ...namesIn(flags).map((name) => [name, 'flag'] as const),
  ];
}

/** Returns the columns by which rows are told apart. */
export const keyOf = (table: CopiedTable): readonly string[] =>
  table.key === undefined ? columnsOf(table).map(([name]) => name) : namesIn(table.key);

const accountOfGrant = '(SELECT g.account FROM grants g WHERE g.id = t.grant_id)';

/** Each behind those that its rows refer to. A camera without an owner is nobody's, whosever it was. */
export const copiedTables: readonly CopiedTable[] = [
  {
    name: 'accounts',
    texts: 'id name email skeleton password_hash',
    numbers: 'created_at',
    flags: 'unconfirmed',
    key: 'id',
  },
  {
    name: 'cameras',
    texts: 'id owner kind manufacturer model hw_version sw_version sealed_source connections',
    numbers: 'epoch opening',
    flags: 'always_warm grandfathered unplaced',
    key: 'id',
    order: 'noted',
    inPostgres: {
      owner: `coalesce((SELECT o.account FROM casement.entries o WHERE o.camera = t.id AND o.role = 'owner'), '')`,
    },
    inSqlite: {
      read: {
        owner: `coalesce((SELECT o.account FROM entries o WHERE o.camera = t.id AND o.role = 'owner'), '')`,
      },
    },
  },
  {
    name: 'entries',
    texts: 'account device camera owner role name room nicknames',
    numbers: 'since began',
    key: 'device',
    order: 'position',
    inPostgres: {
      owner: `coalesce((SELECT o.account FROM casement.entries o WHERE o.camera = t.camera AND o.role = 'owner'), '')`,
    },
    inSqlite: {
      read: {
        owner: `coalesce((SELECT o.account FROM entries o WHERE o.camera = t.camera AND o.role = 'owner'), '')`,
      },
      position: true,
    },
  },
  {
    name: 'grants',
    texts: 'id account client scope',
    numbers: 'created_at revoked_at',
    key: 'id',
  },
  {
    name: 'codes',
    texts: 'hash account grant_id redirect_uri code_challenge code_challenge_method',
    numbers: 'expires_at',
    flags: 'spent',
    key: 'hash',
    inSqlite: { read: { account: accountOfGrant } },
  },
  {
    name: 'refresh_tokens',
    texts: 'hash account grant_id',
    key: 'hash',
    inSqlite: { read: { account: accountOfGrant } },
  },
  { name: 'sign_ins', texts: 'hash account', numbers: 'expires_at', key: 'hash', order: 'noted' },
  { name: 'past_grants', texts: 'account grant_id', numbers: 'began_at ended_at' },
  {
    name: 'past_entries',
    texts: 'account device camera model role',
    numbers: 'epoch began_at ended_at',
  },
  {
    name: 'suspensions',
    texts: 'scope account camera model reason',
    numbers: 'since until',
    key: 'scope account camera model',
    order: 'noted',
  },
  { name: 'resumptions', texts: 'scope subject', numbers: 'revision', key: 'scope subject' },
  {
    name: 'pins',
    texts: 'camera line fields hash description stranger',
    numbers: 'since stranger_since',
    flags: 'listed',
    key: 'camera line',
  },
  { name: 'origins', texts: 'camera line place proof', numbers: 'since', key: 'camera line' },
  {
    name: 'places',
    texts: 'camera line hash',
    flags: 'named',
    key: 'camera line hash',
    order: 'position',
  },
  {
    name: 'visits',
    texts: 'camera line hash',
    flags: 'below',
    key: 'camera line hash',
    order: 'position',
  },
  { name: 'take_over_words', texts: 'camera line', key: 'camera line' },
  {
    name: 'past_take_overs',
    texts: 'account device former_account former_device',
    numbers: 'at',
    flags: 'recorded',
    order: 'noted',
  },
  { name: 'serials', texts: 'camera make serial', numbers: 'since', key: 'camera' },
  { name: 'unique_makes', texts: 'make name', numbers: 'since', key: 'make' },
  { name: 'dropped_keys', texts: 'kid', numbers: 'at', key: 'kid' },
  // Last: writing the others may count it up.
  {
    name: 'account_revisions',
    texts: 'account',
    numbers: 'value',
    key: 'account',
    inSqlite: {
      table: 'accounts',
      read: { account: 't.id', value: 't.revision' },
      write:
        'UPDATE accounts SET revision = r.value FROM (SELECT ? AS account, ? AS value) r WHERE id = r.account',
    },
  },
];

/** Tables that are not copied row by row, with the reason. */
export const leftOut: Readonly<Record<string, string>> = {
  migrations: 'the schema is the engine’s own',
  copies: 'what a database says of copies is not part of it',
  bridges: 'who runs on it just now',
  lineage: 'set by what fills a database',
  revision: 'set by what fills a database',
  takings: 'set by what fills a database',
  takings_before: 'set by what fills a database',
  control_revision: 'set by what fills a database',
};

/** Columns of copied tables that are not copied, with the reason. */
export const leftOutColumns: Readonly<Record<string, string>> = {
  'accounts.revision': 'SQLite’s account_revisions',
};
