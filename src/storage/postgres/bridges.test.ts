/**
 * The rows of bridges, and the races in which a command could take one for a bridge that has acted.
 *
 * @takes 10 s
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { newBridgeId, type BridgeId } from '../../identity/ids.ts';
import { describeUnless } from '../../workshop/testing/needs.ts';
import {
  postgresHouse,
  type PostgresDatabase,
  type PostgresHouse,
} from '../../workshop/testing/postgres-house.ts';
import { missingPostgres } from '../../workshop/testing/postgres-programs.ts';
import { until } from '../../workshop/until.ts';
import type { Bridges } from '../bridges.ts';
import {
  nowhere,
  noon,
  sampleAccount,
  sampleCamera,
  sampleCode,
  sampleEntry,
  sampleGrant,
} from '../contract/shelf.ts';
import type { Store } from '../store.ts';
import type { Client } from './client.ts';
import { openPostgres } from './open.ts';

const nothing = { taken: 0, control: 0, all: 0 };
const everything = { scope: { of: 'all' }, since: noon } as const;

describeUnless(missingPostgres(), 'the rows of bridges', () => {
  let house: PostgresHouse;
  let database: PostgresDatabase;
  /** A bridge's, and that of commands. */
  let [here, there]: [Store, Store] = [] as never;
  let [bridge, commands]: [Bridges, Bridges] = [] as never;
  let sql: Client;
  let id: BridgeId;
  beforeAll(async () => {
    house = await postgresHouse();
  });
  afterAll(() => house.stop());
  beforeEach(async () => {
    database = await house.database();
    const open = (login: 'bridge' | 'commands') =>
      openPostgres({ url: database.url(login), timeoutMs: 30_000 });
    [here, there] = [await open('bridge'), await open('commands')];
    [bridge, commands] = [rowsOf(here), rowsOf(there)];
    sql = database.client('postgres');
    id = newBridgeId();
  });
  afterEach(async () => {
    await sql.end();
    await Promise.all([here.close(), there.close()]);
    await database.drop();
  });

  function rowsOf({ bridges }: Store): Bridges {
    if (bridges === undefined) throw new Error('no rows of bridges');
    return bridges;
  }
  const enter = (name = 'north', leaseMs = 60_000) => bridge.enter({ id, name, leaseMs });
  const theRow = async () => (await commands.list()).rows[0];

  /** An account with a camera that another may see, and a linking. */
  async function settle() {
    const [birch, harbour] = [sampleAccount(), sampleAccount()];
    for (const one of [birch, harbour]) await there.operator.accounts.add(one);
    const camera = sampleCamera();
    const own = sampleEntry(birch.id);
    await there.operator.map.addCamera(camera, own, nowhere);
    await there.operator.map.addEntry(camera.camera, sampleEntry(harbour.id, { role: 'viewer' }));
    const grant = sampleGrant(birch.id);
    await there.of(grant.account).addGrant(grant, sampleCode(grant));
    return { birch, harbour, camera, own, grant };
  }

  test('a bridge enters, says what it has acted on, and leaves', async () => {
    expect((await commands.list()).rows).toEqual([]);
    await enter();
    expect(await theRow()).toMatchObject({ id, name: 'north', leaseMs: 60_000, beat: 0 });
    const { taken, beat, revisions } = await bridge.look(id, nothing, []);
    expect([beat, revisions.control]).toEqual([1, 1]);
    // Its own transaction runs yet.
    expect(revisions.all).toBeLessThanOrEqual(await here.revision());
    const acted = { taken, ...revisions };
    await bridge.acted(id, acted);
    expect(await theRow()).toMatchObject({ beat: 1, acted });
    // What an earlier look says, which comes late, takes nothing back.
    await bridge.acted(id, { ...acted, taken: taken - 1 });
    expect((await theRow())?.acted.taken).toBe(taken);
    await bridge.leave(id);
    expect((await commands.list()).rows).toEqual([]);
    await expect(bridge.look(id, acted, [])).rejects.toMatchObject({ code: 'not-found' });
  });

  test('its lease begins anew with each look, by the clock of the server', async () => {
    await enter('north', 1_000);
    await sql`UPDATE casement.bridges SET until = casement.server_time() - 5000`;
    expect((await theRow())?.leftMs).toBeLessThanOrEqual(-5_000);
    await bridge.acted(id, nothing);
    expect((await theRow())?.leftMs).toBeLessThanOrEqual(-5_000);
    await bridge.look(id, nothing, []);
    const left = (await theRow())?.leftMs ?? 0;
    expect(left).toBeLessThanOrEqual(1_000);
    expect(left).toBeGreaterThan(-5_000);
  });

  test('a row that is long over goes when another bridge enters; one that is over stays', async () => {
    await enter();
    const [old, late] = [id, newBridgeId()];
    await sql`UPDATE casement.bridges SET until = casement.server_time() - 1000`;
    await bridge.enter({ id: late, name: 'late', leaseMs: 60_000 });
    expect((await commands.list()).rows.map((row) => row.id).toSorted()).toEqual(
      [old, late].toSorted(),
    );
    await sql`UPDATE casement.bridges SET until = casement.server_time() - 1000000 WHERE id = ${old}`;
    await bridge.enter({ id: newBridgeId(), name: 'later', leaseMs: 60_000 });
    expect((await commands.list()).rows.map(({ name }) => name)).toEqual(['late', 'later']);
  });

  test('a bridge may neither list rows nor call, nor touch the table', async () => {
    await enter();
    await expect(bridge.list()).rejects.toMatchObject({ code: 'storage-down' });
    await expect(bridge.call()).rejects.toMatchObject({ code: 'storage-down' });
    for (const login of ['bridge', 'commands'] as const) {
      const client = database.client(login);
      await expect(client`SELECT 1 FROM casement.bridges`).rejects.toMatchObject({ code: '42501' });
      await expect(client`DELETE FROM casement.takings`).rejects.toMatchObject({ code: '42501' });
      await client.end();
    }
  });

  test('whoever looks after a call has reached it; whoever looked before has not', async () => {
    await enter();
    const before = await bridge.look(id, nothing, []);
    const { taken } = await commands.call();
    expect(before.taken).toBeLessThan(taken);
    expect((await bridge.look(id, nothing, [])).taken).toBe(taken);
  });

  test('what takes something away is counted once it is committed, however long another transaction runs', async () => {
    const { birch, harbour, camera, own, grant } = await settle();
    let before = await here.operator.restores.reached();
    const raises = async (work: () => Promise<unknown>): Promise<boolean> => {
      await work();
      const now = await here.operator.restores.reached();
      const raised = now > before;
      before = now;
      return raised;
    };
    await sql.begin(async (open) => {
      await open`SELECT pg_current_xact_id()`;
      const link = sampleGrant(birch.id);
      expect(await raises(() => there.of(link.account).addGrant(link, sampleCode(link)))).toBe(
        false,
      );
      const suspended = there.operator.suspensions.suspend.bind(
        there.operator.suspensions,
        everything,
      );
      expect(await raises(suspended)).toBe(true);
      expect(await raises(() => there.of(grant.account).revokeGrant(grant.id))).toBe(true);
      expect(await raises(() => there.of(harbour.id).removeEntry(own.device))).toBe(false);
      expect(await raises(() => there.operator.map.removeCamera(camera.camera))).toBe(true);
      expect(await raises(() => there.of(harbour.id).remove())).toBe(true);
    });
    await sql
      .begin(async (open) => {
        await open`DELETE FROM casement.accounts`;
        throw new Error('not committed');
      })
      .catch(() => undefined);
    expect(await raises(async () => undefined)).toBe(false);
  });

  test('many that were counted are added up, and everybody counts the same', async () => {
    await enter();
    await sql`INSERT INTO casement.takings SELECT FROM generate_series(1, 1000)`;
    const before = await here.operator.restores.reached();
    await bridge.acted(id, nothing);
    expect(await here.operator.restores.reached()).toBe(before);
    expect(await sql`SELECT count(*) FROM casement.takings`).toEqual([{ count: 0 }]);
    expect((await commands.call()).taken).toBe(before + 1);
  });

  /** Waits until somebody waits for a lock. */
  const untilBlocked = () =>
    until(
      async () =>
        (
          await sql`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
        ).length > 0,
      10_000,
    );

  test('a call waits for a beat that is under way, and sees how long its lease is', async () => {
    await enter();
    await sql`UPDATE casement.bridges SET until = 0`;
    const beating = database.client('bridge');
    let called: ReturnType<Bridges['call']> | undefined;
    await beating.begin(async (beat) => {
      await beat`SELECT * FROM casement.bridge_look(${id}, 0::bigint, 0::bigint, 0::bigint, '', '', '', '')`;
      called = commands.call();
      await untilBlocked();
    });
    await beating.end();
    expect((await called)?.rows[0]?.leftMs).toBeGreaterThan(0);
  });

  test('a beat that comes while a command reads the rows finds what that wrote', async () => {
    await enter();
    await there.operator.suspensions.suspend(everything);
    const calling = database.client('commands');
    let looked: ReturnType<Bridges['look']> | undefined;
    const taken = await calling.begin(async (call) => {
      const [row] = await call<
        { taken_by_all: number }[]
      >`SELECT taken_by_all FROM casement.bridges_call()`;
      looked = bridge.look(id, nothing, []);
      await untilBlocked();
      return row?.taken_by_all ?? Infinity;
    });
    await calling.end();
    expect((await looked)?.taken).toBeGreaterThanOrEqual(taken);
  });

  test('a database that has lost what was counted is known by the next look, and no look is answered any more', async () => {
    await enter();
    await there.operator.suspensions.suspend(everything);
    const { taken } = await bridge.look(id, nothing, []);
    expect([bridge.highest, bridge.wentBack]).toEqual([taken, false]);
    await sql`UPDATE casement.takings_before SET value = value - 1`;
    await expect(bridge.look(id, nothing, [])).rejects.toMatchObject({ code: 'storage-down' });
    await sql`UPDATE casement.takings_before SET value = value + 2`;
    await expect(bridge.look(id, nothing, [])).rejects.toMatchObject({ code: 'storage-down' });
    expect([bridge.highest, bridge.wentBack]).toEqual([taken, true]);
  });

  test('also where others have counted since: the beat that found it is lost with it', async () => {
    await enter();
    await bridge.look(id, nothing, []);
    await there.operator.suspensions.suspend(everything);
    await bridge.look(id, nothing, []);
    await sql`UPDATE casement.bridges SET beat = 0`;
    await expect(bridge.look(id, nothing, [])).rejects.toMatchObject({ code: 'storage-down' });
    expect(bridge.wentBack).toBe(true);
  });

  test('beats that were lost alone take nothing back', async () => {
    await enter();
    for (let beat = 0; beat < 5; beat += 1) await bridge.look(id, nothing, []);
    await sql`UPDATE casement.bridges SET beat = 2`;
    expect((await bridge.look(id, nothing, [])).beat).toBe(3);
    expect(bridge.wentBack).toBe(false);
  });

  test('a distrusted database is far ahead of what any folder has seen of it', async () => {
    const seen = await here.operator.restores.reached();
    const { revision } = await there.operator.restores.distrust(seen + 10);
    expect(revision).toBeGreaterThan(seen + 500_000_000);
    expect(await here.operator.restores.reached()).toBe(revision);
  });
});
