import { expect, test } from '@jest/globals';
import { runTs } from '../../workshop/testing/run-ts.ts';

test('with DEBUG set, the library prints nothing of a request or an answer', async () => {
  const entry = new URL('../../workshop/testing/debugged-execute.ts', import.meta.url);
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    DEBUG: 'actions-on-google:*',
    DEBUG_COLORS: 'no',
  };
  const { code, stdout, stderr } = await runTs(entry, [], { env });
  expect(code).toBe(0);
  const told = JSON.parse(/\{"token".*\}/.exec(stderr)?.[0] ?? '') as Record<string, string>;
  expect(told.answer).toContain('cameraStreamAccessUrl');
  expect(stdout).toContain('actions-on-google:debug Response');
  for (const secret of [told.token, told.device, 'cameraStream', '/live/']) {
    expect(stdout).not.toContain(secret);
  }
});
