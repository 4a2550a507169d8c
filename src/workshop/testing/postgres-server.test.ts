/** @takes 6 s */
import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createClient } from '../../storage/postgres/client.ts';
import { connectionOf } from '../../storage/postgres/connection.ts';
import { until } from '../until.ts';
import { describeUnless } from './needs.ts';
import { findPostgres, missingPostgres } from './postgres-programs.ts';
import { startPostgres } from './postgres-server.ts';
import { spawnTs } from './run-ts.ts';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It may run as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

test('a folder without the programs has no PostgreSQL', () => {
  expect(findPostgres('/nowhere')).toBeUndefined();
});

describeUnless(missingPostgres(), 'a server of a test’s own', () => {
  test('answers, and is gone with its folder once it is stopped', async () => {
    const server = await startPostgres();
    const { postmaster, folder } = server;
    expect(isAlive(postmaster)).toBe(true);
    await server.stop();
    expect([isAlive(postmaster), existsSync(folder)]).toEqual([false, false]);
  });

  test('listens on a socket in a folder that is closed to others, and nowhere else', async () => {
    const server = await startPostgres();
    try {
      const connection = connectionOf(server.url('postgres', 'postgres'));
      const settings = { max: 1, connectTimeoutMs: 5_000, statementTimeoutMs: 0 };
      const client = createClient(connection, settings);
      expect(await client`SHOW listen_addresses`).toEqual([{ listen_addresses: '' }]);
      expect(await client`SHOW data_directory_mode`).toEqual([{ data_directory_mode: '0700' }]);
      await client.end();
    } finally {
      await server.stop();
    }
  });

  test('ends with the process that started it, also where that is killed', async () => {
    const holder = spawnTs(new URL('./postgres-apart.ts', import.meta.url));
    let said = '';
    holder.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await until(() => said.endsWith('\n'), 60_000, { what: 'the server did not start' });
    const { postmaster, folder } = JSON.parse(said) as { postmaster: number; folder: string };
    expect(isAlive(postmaster)).toBe(true);
    holder.kill('SIGKILL');
    await until(() => !isAlive(postmaster) && !existsSync(folder), 60_000, {
      what: `server ${postmaster} or its folder ${folder} is still there`,
    });
  });
});
