/** How a running bridge takes commands, and notices that its data folder is no longer its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { listenForCommands, type ControlServer } from './listen.ts';
import type { CheckAsked, DeviceCondition, Question, Reply } from './messages.ts';

/** How often the database is looked at: together with ending the streams, well within a second. */
const lookIntervalMs = 250;
/** How long a stop may take to be written down before the command gets the answer that it is not yet. */
const writingMs = 1_500;

export interface ControlParts {
  /** Where the control socket lies. */
  readonly path: string;
  readonly database: {
    readonly identity: string;
    /** Returns in words what is wrong with it. */
    trouble(): string | undefined;
  };
  /** Checks every session against the store; returns the revision, or undefined if it does not answer. */
  recheck(): Promise<number | undefined>;
  /** Stops all delivery; resolves once that is written down. */
  stop(terms: {
    readonly reason?: string;
    readonly until?: number;
    readonly since?: number;
  }): Promise<void>;
  /** Takes back a stop that is not written down yet; returns when it was asked for, if there was one. */
  takeBack(): Promise<number | undefined>;
  /** Reads the key file; returns the ids of the keys in force, or why that file cannot be used. */
  keys(): Promise<{ readonly kids: readonly string[] } | { readonly why: string }>;
  /** Returns what is known of the cameras of these devices; rejects if the store does not answer. */
  conditions(devices: readonly string[]): Promise<DeviceCondition[]>;
  /** Checks a camera, and reports each step; or returns why it is not checked now. */
  check(
    asked: CheckAsked,
    report: (step: object) => void,
  ): Promise<{ readonly why: string } | { readonly failed: unknown }>;
  /** Ends every session and starts none. */
  silence(): void;
  /** Called once with the reason why the bridge has fallen silent. */
  onSilent(why: string): void;
  /** Called with what went wrong with a command. */
  readonly report: (error: unknown) => void;
}

export interface Control extends ControlServer {
  /** Rejects while the bridge is silent. */
  ready(): Promise<void>;
}

/** Listens, and begins to look. */
export async function createControl(parts: ControlParts): Promise<Control> {
  const { database } = parts;
  let silent: string | undefined;

  function fallSilent(why: string): string {
    if (silent === undefined) {
      silent = why;
      parts.silence();
      parts.onSilent(why);
    }
    return silent;
  }

  function look(): void {
    // In silence, too: a file that is damaged while a copy is being written recovers once that is complete.
    const trouble = database.trouble();
    if (trouble !== undefined) fallSilent(trouble);
  }

  async function stop({ since, reason, until }: Question & { ask: 'stop' }): Promise<Reply> {
    const terms = {
      ...(since !== undefined && { since }),
      ...(reason !== undefined && { reason }),
      ...(until !== undefined && { until }),
    };
    const written = parts.stop(terms).then(() => true);
    written.catch(() => undefined);
    // What is written into a file that is no longer there is not written down.
    look();
    const durable = await Promise.race([written, sleep(writingMs, false, { ref: false })]);
    if (silent !== undefined) return { reply: 'stopped', written: false, silent };
    return { reply: 'stopped', written: durable };
  }

  async function answer(question: Question, report: (reply: Reply) => void): Promise<Reply> {
    if (question.ask === 'stop') return stop(question);
    if (question.ask === 'keys') {
      const found = await parts.keys();
      return 'why' in found
        ? { reply: 'failed', why: found.why }
        : { reply: 'keys', kids: [...found.kids] };
    }
    if (question.ask === 'check') {
      look();
      if (silent !== undefined) return { reply: 'silent', why: silent };
      const checked = await parts.check(question, (step) =>
        report({ reply: 'step', step: { ...step } }),
      );
      if ('why' in checked) return { reply: 'failed', why: checked.why };
      return { reply: 'checked', checked: { ...checked } };
    }
    if (question.ask === 'conditions') {
      return { reply: 'conditions', devices: await parts.conditions(question.devices) };
    }
    if (question.ask === 'resume') {
      // In silence, too: the open store may be the one of the command, under another path.
      const since = await parts.takeBack();
      return { reply: 'resumed', ...(since !== undefined && { since }) };
    }
    look();
    if (silent === undefined && question.database !== database.identity) {
      fallSilent('a command wrote into another database than the one that is open');
    }
    if (silent !== undefined) return { reply: 'silent', why: silent };
    const revision = await parts.recheck();
    if (revision !== undefined) return { reply: 'acted', revision };
    return { reply: 'failed', why: 'the store does not answer the bridge' };
  }

  // For what happened while the bridge was starting.
  look();
  const server = await listenForCommands(parts.path, answer, parts.report);
  const timer = setInterval(look, lookIntervalMs);
  return {
    async ready() {
      if (silent !== undefined) throw new Error(silent);
    },
    async close() {
      clearInterval(timer);
      await server.close();
    },
  };
}
