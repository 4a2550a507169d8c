/** The same requests with few and with very many accounts in the map. */
import { askersOf, environmentOf, settle } from './settle.ts';
import { askOnce, type Asker, type IntentName } from './intents.ts';
import { compare, type Target } from './load.ts';
import type { Findings } from './report.ts';
import type { Stage } from './stage.ts';

const few = 10;
const intents: readonly IntentName[] = ['SYNC', 'QUERY', 'EXECUTE'];
const maxPercent = 15;

/** Starts a bridge with so many accounts, of which `few`, spread over the map, are going to ask. */
async function bridgeWith(stage: Stage, count: number, urls: readonly string[]): Promise<Target> {
  const folder = await stage.folder(`accounts-${count}`);
  const apart = count / few;
  const kind = {
    accounts: count,
    camerasEach: 1,
    rtsp: (at: number) => urls[Math.floor(at / apart)] ?? '',
  };
  const began = performance.now();
  const [settled = []] = await settle(folder, [kind], (by) => {
    if (by % 20_000 === 0) stage.say(`${by.toLocaleString('en')} accounts settled`);
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  stage.say(`${count.toLocaleString('en')} accounts in the map after ${seconds} s`);
  const askers: readonly Asker[] = askersOf(
    folder,
    settled.filter((_, at) => at % apart === 0),
  );
  const bridge = await stage.bridge({ environment: environmentOf(folder) });
  for (const asker of askers) await askOnce(bridge.origin, 'EXECUTE', asker);
  return { ...bridge, askers };
}

/** The part `accounts`. */
export async function accounts(stage: Stage): Promise<Findings> {
  const many = stage.quick ? 10_000 : 100_000;
  const { urls } = await stage.cameras(few);
  const small = await bridgeWith(stage, few, urls);
  const large = await bridgeWith(stage, many, urls);
  const [seconds, rounds] = stage.quick ? [0.5, 3] : [1, 9];
  const named = [few, many].map((count) => `${count.toLocaleString('en')} accounts`);
  const rows: (string | number)[][] = [];
  const targets = [];
  for (const intent of intents) {
    const [a, b] = await compare(small, large, { intent, connections: 10, seconds }, rounds);
    const percent = Math.abs(b.cpu / a.cpu - 1) * 100;
    rows.push([intent, a.requestsPerSecond, b.requestsPerSecond, a.cpu, b.cpu, b.cpu / a.cpu]);
    stage.say(`${intent}: ${a.cpu.toFixed(1)} µs and ${b.cpu.toFixed(1)} µs`);
    targets.push({
      name: `CPU of ${intent}, ${named.join(' against ')}`,
      value: percent,
      limit: maxPercent,
      unit: '% apart',
    });
  }
  const columns = ['requests/s', 'CPU µs'].flatMap((what) => named.map((n) => `${what}, ${n}`));
  const table = {
    title: 'Accounts in the map',
    note:
      `The same ${few} households ask at 10 connections, spread over the map. Medians of ` +
      `${rounds} rounds in turn.`,
    columns: ['', ...columns, 'CPU ×'],
    rows,
  };
  return { tables: [table], targets };
}
