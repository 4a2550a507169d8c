/** casement migrate */
import { connectionOf } from '../storage/postgres/connection.ts';
import { migrate, stillLent } from '../storage/postgres/migrate.ts';
import { lending, roleStatements, takingBack } from '../storage/postgres/roles.ts';
import type { RegisterCommand } from './program.ts';
import { UsageError } from './usage.ts';

interface Options {
  readonly json?: true;
  readonly printRoles?: true;
}

const unset =
  'MIGRATION_DATABASE_URL is not set: the URL of a role that owns the tables, and that no bridge uses';

export const registerMigrate: RegisterCommand = (program, context) => {
  program
    .command('migrate')
    .description(
      'Brings the schema of a PostgreSQL database up to this version, by the role of MIGRATION_DATABASE_URL, which is to own the tables and may make roles. Bridges may run.',
    )
    .option('--json', 'print JSON, errors too')
    .option(
      '--print-roles',
      'print the SQL that makes the roles, and lends them to that role, for an administrator where it may not; do nothing',
    )
    .allowExcessArguments(false)
    .action(async (options: Options) => {
      const url = context.env['MIGRATION_DATABASE_URL'];
      if (options.printRoles) {
        context.stdout.write(
          `${roleStatements.trim()}\n${lending(url ? connectionOf(url) : undefined)}\n`,
        );
        return;
      }
      if (!url) throw new UsageError(unset);
      const { database, username } = connectionOf(url);
      const steps = await migrate(url);
      const lent = await stillLent(url);
      if (lent.length > 0) {
        context.stderr.write(
          `casement: the owner may still see every row: let an administrator run ${takingBack(lent, username)}\n`,
        );
      }
      const text =
        steps === 0
          ? `The schema of ${database} is up to date.`
          : `Ran ${steps} step(s): the schema of ${database} is up to date.`;
      context.stdout.write(`${options.json ? JSON.stringify({ database, steps }) : text}\n`);
    });
};
