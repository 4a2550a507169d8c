/** Many accounts at once, put into the database that lies in a data folder: by command each takes a second. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { newAccountId, newDeviceId } from '../../identity/ids.ts';

type Row = Readonly<Record<string, string | number | null>>;

export interface AddedAccount {
  readonly email: string;
  readonly device: string;
}

/** So many accounts, each with the password of `owner` and a share of its camera. */
export function addAccounts(
  dataDir: string,
  owner: { readonly email: string; readonly device: string },
  count: number,
): readonly AddedAccount[] {
  const database = new Database(join(dataDir, 'casement.db'));
  const get = (sql: string, ...of: readonly string[]): Row => database.prepare(sql).get(of) as Row;
  const insert = (table: string, row: Row): void => {
    const names = Object.keys(row);
    const values = names.map((name) => `@${name}`);
    database.prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${values.join()})`).run(row);
  };
  const account = get('SELECT * FROM accounts WHERE email = ?', owner.email);
  const entry = get('SELECT * FROM entries WHERE device = ?', owner.device);
  const last = Number(get('SELECT max(position) AS last FROM entries')['last']);
  const added = Array.from({ length: count }, (_, at) => {
    const [id, device, email] = [newAccountId(), newDeviceId(), `${at}@accounts.example.net`];
    insert('accounts', { ...account, id, email });
    insert('entries', { ...entry, account: id, device, role: 'viewer', position: last + 1 + at });
    return { email, device };
  });
  database.close();
  return added;
}
