/** SYNC, QUERY and EXECUTE, against the baseline in the same run. */
import { dataFolder } from '../../storage/data-folder.ts';
import { askersOf, environmentOf, publicUrl, settle } from './settle.ts';
import { askOnce, type Asker, type IntentName } from './intents.ts';
import { compare, type Target } from './load.ts';
import type { Findings } from './report.ts';
import type { Stage } from './stage.ts';

interface Workload {
  readonly name: string;
  readonly intent: IntentName;
  readonly askers: readonly Asker[];
}

const accountsEach = 8;
/** How many times the baseline's CPU each may take. */
const maxTimesBaseline: Readonly<Record<IntentName, number>> = { SYNC: 2, QUERY: 2, EXECUTE: 1.5 };

/** Opens every camera that is asked about, and notes the answers. */
async function rehearse(origin: string, { intent, askers }: Workload) {
  const answers: [string, unknown][] = [];
  for (const asker of askers) answers.push([asker.account, await askOnce(origin, intent, asker)]);
  return answers;
}

/** The payloads the baseline is to give, by account and intent. */
async function prepare(origin: string, workloads: readonly Workload[]) {
  const answers: Record<string, Record<string, unknown>> = {};
  for (const workload of workloads) {
    for (const [account, payload] of await rehearse(origin, workload)) {
      answers[account] = {
        ...answers[account],
        [`action.devices.${workload.intent}`]: payload,
      };
    }
  }
  return answers;
}

async function workloadsOn(stage: Stage, folder: string): Promise<readonly Workload[]> {
  const { urls } = await stage.cameras(accountsEach);
  const kinds = [1, 10, 100].map((camerasEach) => ({
    accounts: accountsEach,
    camerasEach,
    rtsp: (at: number) => urls[at] ?? '',
  }));
  const settled = await settle(folder, kinds);
  const [one = [], ten = [], hundred = []] = settled.map((kind) => askersOf(folder, kind));
  return [
    { name: 'SYNC, 1 camera', intent: 'SYNC', askers: one },
    { name: 'SYNC, 10 cameras', intent: 'SYNC', askers: ten },
    { name: 'SYNC, 100 cameras', intent: 'SYNC', askers: hundred },
    // EXECUTE comes first in the rehearsal, so that QUERY finds the cameras open.
    { name: 'EXECUTE', intent: 'EXECUTE', askers: one },
    { name: 'QUERY', intent: 'QUERY', askers: one },
  ];
}

/** The part `webhook`. */
export async function webhook(stage: Stage): Promise<Findings> {
  const folder = await stage.folder('webhook');
  const workloads = await workloadsOn(stage, folder);
  const bridge = await stage.bridge({ environment: environmentOf(folder) });
  const baseline = await stage.baseline(dataFolder(folder).keys, publicUrl);
  await baseline.child.ask('answers', await prepare(bridge.origin, workloads));

  const rows: (string | number)[][] = [];
  const targets = [];
  const [seconds, rounds] = stage.quick ? [0.5, 2] : [1, 4];
  for (const { name, intent, askers } of workloads) {
    let heated = false;
    for (const connections of stage.quick ? [10] : [10, 1, 50]) {
      const sides: [Target, Target] = [
        { ...bridge, askers },
        { ...baseline, askers },
      ];
      const load = { intent, connections, seconds };
      // One round says little on a shared machine: the most work has the most of them.
      const turns = intent === 'EXECUTE' && !stage.quick ? rounds * 3 : rounds;
      const [ours, bare] = await compare(...sides, load, turns, heated ? 0.1 : 1);
      heated = true;
      const times = ours.cpu / bare.cpu;
      rows.push([
        name,
        String(connections),
        ours.requestsPerSecond,
        ours.cpu,
        ours.p99,
        bare.requestsPerSecond,
        bare.cpu,
        times,
      ]);
      stage.say(
        `${name} at ${connections}: ${ours.cpu.toFixed(1)} µs, baseline ${bare.cpu.toFixed(1)} µs`,
      );
      const connected = connections === 1 ? '1 connection' : `${connections} connections`;
      targets.push({
        name: `CPU of ${name}, ${connected}`,
        value: times,
        limit: maxTimesBaseline[intent],
        unit: '× baseline',
      });
    }
  }
  const columns = ['', 'connections', 'requests/s', 'CPU µs', 'p99 ms', 'baseline requests/s'];
  const table = {
    title: 'Webhook',
    note:
      'CPU is that of the server per request, all its threads, less what open cameras cost. The ' +
      'baseline is bare node:http that parses, verifies and signs the same, by the same ' +
      'functions, with random bytes drawn one by one. Medians of ' +
      `${rounds} rounds in turn${stage.quick ? '' : ', for EXECUTE of three times as many'}.`,
    columns: [...columns, 'baseline CPU µs', 'CPU ×'],
    rows,
  };
  return { tables: [table], targets };
}
