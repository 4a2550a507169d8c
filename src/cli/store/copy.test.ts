/**
 * casement store copy: there and back, what is in its way, and how it goes on from each of its steps. That processes are
 * killed, and streams played, is in workshop/end-to-end/store-copy.test.ts.
 *
 * @takes 30 s
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import { refuseHalfCopied } from '../../bridge/data-folder/copy-mark.ts';
import { openServerDatabase } from '../../bridge/data-folder/server-database.ts';
import { writeCounter } from '../../bridge/data-folder/restore-counter.ts';
import { writeSeen } from '../../bridge/data-folder/seen-revision.ts';
import { makeKeyFile } from '../../identity/key-file.ts';
import { fillRich, wholeOf, type Rich } from '../../storage/contract/rich.ts';
import { noon } from '../../storage/contract/shelf.ts';
import type { EngineName } from '../../storage/copy/side.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openPostgres } from '../../storage/postgres/open.ts';
import { acquireFileLock } from '../../storage/sqlite/file-lock.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Store } from '../../storage/store.ts';
import { openCasement, type Casement } from '../../workshop/testing/casement.ts';
import { describeUnless } from '../../workshop/testing/needs.ts';
import {
  postgresHouse,
  type Login,
  type PostgresDatabase,
  type PostgresHouse,
} from '../../workshop/testing/postgres-house.ts';
import { missingPostgres } from '../../workshop/testing/postgres-programs.ts';
import type { MoveStep } from './found.ts';
import { moveStore } from './move.ts';
import { openMove } from './open-move.ts';

jest.setTimeout(240_000);

const engines = ['sqlite', 'postgres'] as const;
const other = (engine: EngineName): EngineName => (engine === 'sqlite' ? 'postgres' : 'sqlite');

describeUnless(missingPostgres(), 'on a server', () => {
  let house: PostgresHouse;
  let database: PostgresDatabase;
  let casement: Casement;
  let folder: string;
  let rich: Rich;
  beforeAll(async () => {
    house = await postgresHouse();
  });
  afterAll(() => house.stop());
  beforeEach(async () => {
    database = await house.database();
    casement = await openCasement();
    folder = join(casement.folder, 'data');
  });
  afterEach(async () => {
    await casement.dispose();
    await database.drop();
  });

  const url = (login: Login): string => database.url(login);
  const file = (): string => dataFolder(folder).database;
  const open: Readonly<Record<EngineName, () => Promise<Store>>> = {
    sqlite: async () => openSqlite({ file: file(), now: () => noon }),
    postgres: () => openPostgres({ url: url('commands'), now: () => noon, timeoutMs: 30_000 }),
  };

  async function use<T>(engine: EngineName, work: (store: Store) => Promise<T>): Promise<T> {
    const store = await open[engine]();
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }
  const fill = async (engine: EngineName) => {
    rich = await use(engine, fillRich);
  };
  const said = (engine: EngineName) => use(engine, (store) => wholeOf(store, rich));

  const copy = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    casement.run(['store', 'copy', ...args], '', {
      MIGRATION_DATABASE_URL: url('migration'),
      ...more,
    });
  const list = (more: Readonly<Record<string, string>> = {}) =>
    casement.run(['account', 'list', '--json'], '', more);

  test('moves everything there and back; commands work where it is, and nowhere else', async () => {
    await fill('sqlite');
    const before = await said('sqlite');
    const there = await copy(['--to', 'postgres', '--json']);
    expect(there).toMatchObject({ code: 0 });
    expect(there.stderr).toMatch(/^\d+ s {2}accounts: 3 rows copied$/m);
    expect(JSON.parse(there.stdout)).toMatchObject({ to: 'postgres', rows: { accounts: 3 } });
    expect(await said('postgres')).toEqual(before);

    const onServer = { DATABASE_URL: url('commands') };
    expect(await list(onServer)).toMatchObject({ code: 0, stderr: '' });
    expect(await list()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('set DATABASE_URL'),
    });
    const elsewhere = await house.database();
    expect(await list({ DATABASE_URL: elsewhere.url('commands') })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('was moved to another one than that of DATABASE_URL'),
    });
    await elsewhere.drop();
    expect(await copy(['--to', 'postgres'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('by an earlier run'),
    });

    expect(await copy(['--to', 'sqlite'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Leave DATABASE_URL'),
    });
    expect(await said('sqlite')).toEqual(before);
    expect(await list()).toMatchObject({ code: 0, stderr: '' });
    for (const login of ['bridge', 'commands'] as const) {
      expect(await list({ DATABASE_URL: url(login) })).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('is a database, too'),
      });
      await expect(
        openServerDatabase(dataFolder(join(casement.folder, 'other')), { url: url(login) }),
      ).rejects.toThrow('is not to be used');
    }
    expect(await copy(['--to', 'sqlite'])).toMatchObject({ code: 0, stderr: '' });
    const migrate = await casement.run(['migrate'], '', {
      MIGRATION_DATABASE_URL: url('migration'),
    });
    expect(migrate).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not to be used'),
    });
  });

  test('what is in the way is said, and nothing is begun', async () => {
    await fill('sqlite');
    const to = ['--to', 'postgres'];
    const refused = async (
      args: readonly string[],
      more: Readonly<Record<string, string>>,
      words: string,
      exit = 1,
    ) => {
      const { code, stdout, stderr } = await copy(args, more);
      expect({ words, code, stdout, stderr }).toEqual({
        words,
        code: exit,
        stdout: '',
        stderr: expect.stringContaining(words),
      });
      refuseHalfCopied(folder);
      await use('sqlite', (store) => store.revision());
    };
    const bare = await house.bare();
    const full = await house.database();
    const store = await openPostgres({ url: full.url('commands'), timeoutMs: 30_000 });
    await store.operator.sealed.dropKeys(['old']);
    await store.close();
    const as = (MIGRATION_DATABASE_URL: string) => ({ MIGRATION_DATABASE_URL });
    await refused(to, as(''), 'MIGRATION_DATABASE_URL is not set', 2);
    await refused([], {}, 'say --to sqlite or --to postgres', 2);
    await refused([...to, '--target-gone'], {}, 'is for --take-back', 2);
    await refused(to, as(bare.url('migration')), 'run casement migrate');
    await refused(to, as(full.url('migration')), 'is not empty');
    await refused(to, as(url('bridge')), 'does not own the tables');
    await refused(to, as(url('commands')), 'does not own the tables');
    await refused(['--to', 'sqlite'], {}, 'nothing is copied over a database');
    await refused([...to, '--take-back'], {}, 'there is nothing to take back');
    await refused(to, { KEYS_FILE: join(folder, 'none.json') }, 'is missing, by which the cameras');
    await refused(to, { DATA_DIR: join(casement.folder, 'mistyped') }, 'there is no folder');
    const letGo = acquireFileLock(dataFolder(folder).lock, 'a bridge');
    await refused(to, {}, 'a bridge runs on');
    letGo();
    await use('postgres', async (connected) => {
      // It connects when it first asks.
      await connected.revision();
      await refused(to, {}, 'stop every bridge on it first');
    });
    await bare.drop();
    await full.drop();
    expect(await copy([...to, '--dry-run'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing is in the way'),
    });
    // What is older than was seen would pass for a newer one.
    const { revision, lineage } = await use('sqlite', async (one) => ({
      revision: await one.revision(),
      lineage: (await one.operator.restores.lineage()).id,
    }));
    const counter = join(casement.folder, 'counter');
    writeCounter(counter, { lineage, revision: revision + 1 });
    await refused(to, { RESTORE_COUNTER_FILE: counter }, 'older than the counter');
    writeSeen(folder, { revision: revision + 1, wentBack: false });
    await refused(to, {}, 'older than what was seen');
    writeSeen(folder, { revision, wentBack: true });
    await refused(to, {}, 'went back to an earlier state');
    writeSeen(folder, { revision, wentBack: false });
    expect(await copy(to)).toMatchObject({ code: 0 });
    expect(await use('postgres', (one) => one.revision())).toBeGreaterThan(revision);
  });

  /** Who would start: a bridge of this folder, and one of another folder that leads to the same databases. */
  async function starts() {
    const tried = async (work: () => Promise<Store> | Store): Promise<boolean> => {
      try {
        await (await work()).close();
        return true;
      } catch {
        return false;
      }
    };
    const here = () => refuseHalfCopied(folder);
    const holds = (engine: EngineName) => use(engine, (store) => store.operator.accounts.any());
    const elsewhere = {
      sqlite: existsSync(file()) && (await tried(open.sqlite)) && (await holds('sqlite')),
      // An empty one is nobody's.
      postgres: (await tried(open.postgres)) && (await holds('postgres')),
    };
    return {
      here: await tried(() => {
        here();
        return open[elsewhere.sqlite ? 'sqlite' : 'postgres']();
      }),
      sqlite: elsewhere.sqlite,
      postgres: elsewhere.postgres,
    };
  }

  /** Runs it until it reports `at`, of `table` where that is one of several. */
  async function cutOff(to: EngineName, at: MoveStep['at'], table?: string): Promise<void> {
    const sink = new PassThrough().resume();
    const context = {
      env: { DATA_DIR: folder },
      stdin: Readable.from([]),
      stdout: sink,
      stderr: sink,
    };
    const { parts, close } = openMove(context, { folder, url: url('migration'), to });
    try {
      let isCut = false;
      const report = (step: MoveStep): void => {
        isCut =
          step.at === at && (table === undefined || ('table' in step && step.table === table));
        if (isCut) throw new Error('cut off');
      };
      await expect(moveStore({ ...parts, report })).rejects.toThrow();
      expect(isCut).toBe(true);
    } finally {
      await close();
    }
  }

  const [before, between, after] = ['before', 'between', 'after'] as const;
  const steps: readonly (readonly [
    MoveStep['at'],
    string | undefined,
    typeof before | typeof between | typeof after,
  ])[] = [
    ['begun', undefined, before],
    ['left', undefined, between],
    ['copying', 'entries', between],
    ['checked', 'account_revisions', between],
    ['committed', undefined, after],
    ['done', undefined, after],
  ];

  describe('cut off', () => {
    test.each(engines.flatMap((to) => steps.map((step) => [to, ...step] as const)))(
      'on the way to %s at %s %s, nothing starts on both, and the next run goes on',
      async (to, at, table, when) => {
        const from = other(to);
        await fill(from);
        const held = await said(from);
        await cutOff(to, at, table);
        expect(await starts()).toEqual({
          here: false,
          [from]: when === before,
          [to]: when === after,
        });
        expect(await list()).toMatchObject({
          code: 1,
          stderr: expect.stringContaining('was cut off'),
        });
        expect(await copy(['--to', from])).toMatchObject({
          code: 1,
          stderr: expect.stringContaining('was begun the other way'),
        });
        // Another folder knows nothing of it.
        const strange = join(casement.folder, 'strange');
        mkdirSync(strange);
        const KEYS_FILE = dataFolder(folder).keys;
        if (from === 'postgres' && when !== before) {
          expect(await copy(['--to', to], { DATA_DIR: strange, KEYS_FILE })).toMatchObject({
            code: 1,
            stderr: expect.stringMatching(/begun from another data folder|was moved before/),
          });
        }
        if (when === after) {
          expect(await copy(['--to', to, '--take-back'])).toMatchObject({ code: 1 });
        }
        const { code, stdout } = await copy(['--to', to]);
        expect({ code, stdout }).toEqual({
          code: 0,
          stdout: expect.stringContaining(when === after ? 'by an earlier run' : 'Moved'),
        });
        expect(await said(to)).toEqual(held);
        expect(await starts()).toEqual({ here: true, [from]: false, [to]: true });
      },
    );

    test.each(
      engines.flatMap((to) =>
        steps.filter(([, , when]) => when !== after).map((step) => [to, ...step] as const),
      ),
    )('on the way to %s at %s %s, it can be taken back', async (to, at, table) => {
      const from = other(to);
      await fill(from);
      const held = await said(from);
      await cutOff(to, at, table);
      expect(await copy(['--take-back'])).toMatchObject({ code: 0 });
      expect(await starts()).toEqual({ here: true, [from]: true, [to]: false });
      expect(await said(from)).toEqual(held);
      expect(await copy(['--to', to])).toMatchObject({ code: 0 });
      expect(await said(to)).toEqual(held);
    });
  });

  test('what was begun to one database goes on to no other, and is taken back where that one is lost', async () => {
    await fill('sqlite');
    await cutOff('postgres', 'left');
    const lost = database;
    database = await house.database();
    const notThat = expect.stringContaining('is not the one to which the copy was begun');
    expect(await copy(['--to', 'postgres'])).toMatchObject({ code: 1, stderr: notThat });
    expect(await copy(['--take-back'])).toMatchObject({ code: 1, stderr: notThat });
    expect(await copy(['--take-back', '--target-gone'])).toMatchObject({ code: 2 });
    await lost.drop();
    expect(await copy(['--take-back', '--target-gone', '--yes'])).toMatchObject({ code: 0 });
    expect(await copy(['--to', 'postgres'])).toMatchObject({ code: 0 });
  });

  test('what was taken away to a folder that is lost is taken back in another', async () => {
    await fill('postgres');
    const held = await said('postgres');
    await cutOff('sqlite', 'left');
    const KEYS_FILE = join(casement.folder, 'keys.json');
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    makeKeyFile(KEYS_FILE);
    expect(await copy(['--to', 'sqlite'], { KEYS_FILE })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('begun from another data folder'),
    });
    const back = ['--to', 'sqlite', '--take-back', '--target-gone', '--yes'];
    expect(await copy(back, { KEYS_FILE })).toMatchObject({ code: 0 });
    expect(await said('postgres')).toEqual(held);
  });

  test('of two copies from two folders one goes on, and the other can be taken back without harm', async () => {
    await fill('postgres');
    const held = await said('postgres');
    await cutOff('sqlite', 'begun');
    const first = folder;
    folder = join(casement.folder, 'second');
    mkdirSync(folder);
    makeKeyFile(dataFolder(folder).keys);
    await cutOff('sqlite', 'left');
    const at = (DATA_DIR: string) => ({ DATA_DIR });
    expect(await copy(['--to', 'sqlite'], at(first))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('another copy takes'),
    });
    expect(await copy(['--take-back'], at(first))).toMatchObject({ code: 0 });
    expect(await starts()).toEqual({ here: false, sqlite: false, postgres: false });
    expect(await copy(['--to', 'sqlite'], at(folder))).toMatchObject({ code: 0 });
    expect(await said('sqlite')).toEqual(held);
  });

  test('where the new database is lost long after, the old one is had again, by the operator’s word', async () => {
    await fill('sqlite');
    const held = await said('sqlite');
    expect(await copy(['--to', 'postgres'])).toMatchObject({ code: 0 });
    const lost = database;
    database = await house.database();
    const back = ['--to', 'postgres', '--take-back'];
    expect(await copy(back)).toMatchObject({ code: 1 });
    await lost.drop();
    expect(await copy([...back, '--target-gone', '--yes'])).toMatchObject({ code: 0 });
    expect(await said('sqlite')).toEqual(held);
  });

  test('what is in the new database is never given up', async () => {
    await fill('sqlite');
    await cutOff('postgres', 'committed');
    for (const args of [['--take-back'], ['--take-back', '--target-gone', '--yes']]) {
      expect(await copy(args)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('without --take-back, which completes it'),
      });
    }
  });
});
