/**
 * Brings a database's schema up to one of its steps, and before it commits waits for an advisory lock that a test has, which
 * kills this process then. Takes the URL, how many steps, and the number of the lock.
 */
import { migrate } from '../../storage/postgres/migrate.ts';
import { migrations } from '../../storage/postgres/migrations/all.ts';

const [url = '', steps = '0', lock = '0'] = process.argv.slice(2);
const waits = {
  version: 1_000_000,
  name: 'waits',
  sql: `SELECT pg_advisory_xact_lock(${Number(lock)})`,
};
await migrate(url, [...migrations.slice(0, Number(steps)), waits]);
