/** What every part of the bench works with; whatever it starts is stopped when the part is over. */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../../common/free-port.ts';
import { projectRoot } from '../../common/project-root.ts';
import type { AttackSettings } from './attack-settings.ts';
import type { BridgeSettings } from './bridge-child.ts';
import type { CameraKind } from './cameras-child.ts';
import { startChild, type Child, type Program } from './child.ts';
import type { AttackName, BenchOptions } from './options.ts';
import type { SessionsSettings } from './sessions-child.ts';

export interface Stage {
  /** Fewer and shorter rounds: for a look, not for a figure. */
  readonly quick: boolean;
  /** Which attacks the part `neighbour` is made of. */
  readonly attacks: readonly AttackName[];
  /** A line for whoever is waiting. */
  say(line: string): void;
  /** A new, empty data folder. */
  folder(name: string): Promise<string>;
  /** A bridge, and where it listens; `home` is another folder of compiled programs than this one. */
  bridge(settings: BridgeSettings, home?: URL): Promise<{ child: Child; origin: string }>;
  /** Compiles the bridge that compares no stamps; returns the folder of its programs. */
  bare(): Promise<URL>;
  baseline(keys: string, publicUrl: string): Promise<{ child: Child; origin: string }>;
  /** Simulated cameras in a process of their own. */
  cameras(count: number, kind?: CameraKind): Promise<{ child: Child; urls: readonly string[] }>;
  /** Displays by WebRTC in a process of their own. */
  displays(): Child;
  /** What attacks the bridge at `origin`, in a process of its own. */
  attacker(settings: AttackSettings): Child;
  /** The wall alone, with very many running sessions, in a process of its own. */
  sessions(settings: SessionsSettings): Child;
  /** Runs when the stage is cleared, last come first. */
  later(work: () => Promise<unknown>): void;
  /** A smaller stage upon this one, cleared at the end of `play`. */
  scene<T>(play: (stage: Stage) => Promise<T>): Promise<T>;
}

/** Runs one part on a stage of its own and clears up, whatever becomes of it. */
export async function onStage<T>(
  { quick, profile, attacks }: Pick<BenchOptions, 'quick' | 'profile' | 'attacks'>,
  say: (line: string) => void,
  play: (stage: Stage) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'casement-bench-'));
  const sweep = (): void => rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  // Even if interrupted it leaves nothing behind; the children end with their parent.
  process.once('exit', sweep);
  const closers: (() => Promise<unknown>)[] = [
    async () => {
      process.off('exit', sweep);
      sweep();
    },
  ];
  const nodeOptions = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const started = (program: Program, settings: unknown, home?: URL): Child => {
    const child = startChild(program, settings, nodeOptions, home);
    closers.push(() => child.stop());
    return child;
  };
  try {
    return await play({
      quick,
      attacks,
      say,
      later: (work) => void closers.push(work),
      scene: (inner) => onStage({ quick, profile, attacks }, say, inner),
      async folder(name) {
        const folder = join(root, name);
        await mkdir(folder, { mode: 0o700 });
        return folder;
      },
      async bare() {
        const folder = join(root, 'bare');
        await mkdir(folder);
        const maker = join(projectRoot, 'src/workshop/setup/bare.mjs');
        await promisify(execFile)(process.execPath, [maker, folder]);
        return pathToFileURL(join(folder, 'dist/workshop/bench/'));
      },
      async bridge({ environment, ...times }, home) {
        // Chosen here: a bridge with a public URL does not say where it really listens.
        const port = await freePort();
        const PORT = String(port);
        const settings = { ...times, environment: { ...environment, PORT } };
        const child = started('bridge-child', settings, home);
        await child.ask('started');
        return { child, origin: `http://127.0.0.1:${port}` };
      },
      async baseline(keys, publicUrl) {
        const child = started('baseline-child', { keys, publicUrl });
        return { child, origin: await child.ask<string>('origin') };
      },
      displays: () => started('displays-child', {}),
      sessions: (settings) => started('sessions-child', settings),
      attacker: (settings) => started('attack-child', settings),
      async cameras(count, kind) {
        const child = started('cameras-child', { count, ...kind });
        return { child, urls: await child.ask<string[]>('urls') };
      },
    });
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}
