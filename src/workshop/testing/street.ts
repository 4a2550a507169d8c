/**
 * A bridge and its commands as processes, and the two accounts of its demo with their displays:
 * only what every commit since the first release has. Cameras are added by the test.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../until.ts';
import { listMedia } from '../../simulator/client/hls-reader.ts';
import type { DemoFile } from '../../simulator/demo/demo-file.ts';
import { link } from '../../simulator/client/link.ts';
import type { Watermark } from '../../simulator/watermark/watermark.ts';
import { openWorkplace } from './bridge-process.ts';
import { checkout } from './checkout.ts';
import { intendAt, type Intend } from './intend.ts';
import { watermarksOfSegment, ownersOf } from './watermarked-camera.ts';
import { runCommand } from './run-command.ts';
import type { Finished } from './run-ts.ts';
import { givenIn, streamCommand, type GivenStream } from './streams.ts';

export interface LinkedAccount {
  readonly email: string;
  readonly token: string;
}

/** What came of asking for a camera. */
export interface Seen {
  /** Whose pictures the display received. */
  readonly of: readonly string[];
  /** What Google was told: `SUCCESS`, or why not. */
  readonly told: string;
}

export interface Street {
  readonly dataDir: string;
  /** Where the bridge is reached, who plays Google, and all accounts. */
  readonly demo: DemoFile;
  /** The bridge's. */
  readonly pid: number;
  readonly birch: LinkedAccount;
  readonly harbour: LinkedAccount;
  /** Everything that the bridge has written. */
  readonly logged: () => string;
  /** The lines of the log that name a device. */
  linesOf(device: string): readonly string[];
  /** `casement <args>`, to its end. */
  casement(...args: string[]): Promise<Finished>;
  /** The same, which must succeed with `--json`; returns what it printed. */
  told(...args: string[]): Promise<unknown>;
  /** `casement camera add` with further options; returns the device id. */
  addCamera(account: LinkedAccount, rtsp: string, ...options: string[]): Promise<string>;
  /** A second row of one that the account has already, by whichever commands there are. */
  addCameraAgain(account: LinkedAccount, rtsp: string): Promise<string>;
  /** One that nobody has tried: newer commands try a camera when they add it. */
  addUntried(account: LinkedAccount, rtsp: string): Promise<string>;
  /** The stream of a device, or what else was answered to EXECUTE. */
  ask(
    account: LinkedAccount,
    device: string,
    protocol?: 'hls' | 'webrtc',
  ): Promise<GivenStream | string>;
  /** The same if it has to be given. */
  open(account: LinkedAccount, device: string, protocol?: 'hls' | 'webrtc'): Promise<GivenStream>;
  /** Asks for a device's stream and watches it until ten pictures have come that were filmed since then. */
  watch(account: LinkedAccount, device: string, since?: number): Promise<Seen>;
  /** The same where the account's own camera, and no other, has to be shown. */
  shown(account: LinkedAccount, device: string): Promise<void>;
  close(): Promise<void>;
}

const timeoutMs = 30_000;
/** Pictures after which a display has seen whose they are. */
const enough = 10;

/** Waits until `so` returns something else than undefined or false, and returns that. @throws Error after 30 s. */
export const eventually = <T>(what: string, so: () => T | Promise<T>) =>
  until(so, timeoutMs, { what, intervalMs: 50 });

/** What is counted, as soon as there is one; none after five seconds. */
export async function counted(count: () => number): Promise<number> {
  const end = Date.now() + 5_000;
  while (count() === 0 && Date.now() < end) await sleep(50);
  return count();
}

/** The segments that a stream lists now. */
export async function segmentsOf(master: string): Promise<string[]> {
  const read = async (name: string): Promise<string> => {
    const answer = await fetch(new URL(name, master));
    return answer.ok ? answer.text() : '';
  };
  const { media, segments } = await listMedia(read, master);
  return segments.map((name) => new URL(name, new URL(media, master)).href);
}

const bytesOf = async (url: string): Promise<Buffer> => {
  const answer = await fetch(url);
  return Buffer.from(answer.ok ? await answer.arrayBuffer() : new ArrayBuffer(0));
};

