/** How long every command takes with very many accounts. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openKeyRing } from '../../identity/keyring.ts';
import type { AccountId } from '../../identity/ids.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { createRegister } from '../../wall/operator/register.ts';
import { noNames } from '../../wall/partitions/claims.ts';
import type { Table, Target } from './report.ts';
import { runCasement } from './run-casement.ts';
import type { House } from './scale-house.ts';
import type { Stage } from './stage.ts';
import { median } from './statistics.ts';

const maxMs = 100;
const times = 5;

/** An account that was seeded. */
interface Person {
  readonly id: AccountId;
  readonly email: string;
  readonly devices: readonly string[];
}

interface Command {
  /** The words that name it. */
  readonly name: string;
  /** What follows them; `person` gives one that nobody was given before. */
  readonly args: (person: () => Person, at: number) => readonly string[];
  readonly input?: string;
}

const password = 'a long password of the bench\n';
const fingerprint = `SHA256:${'A'.repeat(43)}`;

/** Those that name an account or a camera, or list a page; in an order in which each finds what it needs. */
const commands: readonly Command[] = [
  { name: 'account list', args: () => [] },
  { name: 'account list', args: () => ['--limit', '1000'] },
  {
    name: 'account add',
    args: (_person, at) => [`new-${at}@example.net`, '--name', 'New', '--password-stdin'],
    input: password,
  },
  { name: 'account password', args: (one) => [one().email, '--password-stdin'], input: password },
  { name: 'account confirm', args: (one) => [one().email, '--yes'] },
  { name: 'account unlink', args: (one) => [one().email] },
  { name: 'account remove', args: (one) => [one().email, '--yes'] },
  { name: 'camera list', args: () => [] },
  { name: 'camera list', args: () => ['--limit', '1000'] },
  { name: 'camera list', args: (one) => ['--account', one().email, '--wide'] },
  {
    name: 'camera add',
    args: (one, at) =>
      `--account ${one().email} --name New --no-check --rtsp rtsp://192.0.2.${at + 1}/new`.split(
        ' ',
      ),
  },
  {
    name: 'camera source',
    args: (one, at) => [
      one().devices[0] ?? '',
      '--no-check',
      '--rtsp',
      `rtsp://192.0.2.${at + 1}/`,
    ],
  },
  { name: 'camera confirm', args: (one) => [one().devices[0] ?? '', '--key', fingerprint] },
  { name: 'camera rename', args: (one) => [one().devices[0] ?? '', 'Garden'] },
  { name: 'camera share', args: (one) => [one().devices[0] ?? '', one().email] },
  { name: 'camera swap', args: (one) => [...one().devices.slice(0, 2), '--no-check'] },
  { name: 'camera transfer', args: (one) => [one().devices[0] ?? '', one().email, '--yes'] },
  { name: 'camera repin', args: (one) => [one().devices[1] ?? ''] },
  { name: 'camera remove', args: (one) => [one().devices[0] ?? '', '--yes'] },
  { name: 'make unique', args: (_person, at) => [`Maker ${at}`] },
  { name: 'make list', args: () => [] },
  { name: 'make repeats', args: (_person, at) => [`Maker ${at}`] },
  { name: 'suspend', args: (one) => ['--account', one().email] },
  { name: 'suspend', args: (one) => ['--device', one().devices[0] ?? ''] },
  { name: 'suspend', args: (_person, at) => ['--model', `Model ${at}`] },
  { name: 'suspensions', args: () => [] },
  { name: 'resume', args: (_person, at) => ['--model', `Model ${at}`] },
  { name: 'audit show', args: (one) => ['--account', one().email] },
];

/** Those that read everything, and say how far they have come. */
function longCommands(folder: string, engine: House['engine']): readonly (readonly string[])[] {
  const secret = ['--key-file', join(folder, 'bench-secret')];
  return [
    ['audit', 'verify'],
    ['audit', 'exposure', '--since', '2020-01-01'],
    ['audit', 'exposure', '--since', '2020-01-01', '--model', 'Model 7', '--csv'],
    ['keys', 'list'],
    ...(engine === 'SQLite' ? [['backup', join(folder, 'bench-backup'), ...secret]] : []),
    ['keys', 'rotate'],
    ...(engine === 'SQLite'
      ? [['restore', join(folder, 'bench-backup'), '--over', ...secret]]
      : [['after-restore', '--yes']]),
    ['account', 'confirm', '--all', '--yes'],
  ];
}

