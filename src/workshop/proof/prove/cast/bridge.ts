/** The bridge under proof: a child process that can be stopped, killed, frozen and started again. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { endChild } from '../../../end-child.ts';
import type { BridgeWord } from '../oracle/alarms.ts';
import { readWords } from './bridge-words.ts';
import type { ArgumentsOf } from './commands.ts';
import type { Names } from './names.ts';

export interface ProvedBridge {
  /** Where it listens itself. */
  readonly port: number;
  /**
   * Resolves when it listens. If given: another number of partitions kept open, and how far its wall clock is
   * ahead.
   */
  start(openPartitions?: number, aheadMs?: number): Promise<void>;
  /** Starts it when it must not start: returns what it said when it ended, undefined if it listens all the same. */
  refused(): Promise<string | undefined>;
  /** SIGTERM, and SIGKILL if that does not help. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Sets whether its files may grow (RLIMIT_FSIZE): if not, its writes fail as on a full disk. */
  growth(allowed: boolean): void;
  /** Moves its wall clock, until it is started anew. */
  jump(ms: number): void;
  /** Sets which host names of the run's own exist from now on, and at which addresses. */
  tell(names: Names): void;
  /** Returns what it said of cameras since the last call. */
  words(): readonly BridgeWord[];
  /** How often it ended without being asked to. */
  readonly accidents: () => number;
  /** How often it said that it stopped something foreign at the last moment. */
  alarms(): number;
  /** The end of what it logged. */
  log(): string;
}

export interface BridgeSettings {
  readonly folder: string;
  /** What its environment says of its database. */
  readonly database: Readonly<Record<string, string>>;
  /** Outside of the folder, which may be moved away. */
  readonly logFile: string;
  readonly port: number;
  readonly origin: string;
  readonly projectId: string;
  readonly client: { readonly id: string; readonly secret: string };
  readonly argumentsOf: ArgumentsOf;
}

const usualPartitions = 5_000;
const timeoutMs = 60_000;

function environmentOf({ folder, database, port, projectId, client }: BridgeSettings) {
  return {
    ...database,
    DATA_DIR: folder,
    HOST: '127.0.0.1',
    PORT: String(port),
    // Not used: the child puts its own origin there. It has to be of the right form all the same.
    PUBLIC_URL: 'https://prove.example.net',
    GOOGLE_PROJECT_ID: projectId,
    OAUTH_CLIENT_ID: client.id,
    OAUTH_CLIENT_SECRET: client.secret,
    STREAM_IDLE_SECONDS: '10',
    STREAM_OPEN_SECONDS: '20',
    CAMERA_LINGER_SECONDS: '3',
    // Its finds would suspend all delivery, and hide what prove should find.
    TRIPWIRE: 'off',
    LOG_LEVEL: 'warn',
  };
}

/** Prepares a bridge; `start` starts it. */
export function prepareBridge(settings: BridgeSettings): ProvedBridge {
  const { logFile, port, origin, argumentsOf } = settings;
  const extension = import.meta.url.slice(-2);
  const program = new URL(`../bridge-child.${extension}`, import.meta.url);
  let child: ChildProcess | undefined;
  let meant = true;
  let accidents = 0;
  let names: Names = {};

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child;
    if (ending === undefined) return;
    await endChild(ending, () => {
      meant = true;
      ending.kill(signal);
    });
  }

  async function start(openPartitions = usualPartitions, aheadMs = 0): Promise<void> {
    await end('SIGTERM');
    const log = openSync(logFile, 'a');
    const told = JSON.stringify({
      environment: environmentOf(settings),
      origin,
      openPartitions,
      aheadMs,
      names,
    });
    const started = spawn(process.execPath, [...argumentsOf(program), told], {
      stdio: ['ignore', log, log, 'ipc'],
      // Without ffmpeg: a still that the bridge makes itself bears no watermark.
      env: { ...process.env, PATH: '' },
    });
    closeSync(log);
    child = started;
    meant = false;
    started.on('exit', () => {
      if (!meant && child === started) accidents += 1;
    });
    // A message to a bridge that was just killed is lost; that is all.
    started.on('error', () => undefined);
    const up = once(started, 'message', { signal: AbortSignal.timeout(timeoutMs) });
    const gone = once(started, 'exit').then(() => {
      throw new Error(`the bridge did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
    });
    gone.catch(() => undefined);
    await Promise.race([up, gone]);
  }

  return {
    port,
    start,
    async refused() {
      const before = accidents;
      try {
        await start();
        return undefined;
      } catch (error) {
        accidents = before;
        return String(error);
      }
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    signal: (signal) => void child?.kill(signal),
    growth(allowed) {
      if (child?.pid === undefined) return;
      const soft = allowed ? 'unlimited' : '0';
      execFileSync('prlimit', ['--pid', String(child.pid), `--fsize=${soft}:`]);
    },
    jump: (jumpMs) => void child?.send({ jumpMs }),
    tell(change) {
      names = change;
      if (child?.connected === true) child.send({ names });
    },
    words: readWords(logFile),
    accidents: () => accidents,
    alarms: () => readFileSync(logFile, 'utf8').split('"alarm":"foreign-').length - 1,
    log: () => readFileSync(logFile, 'utf8').slice(-4000),
  };
}
