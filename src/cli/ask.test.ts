import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PassThrough, Writable } from 'node:stream';
import { confirm, newPassword } from './ask.ts';
import type { Context } from './context.ts';

let typed: PassThrough & { isTTY?: boolean };
let shown: string;
let context: Context;
/** What is typed at each question, in order. */
let answers: string[];

beforeEach(() => {
  typed = new PassThrough();
  typed.isTTY = true;
  shown = '';
  answers = [];
  const stderr = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const text = chunk.toString();
      shown += text;
      if (/(: |\[y\/N\] )$/.test(text)) setImmediate(() => typed.write(answers.shift() ?? ''));
      done();
    },
  });
  context = { env: {}, stdin: typed, stdout: new PassThrough(), stderr };
});
afterEach(() => void typed.destroy());

describe('a password', () => {
  test('is typed twice and shown not once', async () => {
    answers = ['correct horse\r', 'correct horse\r'];
    expect(await newPassword(context, {})).toBe('correct horse');
    expect(shown).toBe('Password (at least 10 characters): \nAgain: \n');
  });

  test('is not lost when it is pasted twice at once', async () => {
    answers = ['correct horse\rcorrect horse\r'];
    expect(await newPassword(context, {})).toBe('correct horse');
  });

  test('can be mended while it is typed', async () => {
    answers = ['correct hoxx\u007f\u007frse\r', 'correct horse\r'];
    expect(await newPassword(context, {})).toBe('correct horse');
  });

  test('must be the same both times', async () => {
    answers = ['correct horse\r', 'correct house\r'];
    await expect(newPassword(context, {})).rejects.toThrow('the two passwords differ');
  });

  test('that is too short is refused before it is asked for again', async () => {
    answers = ['short\r'];
    await expect(newPassword(context, {})).rejects.toThrow('at least 10 characters');
    expect(shown).not.toContain('Again');
  });

  test('that is too short is refused from standard input, too', async () => {
    typed.isTTY = false;
    typed.end('short\n');
    const given = newPassword(context, { passwordStdin: true });
    await expect(given).rejects.toThrow('at least 10 characters');
  });

  test.each(['\u0003', '\u0004'])('is given up with %j', async (key) => {
    answers = [key];
    await expect(newPassword(context, {})).rejects.toThrow('nothing was done');
  });

  test('comes from standard input where that is wanted, without its last line break', async () => {
    typed.isTTY = false;
    typed.end(' two words \r\n');
    expect(await newPassword(context, { passwordStdin: true })).toBe(' two words ');
  });

  test('is not taken from an argument, nor from nowhere', async () => {
    await expect(newPassword(context, { password: 'x' })).rejects.toThrow('--password-stdin');
    await expect(newPassword(context, { password: true })).rejects.toThrow('--password-stdin');
    typed.isTTY = false;
    await expect(newPassword(context, {})).rejects.toThrow('there is no terminal');
  });
});

describe('a confirmation', () => {
  test.each(['y', 'Y', 'yes', ' yes '])('%j is one', async (answer) => {
    answers = [`${answer}\r`];
    await confirm(context, 'remove it', undefined);
    expect(shown).toContain('This will remove it. Sure? [y/N] ');
  });

  test.each(['', 'n', 'yesterday'])('%j is none', async (answer) => {
    answers = [`${answer}\r`];
    await expect(confirm(context, 'remove it', undefined)).rejects.toThrow('nothing was done');
  });

  test('--yes needs none, and nobody at the terminal needs --yes', async () => {
    await confirm(context, 'remove it', true);
    expect(shown).toBe('');
    typed.isTTY = false;
    await expect(confirm(context, 'remove it', undefined)).rejects.toThrow(
      'this would remove it: say --yes if that is meant',
    );
  });
});
