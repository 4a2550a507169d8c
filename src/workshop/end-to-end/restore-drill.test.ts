/** The drill of docs/operating.md, line by line as it stands there. */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { demoFileName } from '../../simulator/demo/demo-folder.ts';
import { link } from '../../simulator/client/link.ts';
import { openWorkplace, type BridgeProcess, type Workplace } from '../testing/bridge-process.ts';
import { intendAt } from '../testing/intend.ts';
import { tsArguments } from '../testing/run-ts.ts';
import { openStream } from '../testing/streams.ts';

jest.setTimeout(240_000);

let place: Workplace;
beforeAll(async () => {
  // As README sets it: `data` is the demo's, and no loss of a real bridge.
  place = await openWorkplace('bridge-data');
  await place.configure('DATA_DIR=./bridge-data\n');
});
afterAll(() => place.close());

async function drill(): Promise<readonly string[]> {
  const text = await readFile(new URL('../../../docs/operating.md', import.meta.url), 'utf8');
  const [, after = ''] = text.split('A drill, to be tried before it is needed');
  const [, block = ''] = after.split('```\n');
  return block.trimEnd().split('\n');
}

/** A program `casement` that runs this source. */
async function program(): Promise<string> {
  const folder = join(place.folder, 'bin');
  await mkdir(folder);
  const cli = new URL('../../cli/main.ts', import.meta.url);
  const words = [process.execPath, ...tsArguments(cli)].map((word) => `'${word}'`);
  const file = join(folder, 'casement');
  await writeFile(file, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`, { mode: 0o700 });
  return folder;
}

async function inShell(line: string, path: string): Promise<string> {
  const env = { HOME: place.folder, PATH: `${path}:${process.env['PATH']}` };
  const child = spawn('sh', ['-c', line], { cwd: place.folder, env });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${line}: ${String(code)}: ${output}`);
  return output;
}

const linked = ({ demo }: BridgeProcess) => {
  const [birch] = demo.accounts;
  if (birch === undefined) throw new Error('no household');
  const { email, password, cameras } = birch;
  const linking = link({ origin: demo.origin, ...demo.oauth, email, password });
  return linking.then((tokens) => ({ ...tokens, device: cameras[0]?.deviceId ?? '' }));
};

test('backup, loss, restore, confirm, and people link again', async () => {
  const lines = await drill();
  const lost = lines.findIndex((line) => line.startsWith('rm -rf bridge-data '));
  const confirmed = lines.findIndex((line) => line.startsWith('casement account confirm'));
  expect([lost, confirmed]).toEqual([3, 6]);
  const path = await program();
  let bridge = await place.start();
  await linked(bridge);
  for (const line of lines.slice(0, lost)) await inShell(line, path);
  const demoFile = join(bridge.dataDir, demoFileName);
  const demo = await readFile(demoFile);
  await bridge.end('SIGKILL');
  for (const line of lines.slice(lost, confirmed)) {
    const output = await inShell(line, path);
    if (line.startsWith('rm')) expect(existsSync(bridge.dataDir)).toBe(false);
    if (line.includes('account list')) expect(output).toContain('(unconfirmed)');
  }
  // What the demo knows of itself is no part of a bridge's data.
  await writeFile(demoFile, demo, { mode: 0o600 });
  bridge = await place.start();
  await expect(linked(bridge)).rejects.toThrow();
  for (const line of lines.slice(confirmed)) await inShell(line, path);
  const { accessToken, device } = await linked(bridge);
  const intend = intendAt(bridge.demo.origin);
  const { url } = await openStream({ intend }, accessToken, device, 'hls');
  expect((await fetch(new URL('live.m3u8', url).href)).status).toBe(200);
});
