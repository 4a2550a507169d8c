/**
 * An owner who may make no roles.
 *
 * @takes 4 s
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sampleAccount } from '../storage/contract/shelf.ts';
import { type Client, createClient } from '../storage/postgres/client.ts';
import { connectionOf } from '../storage/postgres/connection.ts';
import { openPostgres } from '../storage/postgres/open.ts';
import { describeUnless } from '../workshop/testing/needs.ts';
import { missingPostgres } from '../workshop/testing/postgres-programs.ts';
import { type PostgresServer, startPostgres } from '../workshop/testing/postgres-server.ts';
import { runHere } from '../workshop/testing/run-here.ts';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';

describeUnless(missingPostgres(), 'on a server without the roles', () => {
  let server: PostgresServer;
  let admin: Client;
  let cwd: string;
  const database = 'casement';
  beforeAll(async () => {
    cwd = scratchFolder('migrate');
    server = await startPostgres();
    const limits = { max: 1, connectTimeoutMs: 5_000, statementTimeoutMs: 0 };
    const first = createClient(connectionOf(server.url('postgres', 'postgres')), limits);
    await first.unsafe(`CREATE DATABASE ${database}`);
    await first.end();
    admin = createClient(connectionOf(server.url('postgres', database)), limits);
    await admin.unsafe('CREATE ROLE "plain owner" LOGIN');
  });
  afterAll(async () => {
    await admin.end();
    await server.stop();
    removeFolder(cwd);
  });

  const casement = (...args: string[]) =>
    runHere(args, {
      cwd,
      env: { MIGRATION_DATABASE_URL: server.url('plain%20owner', database) },
    });

  test('what is printed for an administrator lets it migrate, bridges work, and is taken back', async () => {
    const refused = await casement('migrate');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/the role of MIGRATION_DATABASE_URL .* --print-roles/);
    const printed = await casement('migrate', '--print-roles');
    expect(printed).toMatchObject({ code: 0, stderr: '' });

    await admin.unsafe(printed.stdout);
    const migrated = await casement('migrate', '--json');
    expect(migrated.code).toBe(0);
    expect(JSON.parse(migrated.stdout)).toMatchObject({ database, steps: expect.any(Number) });

    const [takesBack = ''] = /REVOKE .*;/.exec(migrated.stderr) ?? [];
    expect(printed.stdout).toContain(`-- ${takesBack}\n`);
    await admin.unsafe(takesBack);
    const again = await casement('migrate', '--json');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(again.stdout)).toMatchObject({ steps: 0 });

    await admin.unsafe(`CREATE ROLE bridge LOGIN; GRANT casement_bridge TO bridge;
      CREATE ROLE commands LOGIN; GRANT casement_operator TO commands`);
    const bridge = await openPostgres({ url: server.url('bridge', database) });
    const commands = await openPostgres({ url: server.url('commands', database) });
    const account = sampleAccount();
    await commands.operator.accounts.add(account);
    expect(await bridge.of(account.id).look(undefined)).toMatchObject({ stands: true });
    await bridge.close();
    await commands.close();
  });

  test('without the owner’s URL its name is left to the administrator', async () => {
    const { stdout } = await runHere(['migrate', '--print-roles'], { cwd, env: {} });
    expect(stdout).toContain('CREATE ROLE casement_bridge');
    expect(stdout).not.toMatch(/^GRANT/m);
    expect(stdout).toContain('-- GRANT casement_tenant');
  });
});