/** Hands out accounts that were seeded, each once. */
async function people(house: House, most: number): Promise<() => Person> {
  const store = await house.open();
  try {
    const ring = openKeyRing(dataFolder(house.folder).keys);
    const register = createRegister(store, ring, noNames, streamForm);
    const found: Person[] = [];
    for (const { account } of await store.operator.accounts.page({ most })) {
      const devices = (await register.list(account.id)).filter(({ role }) => role === 'owner');
      found.push({ ...account, devices: devices.map(({ device }) => device) });
    }
    return () => {
      const next = found.pop();
      if (next === undefined) throw new RangeError('nobody is left');
      return next;
    };
  } finally {
    await store.close();
  }
}

const named = ({ name, args }: Command): string => {
  const nobody: Person = { id: '' as AccountId, email: '…', devices: ['…', '…'] };
  return [name, ...args(() => nobody, 0)].filter((word) => word !== '--yes').join(' ');
};

interface Found {
  readonly rows: readonly (string | number)[][];
  readonly targets: readonly Target[];
}

async function timeOne(house: House, command: Command, person: () => Person) {
  const words = command.name.split(' ');
  const [up, whole]: [number[], number[]] = [[], []];
  for (let at = 0; at < times; at += 1) {
    // What it prints for help is there as soon as its process is up.
    up.push((await runCasement([...words, '--help'], house.commands)).ms);
    const args = [...words, ...command.args(person, at)];
    whole.push((await runCasement(args, house.commands, command.input)).ms);
  }
  return { up: median(up), ms: median(whole) - median(up) };
}

async function timeAll(stage: Stage, house: House): Promise<Found> {
  const { engine, accounts } = house;
  const person = await people(house, 2 * times * commands.length);
  const rows: (string | number)[][] = [];
  const targets: Target[] = [];
  for (const command of commands) {
    const name = named(command);
    const { up, ms } = await timeOne(house, command, person);
    rows.push([engine, name, up, ms]);
    targets.push({ name: `${engine}: ${name}`, value: ms, limit: maxMs, unit: 'ms' });
    stage.say(`${engine}: ${name}: ${ms.toFixed(0)} ms more than ${up.toFixed(0)}`);
  }
  await writeFile(join(house.folder, 'bench-secret'), randomBytes(32));
  for (const args of longCommands(house.folder, engine)) {
    const name = args.filter((word) => !word.startsWith('/') && word !== '--key-file').join(' ');
    const { ms, stderr } = await runCasement(args, house.commands);
    rows.push([`${engine}, all ${accounts.toLocaleString('en')}`, name, '', ms]);
    const lines = stderr.trimEnd().split('\n').length;
    stage.say(`${engine}: ${name}: ${(ms / 1_000).toFixed(1)} s, ${lines} line(s) on the way`);
  }
  return { rows, targets };
}

/** Times all of them on each house; they change what is there. */
export async function timeCommands(
  stage: Stage,
  houses: readonly House[],
): Promise<{ readonly table: Table; readonly targets: readonly Target[] }> {
  const rows: (string | number)[][] = [];
  const targets: Target[] = [];
  for (const house of houses) {
    const found = await timeAll(stage, house);
    rows.push(...found.rows);
    targets.push(...found.targets);
  }
  const table = {
    title: 'Commands',
    note:
      `With ${(houses[0]?.accounts ?? 0).toLocaleString('en')} accounts; no bridge runs on the folder. Milliseconds until the process is up ` +
      `(the same command with --help), and from then on, medians of ${times}; of those that read everything the whole, once.`,
    columns: ['', 'command', 'up', 'ms'],
    rows,
  };
  return { table, targets };
}
