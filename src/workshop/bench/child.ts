/** A server in a process of its own, so that its CPU time can be told from the load generator's. */
import { fork } from 'node:child_process';
import { endChild } from '../end-child.ts';

/** The programs that can be started, beside this file. */
export type Program =
  | 'bridge-child'
  | 'baseline-child'
  | 'cameras-child'
  | 'displays-child'
  | 'attack-child'
  | 'sessions-child';

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

export interface Child {
  /** Asks the program something; see its file for the verbs it knows. */
  ask<T>(verb: string, value?: unknown): Promise<T>;
  /** CPU time used so far in all its threads, user and system, in microseconds. */
  cpu(): Promise<number>;
  /** Idempotent. */
  stop(): Promise<void>;
}

/** How long a program may take to answer before it is given up. */
const timeoutMs = 60_000;

function isReply(message: unknown): message is Reply {
  return typeof message === 'object' && message !== null && 'id' in message;
}

/** Starts a program with its settings; `home` is the folder of programs. The caller stops it. */
export function startChild(
  program: Program,
  settings: unknown,
  nodeOptions: readonly string[],
  home = new URL('.', import.meta.url),
): Child {
  const child = fork(new URL(`${program}.js`, home), [JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [...nodeOptions],
  });
  const waiting = new Map<number, (reply: Reply) => void>();
  let asked = 0;
  child.on('message', (message) => {
    if (isReply(message)) waiting.get(message.id)?.(message);
  });
  child.on('exit', (code) => {
    for (const settle of waiting.values()) settle({ id: 0, error: `ended with ${String(code)}` });
  });

  function ask<T>(verb: string, value?: unknown): Promise<T> {
    const id = (asked += 1);
    return new Promise<T>((resolve, reject) => {
      const settle = (reply: Reply): void => {
        clearTimeout(timer);
        waiting.delete(id);
        if (reply.error === undefined) resolve(reply.value as T);
        else reject(new Error(`${program}, ${verb}: ${reply.error}`));
      };
      const timer = setTimeout(() => settle({ id, error: 'does not answer' }), timeoutMs);
      waiting.set(id, settle);
      child.send({ id, verb, value }, (error) => {
        if (error !== null) settle({ id, error: error.message });
      });
    });
  }

  const leave = (): void => {
    if (child.connected) child.disconnect();
  };
  return { ask, cpu: () => ask<number>('cpu'), stop: () => endChild(child, leave) };
}
