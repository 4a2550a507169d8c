/** A PostgreSQL server that stands as long as somebody holds its standard input: a line asks for a new database. */
import { register } from 'node:module';
import { createInterface } from 'node:readline';

register(new URL('../testing/ts-hooks.mjs', import.meta.url));
const { postgresHouse } = await import('../testing/postgres-house.ts');
const house = await postgresHouse();
console.log('{}');
for await (const _ of createInterface({ input: process.stdin })) {
  const database = await house.bare();
  console.log(
    JSON.stringify({
      DATABASE_URL: database.url('bridge'),
      OPERATOR_DATABASE_URL: database.url('commands'),
      MIGRATION_DATABASE_URL: database.url('migration'),
    }),
  );
}
await house.stop();
process.exit(0);
