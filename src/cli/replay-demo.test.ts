/** @takes 48 s */
import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { startBridge } from '../bridge/bridge.ts';
import { readConfig } from '../bridge/config/config.ts';
import { demoFileName } from '../simulator/demo/demo-folder.ts';
import { createLog } from '../common/log.ts';
import { run } from './program.ts';
import { registerReplay } from './replay.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/intents', import.meta.url));

test("the demo answers the recorded intents as recorded, in either household's name", async () => {
  const folder = scratchFolder('replay');
  const config = readConfig({ PORT: '0', DATA_DIR: folder });
  const bridge = await startBridge(config, createLog('silent'));
  try {
    const demo = join(folder, demoFileName);
    for (const account of ['Birch', 'Harbour', 'Nobody']) {
      const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
      const args = ['replay', fixtures, '--demo', demo, '--account', account];
      const code = await run(args, { env: {}, stdin, stdout, stderr }, [registerReplay]);
      expect(String(stdout.read())).not.toContain('DIFFERS');
      expect([account, code]).toEqual([account, account === 'Nobody' ? 2 : 0]);
    }
  } finally {
    await bridge.close();
    removeFolder(folder);
  }
});
