/** The compiler's word on the whole source, `*.type-test.ts` included. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const run = promisify(execFile);

test('the source and its type tests compile', async () => {
  const result = await run('npx', ['tsc', '--noEmit', '--pretty', 'false']).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  );
  expect(result).toBe('');
});
