/**
 * Whether the time of an answer distinguishes another account's device from one that does not exist.
 *
 * It asks about both in turn, on one connection; then any foreign time is compared with any absent one. If
 * the foreign answer is the slower one as often as not, time says nothing.
 */
import { newDeviceId } from '../../identity/ids.ts';
import { createHttpClient } from './http-client.ts';
import { askersOf, environmentOf, settle } from './settle.ts';
import { intentBody, intentHeaders } from './intents.ts';
import type { Findings } from './report.ts';
import type { Stage } from './stage.ts';
import { median, shareAbove } from './statistics.ts';

const warming = 2_000;
/** As many ids of each sort, so that neither is better known to any cache on the way. */
const ids = 50;
const maxPoints = 3;

interface Timed {
  readonly text: string;
  /** Milliseconds from the first byte sent to the last one received. */
  readonly ms: number;
}

/** A way to ask one bridge, always by the same connection. */
function line(origin: string, token: string) {
  const client = createHttpClient(origin, '127.0.0.1', 1);
  const headers = intentHeaders(token);
  async function ask(body: string): Promise<Timed> {
    const began = performance.now();
    const answer = await client.ask('/fulfillment', { method: 'POST', headers, body });
    const ms = performance.now() - began;
    return { text: answer.body.toString(), ms };
  }
  return { ask, close: () => client.close() };
}

/** The items round and round, from `at`, which may be negative. */
function pick<T>(items: readonly T[], at: number): T {
  const item = items.at(at % items.length);
  if (item === undefined) throw new TypeError('nothing to pick from');
  return item;
}

/** The part `strangers`. */
export async function strangers(stage: Stage): Promise<Findings> {
  const folder = await stage.folder('strangers');
  const nowhere = () => 'rtsp://camera.invalid/';
  const [settled = []] = await settle(folder, [
    { accounts: ids + 1, camerasEach: 1, rtsp: nowhere },
  ]);
  const [asker, ...neighbours] = askersOf(folder, settled);
  if (asker === undefined) throw new TypeError('somebody was settled');
  const { origin } = await stage.bridge({ environment: environmentOf(folder) });
  const { ask, close } = line(origin, asker.token);
  stage.later(async () => close());
  const pairs = stage.quick ? 2_000 : 10_000;
  const rows: (string | number)[][] = [];
  const targets = [];
  for (const intent of ['QUERY', 'EXECUTE'] as const) {
    const foreign: number[] = [];
    const absent: number[] = [];
    const both = neighbours.map(({ device }) => {
      const nobodys = newDeviceId();
      return {
        device,
        nobodys,
        bodies: [intentBody(intent, device), intentBody(intent, nobodys)] as const,
      };
    });
    for (let at = -warming; at < pairs; at += 1) {
      const { device, nobodys, bodies } = pick(both, at);
      // In turn the one and the other first, so that what comes first costs both alike.
      const swapped = Math.floor(at / ids) % 2 === 0;
      const one = await ask(bodies[swapped ? 1 : 0]);
      const other = await ask(bodies[swapped ? 0 : 1]);
      const [there, gone] = swapped ? [other, one] : [one, other];
      const same = there.text.replaceAll(device, nobodys) === gone.text;
      if (!same || !gone.text.includes('deviceNotFound')) {
        throw new Error(`${intent} told another household's device from an absent one`);
      }
      if (at < 0) continue;
      foreign.push(there.ms);
      absent.push(gone.ms);
    }
    const slower = shareAbove(foreign, absent) * 100;
    rows.push([intent, median(foreign) * 1000, median(absent) * 1000, slower]);
    stage.say(`${intent}: the foreign answer is the slower one in ${slower.toFixed(1)} %`);
    targets.push({
      name: `${intent}: how often a foreign answer is slower than an absent one`,
      value: Math.abs(slower - 50),
      limit: maxPoints,
      unit: 'points from 50 %',
    });
  }
  const table = {
    title: 'Strangers',
    note:
      "Answers about another household's device and about one that does not exist, asked in turn " +
      `${pairs.toLocaleString('en')} times. At 50 % their time tells nothing.`,
    columns: ['', 'foreign, median µs', 'absent, median µs', 'foreign is slower, %'],
    rows,
  };
  return { tables: [table], targets };
}
