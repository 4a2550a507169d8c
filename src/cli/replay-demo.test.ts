/** @takes 48 s */
import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { demoFileName } from '../simulator/demo/demo-folder.ts';
import { startDemoBridge } from '../workshop/testing/demo-bridge.ts';
import { run } from './program.ts';
import { registerReplay } from './replay.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/intents', import.meta.url));

test("the demo answers the recorded intents as recorded, in either household's name", async () => {
  const bridge = await startDemoBridge();
  try {
    const demo = join(bridge.dataDir, demoFileName);
    for (const account of ['Birch', 'Harbour', 'Nobody']) {
      const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
      const args = ['replay', fixtures, '--demo', demo, '--account', account];
      const code = await run(args, { env: {}, stdin, stdout, stderr }, [registerReplay]);
      expect(String(stdout.read())).not.toContain('DIFFERS');
      expect([account, code]).toEqual([account, account === 'Nobody' ? 2 : 0]);
    }
  } finally {
    await bridge.close();
  }
});