/** What stands in all that a stream lists now, but for segments in `known`, which are added to. */
export async function watermarksIn(
  master: string,
  known = new Set<string>(),
): Promise<Watermark[]> {
  const fresh = (await segmentsOf(master)).filter((url) => !known.has(url));
  for (const url of fresh) known.add(url);
  return (await Promise.all(fresh.map(bytesOf))).flatMap(watermarksOfSegment);
}

/** Whose pictures are in the still of a stream. */
export const stillOf = ({ url }: GivenStream): Promise<Buffer> =>
  bytesOf(new URL('snapshot.jpg', url).href);

/** `settings` of the bridge, which writes all that it has to say unless they say otherwise. */
export async function openStreet(settings: Record<string, string> = {}): Promise<Street> {
  const workplace = await openWorkplace();
  const bridge = await workplace.start({ LOG_LEVEL: 'debug', ...settings });
  const { demo, dataDir } = bridge;
  const { origin, oauth } = demo;
  const intend: Intend = intendAt(origin);
  const cli = new URL('src/cli/main.ts', checkout);
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };

  async function moveIn(name: string): Promise<LinkedAccount> {
    const account = demo.accounts.find((one) => one.name === name);
    if (account === undefined) throw new TypeError(`no household ${name}`);
    const { email, password } = account;
    const { accessToken: token } = await link({ origin, ...oauth, email, password });
    return { email, token };
  }

  const casement = (...args: string[]): Promise<Finished> =>
    runCommand(cli, args, { cwd: workplace.folder, env });

  async function told(...args: string[]): Promise<unknown> {
    const { code, stdout, stderr } = await casement(...args, '--json');
    if (code !== 0) throw new Error(`casement ${args[0]} ${args[1]} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout);
  }

  const ask: Street['ask'] = async ({ token }, device, protocol = 'hls') => {
    const { body } = await intend(token, 'EXECUTE', streamCommand(device, [protocol]));
    const [{ status, errorCode }] = body.payload.commands;
    return givenIn(body) ?? errorCode ?? status;
  };

  async function open(...asked: Parameters<Street['ask']>): Promise<GivenStream> {
    const given = await ask(...asked);
    if (typeof given === 'string') throw new Error(`no stream of ${asked[1]}: ${given}`);
    return given;
  }

  const watch: Street['watch'] = async (account, device, since = 0) => {
    const given = await ask(account, device);
    if (typeof given === 'string') return { of: [], told: given };
    const known = new Set<string>();
    const watermarks: Watermark[] = [];
    const end = Date.now() + timeoutMs;
    while (watermarks.length < enough && Date.now() < end) {
      const fresh = await watermarksIn(given.url, known);
      watermarks.push(...fresh.filter(({ filmedAt }) => filmedAt >= since));
      // What is running out may have been given still.
      const again = watermarks.length === 0 ? await ask(account, device) : given;
      if (typeof again === 'string') return { of: [], told: again };
      await sleep(100);
    }
    return { of: ownersOf(watermarks), told: 'SUCCESS' };
  };

  const addCamera: Street['addCamera'] = async ({ email }, rtsp, ...options) => {
    const args = ['--account', email, '--name', 'Gate', '--rtsp', rtsp, ...options];
    return ((await told('camera', 'add', ...args)) as { device: string }).device;
  };

  /** With an option where the commands know it. */
  async function addWith(option: string, account: LinkedAccount, rtsp: string): Promise<string> {
    const { stdout } = await casement('camera', 'add', '--help');
    return addCamera(account, rtsp, ...(stdout.includes(option) ? [option] : []));
  }

  return {
    dataDir,
    demo,
    pid: bridge.pid,
    birch: await moveIn('Birch'),
    harbour: await moveIn('Harbour'),
    logged: bridge.output,
    linesOf: (device) =>
      bridge
        .output()
        .split('\n')
        .filter((line) => line.includes(device)),
    casement,
    told,
    addCamera,
    addCameraAgain: (account, rtsp) => addWith('--again', account, rtsp),
    addUntried: (account, rtsp) => addWith('--no-check', account, rtsp),
    ask,
    open,
    watch,
    async shown(account, device) {
      const { of, told: said } = await watch(account, device);
      const [owner = 'nobody', ...others] = of;
      if (others.length > 0 || account.email !== `${owner}@example.net`) {
        throw new Error(`${account.email} was told ${said} and shown ${of.join(' and ')}`);
      }
    },
    close: () => workplace.close(),
  };
}
