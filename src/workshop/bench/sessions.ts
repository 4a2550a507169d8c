/** Very many running sessions over a store that is some milliseconds away, while others write to it. */
import { setTimeout as pause } from 'node:timers/promises';
import { DeviceId } from '../../identity/ids.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Child } from './child.ts';
import type { Findings } from './report.ts';
import { askersOf, publicUrl, settle, type Settled } from './settle.ts';
import type { Stage } from './stage.ts';
import { median } from './statistics.ts';

const accounts = 1_000;
const camerasEach = 2;
const sessions = accounts * camerasEach;
const writesPerSecond = 10;
const farMs = [1, 20];
const warmMs = 3_000;
const lookMs = 10_000;
const looks = 9;
/** So often it is counted who may show nothing. */
const countIntervalMs = 250;
const maxPercent = 5;

/** Writes as others do: names, sign-ins, and now and then something of an account that watches. */
function beginWriting(folder: string, strangers: readonly Settled[], watchers: readonly Settled[]) {
  const store = openSqlite({ file: dataFolder(folder).database });
  let writes = 0;
  async function write(): Promise<void> {
    const at = (writes += 1);
    const whose = at % writesPerSecond === 0 ? watchers : strangers;
    const { account, device } = whose[at % whose.length] ?? {};
    if (account === undefined || device === undefined) throw new RangeError('nobody is there');
    if (at % 2 === 1) await store.of(account).addSignIn(`hash ${at}`, Date.now() + 60_000);
    else await store.of(account).rename(DeviceId(device), { name: `Camera ${at}`, nicknames: [] });
  }
  const timer = setInterval(() => void write(), 1_000 / writesPerSecond);
  return {
    writes: () => writes,
    async end() {
      clearInterval(timer);
      await store.close();
    },
  };
}

interface Look {
  /** Of a core. */
  readonly percent: number;
  readonly asked: number;
  readonly held: number;
}

async function look(child: Child, ms: number): Promise<Look> {
  const [cpu, asked, began] = [
    await child.cpu(),
    await child.ask<number>('asked'),
    performance.now(),
  ];
  let held = 0;
  while (performance.now() - began < ms) {
    await pause(countIntervalMs);
    held = Math.max(held, await child.ask<number>('held'));
  }
  const seconds = (performance.now() - began) / 1_000;
  return {
    percent: ((await child.cpu()) - cpu) / (seconds * 10_000),
    asked: ((await child.ask<number>('asked')) - asked) / seconds,
    held,
  };
}

/** The part `sessions`. */
export async function runningSessions(stage: Stage): Promise<Findings> {
  const rows: (string | number)[][] = [];
  const targets = [];
  for (const storeMs of farMs) {
    const found = await stage.scene(async (scene) => {
      const folder = await scene.folder('sessions');
      const nowhere = () => 'rtsp://camera.invalid/';
      const kind = { camerasEach, rtsp: nowhere };
      const [watchers = [], strangers = []] = await settle(folder, [
        { ...kind, accounts },
        { ...kind, accounts: 100 },
      ]);
      const askers = askersOf(folder, watchers).map(({ token, devices }) => ({
        token,
        devices: [...devices],
      }));
      const child = scene.sessions({ folder, storeMs, issuer: publicUrl, sessions });
      await child.ask('play', askers);
      const writing = beginWriting(folder, strangers, watchers);
      scene.later(() => writing.end());
      await pause(warmMs);
      const all: Look[] = [];
      while (all.length < (scene.quick ? 1 : looks)) all.push(await look(child, lookMs));
      const { sessions: running, ends } = await child.ask<{ sessions: number; ends: string[] }>(
        'running',
      );
      const [percent, asked] = [
        median(all.map((one) => one.percent)),
        median(all.map((one) => one.asked)),
      ];
      const held = Math.max(...all.map((one) => one.held));
      scene.say(
        `${storeMs} ms away: ${percent.toFixed(1)} % of a core, ${running} run, ${ends.length} ended, ${held} held back at most`,
      );
      return { percent, asked, held, ended: ends.length };
    });
    const name = `${sessions.toLocaleString('en')} sessions, store ${storeMs} ms away`;
    rows.push([`${storeMs} ms`, found.percent, found.asked, found.held, found.ended]);
    targets.push(
      { name: `${name}: ended`, value: found.ended, limit: 0, unit: 'sessions' },
      { name: `${name}: held back at a time`, value: found.held, limit: 0, unit: 'sessions' },
      { name: `${name}: CPU`, value: found.percent, limit: maxPercent, unit: '% of a core' },
    );
  }
  const table = {
    title: 'Running sessions',
    note:
      `${sessions.toLocaleString('en')} sessions of ${accounts.toLocaleString('en')} accounts, the wall alone, while another ` +
      `process writes ${writesPerSecond} times a second (names and sign-ins; every tenth is of an account that watches). ` +
      `Medians of ${looks} looks of ${lookMs / 1_000} s; held back and ended: the most, and all.`,
    columns: ['store away', '% of a core', 'questions/s', 'held back', 'ended'],
    rows,
  };
  return { tables: [table], targets };
}
