/** Questions to the person at the terminal. */
import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import { Failure } from '../common/failures.ts';
import { checkNewPassword, shortestPassword } from '../identity/password.ts';
import type { Context } from './context.ts';
import { UsageError } from './usage.ts';

/**
 * Asks for a line per question. With `hidden`, what is typed is not shown. `checkFirst` throws if the first
 * answer will not do: the rest is not asked then.
 * @throws Failure `bad-request` if the person gives up (Ctrl-C, Ctrl-D).
 */
async function ask(
  { stdin, stderr }: Context,
  questions: readonly string[],
  hidden: boolean,
  checkFirst: (answer: string) => void = () => undefined,
): Promise<string[]> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // One reader for all questions: text that is pasted or typed ahead must not be lost between two.
  const lines = createInterface({
    input: stdin,
    output: hidden ? nowhere : stderr,
    terminal: true,
    historySize: 0,
  });
  const typed = lines[Symbol.asyncIterator]();
  const answers: string[] = [];
  try {
    for (const question of questions) {
      stderr.write(question);
      const { done, value } = await typed.next();
      if (hidden || done) stderr.write('\n');
      if (done) throw new Failure('bad-request', 'nothing was done');
      if (answers.length === 0) checkFirst(value);
      answers.push(value);
    }
    return answers;
  } finally {
    lines.close();
  }
}

/** Returns everything on standard input, without the last line break. */
async function readInput(context: Context): Promise<string> {
  return (await readAll(context.stdin)).replace(/\r?\n$/, '');
}

/**
 * Returns a line for each question: typed unseen at a terminal, else read from standard input.
 * @throws Failure `bad-request` if the person gives up.
 */
export async function readLines(
  context: Context,
  questions: readonly string[],
): Promise<readonly string[]> {
  if (questions.length === 0) return [];
  if (context.stdin.isTTY === true) return ask(context, questions, true);
  return (await readInput(context)).split(/\r?\n/);
}

/** Whether there is a person to ask, and the question would be seen. */
export function canAsk({ stdin, stderr }: Context): boolean {
  return stdin.isTTY === true && stderr.isTTY === true && !stdin.readableEnded;
}

/** Asks yes or no. Giving up means no. */
export async function agrees(context: Context, question: string): Promise<boolean> {
  const [answer = ''] = await ask(context, [`${question} [y/N] `], false).catch(() => []);
  return isYes(answer);
}

const isYes = (answer: string): boolean => /^y(es)?$/i.test(answer.trim());

export interface PasswordOptions {
  readonly password?: string | true;
  readonly passwordStdin?: true;
}

/**
 * Returns the new password: from standard input with `--password-stdin`, else typed twice, unseen.
 * @throws Failure `bad-request` if it is too short or too long, before anything is done with it; UsageError
 * if there is nobody to ask, or if it was given as an argument.
 */
export async function newPassword(context: Context, options: PasswordOptions): Promise<string> {
  if (options.password !== undefined) {
    throw new UsageError(
      'an argument can be read by everybody on this machine (ps, the shell history): ' +
        'leave --password out to be asked, or use --password-stdin',
    );
  }
  if (options.passwordStdin) {
    const given = await readInput(context);
    checkNewPassword(given);
    return given;
  }
  if (context.stdin.isTTY !== true) {
    throw new UsageError('there is no terminal to ask for the password: use --password-stdin');
  }
  const questions = [`Password (at least ${shortestPassword} characters): `, 'Again: '];
  const [first, second] = await ask(context, questions, true, checkNewPassword);
  if (first === undefined || first !== second) {
    throw new Failure('bad-request', 'the two passwords differ');
  }
  return first;
}

/**
 * Makes sure that a destructive command is meant.
 * @throws UsageError without a terminal and without `yes`, Failure `bad-request` if denied.
 */
export async function confirm(
  context: Context,
  what: string,
  yes: true | undefined,
): Promise<void> {
  if (yes) return;
  if (context.stdin.isTTY !== true) {
    throw new UsageError(`this would ${what}: say --yes if that is meant`);
  }
  const [answer = ''] = await ask(context, [`This will ${what}. Sure? [y/N] `], false);
  if (!isYes(answer)) throw new Failure('bad-request', 'nothing was done');
}
