/**
 * How far a command has come that takes long, on standard error: one line that is written anew at a terminal, a line every
 * few seconds elsewhere. One that is over within a second says nothing.
 */
import type { Context } from './context.ts';

export interface Progress {
  /**
   * Says what is being done, as in "Reading cameras"; how much of it is done, and of how much, as far as that is known.
   * May be called as often as wanted. Time is taken from the first call on: what a person is asked before does not count.
   */
  readonly at: (doing: string, done?: number, of?: number) => void;
}

export interface ProgressTerms {
  /** Monotonic milliseconds. */
  readonly clock?: () => number;
}

/** So long nothing is said. */
const quietMs = 1_000;
const terminalMs = 200;
const elsewhereMs = 5_000;
const eraseLine = '\r\u001B[K';

const seconds = (ms: number): string => {
  const whole = Math.round(ms / 1_000);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
};

const number = (value: number): string => value.toLocaleString('en');

/** Words how far it has come. */
function inWords(doing: string, done: number | undefined, of: number | undefined): string {
  if (done === undefined) return doing;
  if (of === undefined || of === 0) return `${doing}: ${number(done)}`;
  // It may have grown meanwhile.
  const percent = Math.min(100, Math.floor((100 * done) / of));
  return `${doing}: ${percent} %`;
}

/** Does `work`, and says how far it has come and, at its end, how long it took. */
export async function withProgress<T>(
  { stderr }: Pick<Context, 'stderr'>,
  work: (progress: Progress) => Promise<T>,
  { clock = () => performance.now() }: ProgressTerms = {},
): Promise<T> {
  const isTerminal = stderr.isTTY === true;
  const intervalMs = isTerminal ? terminalMs : elsewhereMs;
  let said: string | undefined;
  let isLineOpen = false;
  let began: number | undefined;
  /** When something may be said next. */
  let next = Infinity;

  function say(): void {
    const now = clock();
    if (began === undefined || said === undefined || now < next) return;
    next = now + intervalMs;
    const line = `${said}, ${seconds(now - began)} so far`;
    stderr.write(isTerminal ? `${eraseLine}${line}` : `${line}\n`);
    isLineOpen = isTerminal;
  }

  // What is waited for may say nothing by itself.
  const timer = setInterval(say, terminalMs);
  timer.unref();
  try {
    return await work({
      at(doing, done, of) {
        if (began === undefined) {
          began = clock();
          next = began + quietMs;
        }
        said = inWords(doing, done, of);
        say();
      },
    });
  } finally {
    clearInterval(timer);
    const now = clock();
    const tookMs = now - (began ?? now);
    if (isLineOpen) stderr.write(eraseLine);
    if (tookMs >= quietMs) stderr.write(`It took ${seconds(tookMs)}.\n`);
  }
}
