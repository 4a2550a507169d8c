/** The server behind one small interface: named functions, with closed failure codes for what goes wrong. */
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../../common/failures.ts';
import { type Client, createClient } from './client.ts';
import type { Connection } from './connection.ts';
import { failureOf, isLetGo, isLost, isPassing, notReplicated, unanswered } from './trouble.ts';

export type Argument = string | number | boolean | null;

export interface Engine {
  /**
   * Calls a function of the schema, in a statement and a transaction of its own; returns its rows. A call that another
   * one was in the way of is made anew.
   * @throws Failure as the storage port has it; within `timeoutMs`, whatever the server does
   */
  rows<Row extends object>(name: string, ...args: readonly Argument[]): Promise<readonly Row[]>;
  /** Returns the one row, if there is one. */
  row<Row extends object>(name: string, ...args: readonly Argument[]): Promise<Row | undefined>;
  /** Returns what a function without rows returns. */
  value<T>(name: string, ...args: readonly Argument[]): Promise<T>;
  /** Resolves once every connection is gone. May be called again. */
  close(): Promise<void>;
}

export interface EngineSettings {
  /** How long a call takes at most, waiting for a connection included. */
  readonly timeoutMs: number;
  /** The most connections. */
  readonly max: number;
}

/** The server ends a statement itself before nobody waits for it any more. */
const statementShare = 0.75;

const over = (): Failure => new Failure('storage-down', 'storage is closed');

/** Connects to nothing yet. */
export function createEngine(connection: Connection, { timeoutMs, max }: EngineSettings): Engine {
  let closed: Promise<void> | undefined;
  let answeredAt = performance.now();
  /** How often a write was ended that waited for a standby. */
  let unreplicated = 0;
  let client = connect();

  function connect(): Client {
    return createClient(connection, {
      max,
      connectTimeoutMs: timeoutMs,
      statementTimeoutMs: Math.floor(timeoutMs * statementShare),
      onUnreplicated: () => void (unreplicated += 1),
    });
  }

  /** Lets connections go from which nothing comes any more: those made now may reach the server. */
  function leave(silent: Client): void {
    if (client !== silent || closed !== undefined || performance.now() - answeredAt < timeoutMs)
      return;
    client = connect();
    void silent.end({ timeout: 0 }).catch(() => {});
  }

  /**
   * Lets a connection that was lost go with all others of its client, once they are idle: the client may have kept what was
   * to be written to it, and write it to the next.
   */
  function renew(broken: Client): void {
    if (client !== broken || closed !== undefined) return;
    client = connect();
    void broken.end({ timeout: 1 }).catch(() => {});
  }

  async function ask<Row>(
    text: string,
    args: readonly Argument[],
    leftMs: number,
  ): Promise<readonly Row[]> {
    const asked = client;
    const before = unreplicated;
    let timer: NodeJS.Timeout | undefined;
    // A promise that is aborted would cost far more.
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        leave(asked);
        reject(unanswered());
      }, leftMs);
    });
    try {
      const query = asked.unsafe<Row[] & object[]>(text, [...args], { prepare: true });
      const found = await Promise.race([query, late]);
      // Whose it was is not said: of several at a time none is told as done.
      if (unreplicated !== before) throw notReplicated();
      return found;
    } catch (error) {
      if (error instanceof Failure) throw error;
      // What was under way ends with its connection, whatever is said of it then.
      if (closed !== undefined) throw over();
      if (client !== asked && isLetGo(error)) throw unanswered();
      if (isLost(error)) renew(asked);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async function rows<Row>(name: string, ...args: readonly Argument[]): Promise<readonly Row[]> {
    const text = `SELECT * FROM casement.${name}(${args.map((_, at) => `$${at + 1}`).join(', ')})`;
    const end = performance.now() + timeoutMs;
    for (let tries = 1; ; tries += 1) {
      if (closed !== undefined) throw over();
      try {
        const found = await ask<Row>(text, args, end - performance.now());
        answeredAt = performance.now();
        return found;
      } catch (error) {
        if (error instanceof Failure) throw error;
        const backoffMs = Math.random() * 10 * tries;
        if (!isPassing(error) || performance.now() + backoffMs >= end) throw failureOf(error);
        answeredAt = performance.now();
        await pause(backoffMs);
      }
    }
  }

  return {
    rows,
    row: async <Row extends object>(name: string, ...args: readonly Argument[]) =>
      (await rows<Row>(name, ...args))[0],
    value: async <T>(name: string, ...args: readonly Argument[]) =>
      (await rows<Record<string, T>>(name, ...args))[0]?.[name] as T,
    close: () => (closed ??= client.end({ timeout: 1 })),
  };
}
