/** How long a bridge takes until it answers, with very many accounts. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../common/free-port.ts';
import { endChild } from '../end-child.ts';
import { until } from '../until.ts';
import type { Table, Target } from './report.ts';
import type { House } from './scale-house.ts';
import type { Stage } from './stage.ts';
import { median } from './statistics.ts';

const program = fileURLToPath(new URL('../../main.js', import.meta.url));
const maxMs = 2_000;
const times = 3;

async function startOnce({ environment, folder }: House): Promise<number> {
  const port = await freePort();
  const beganAt = performance.now();
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'], ...environment, PORT: String(port) },
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const answers = () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      );
    await until(answers, 60_000, { what: 'the bridge answers', intervalMs: 5 });
    return performance.now() - beganAt;
  } finally {
    await endChild(child, () => child.kill('SIGTERM'));
  }
}

/** Starts a bridge on each house, several times. */
export async function timeStarts(
  stage: Stage,
  houses: readonly House[],
): Promise<{ readonly table: Table; readonly targets: readonly Target[] }> {
  const rows: (string | number)[][] = [];
  const targets: Target[] = [];
  for (const house of houses) {
    const found: number[] = [];
    while (found.length < times) found.push(await startOnce(house));
    const [value, accounts] = [median(found), house.accounts.toLocaleString('en')];
    rows.push([house.engine, accounts, value]);
    const name = `${house.engine}, ${accounts} accounts: until the bridge answers`;
    targets.push({ name, value, limit: maxMs, unit: 'ms' });
    stage.say(`${name}: ${found.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  }
  const table = {
    title: 'Start',
    note: `Milliseconds from the start of the process to the first answer, medians of ${times}.`,
    columns: ['engine', 'accounts', 'ms'],
    rows,
  };
  return { table, targets };
}
