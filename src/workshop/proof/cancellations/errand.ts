/** One account wanting one thing of the bridge, as often as it likes. */
import { Failure } from '../../../common/failures.ts';
import { httpStatus } from '../../../edge/http/http-status.ts';
import type { RawAnswer } from '../http-heads.ts';
import { ask, type Ongoing, type Question } from './client.ts';
import type { Caller } from './callers.ts';
import type { World } from './world.ts';

export interface Errand {
  begin(): Ongoing;
  /** Whether it got what it wanted. Throws, or rejects with, an Error for what is not its own. */
  granted(answer: RawAnswer): boolean | Promise<boolean>;
}

/** A kind of operation. */
export interface Operation {
  readonly name: string;
  /** Whether it concerns a camera, which the neighbour may see too. */
  readonly ofCamera: boolean;
  /** Whether it may be had only once: a second request may be refused. */
  readonly once: boolean;
  /** Whether nobody can cancel it: it may fail only. */
  readonly uncancellable?: boolean;
  /** Whether a failure is repeated for a while instead of trying. */
  readonly remembers?: boolean;
  /** Whether threads or real sockets take part. */
  readonly outside?: boolean;
  /** Who makes the WebRTC offer; the display if left out. */
  readonly offerBy?: 'display' | 'bridge';
  /** Prepares what it needs; everything goes on by itself meanwhile. */
  errand(caller: Caller, world: World, settle: Settle): Promise<Errand>;
}

/** Lets everything go on until this has been answered. */
export type Settle = <T>(work: Promise<T>) => Promise<T>;

/** Refusals that a client can make sense of. */
const clean = new Set([302, 303, 400, 401, 403, 404, 409, 429, 503]);

/** Checks any answer, whatever was asked. @throws Error saying what is wrong with it. */
export function inspect(answer: RawAnswer, caller: Caller, others: readonly Caller[]): void {
  const text = `${answer.head}\n${answer.body.toString('latin1')}`;
  for (const other of others) {
    if (other.account === caller.account) continue;
    const told = other.secrets.find((secret) => text.includes(secret));
    if (told !== undefined) throw new Error(`was told what is the other household's: ${text}`);
  }
  if (answer.status !== 200 && !clean.has(answer.status)) throw new Error(`was answered ${text}`);
  if (/rtsp:|\bat .*\.ts:\d/.test(text)) throw new Error(`was told too much: ${text}`);
}

/** Asks the bridge of this attempt over HTTP. */
export const asking = (world: World, question: Question): Ongoing =>
  ask(world.server, world.clientTurn, question);

/** An operator's command, in a process of its own: there is no connection to drop. */
export function commanding(work: () => Promise<unknown>): Ongoing {
  const worded = (status: number, said: unknown): RawAnswer => ({
    status,
    head: '',
    body: Buffer.from(JSON.stringify(said) ?? ''),
  });
  const answer = work().then(
    () => worded(200, {}),
    (error: unknown) => {
      if (error instanceof Failure) return worded(httpStatus(error.code), error.message);
      throw error;
    },
  );
  return { answer };
}
