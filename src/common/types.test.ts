/**
 * The compiler's word on the whole source, `*.type-test.ts` included.
 *
 * @takes 20 s
 * @computes
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, jest, test } from '@jest/globals';

// The whole source is read: on a loaded machine that takes its time.
jest.setTimeout(240_000);

const run = promisify(execFile);

test('the source and its type tests compile', async () => {
  const result = await run('npx', ['tsc', '--noEmit', '--pretty', 'false']).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  );
  expect(result).toBe('');
});
