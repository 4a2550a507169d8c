import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { type EdgeHouse, openEdgeHouse } from '../workshop/testing/edge-house.ts';
import { listening } from '../common/listening.ts';
import { freePort } from '../common/free-port.ts';
import { writeDemoFile } from '../simulator/demo/demo-file.ts';
import { run } from './program.ts';
import { registerReplay } from './replay.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/intents', import.meta.url));

let edge: EdgeHouse;
let folder: string;
beforeEach(async () => {
  edge = await openEdgeHouse();
  folder = scratchFolder('replay');
});
afterEach(async () => {
  await edge.close();
  removeFolder(folder);
});

async function replay(args: string[], { token = edge.birch.token, input = '' } = {}) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(input);
  const env = { CASEMENT_TOKEN: token };
  const code = await run(['replay', ...args], { env, stdin, stdout, stderr }, [registerReplay]);
  return { code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
}

const there = () => ['--url', edge.origin, '--foreign', edge.harbour.device];

test('the recorded intents are answered as recorded', async () => {
  const { code, out, err } = await replay([fixtures, ...there(), '--unlink']);
  expect(out).not.toContain('DIFFERS');
  expect(out).toMatch(/(\d+) of \1 as expected\n$/);
  expect([code, err]).toEqual([0, '']);
});

test('a difference is shown with its place, and the exit code is 1', async () => {
  const sync = join(fixtures, '10-sync.json');
  const other = join(folder, 'other.json');
  const recorded = await readFile(sync, 'utf8');
  await writeFile(other, recorded.replace('"willReportState": false', '"willReportState": true'));
  const { code, out, err } = await replay([sync, other, ...there()]);
  expect(code).toBe(1);
  expect(out).toContain(`DIFFERS ${other}`);
  expect(out).toMatch(
    /payload\.devices\[0\]\.willReportState\n +- expected true\n +\+ found +false/,
  );
  expect(out).toContain('1 of 2 as expected');
  expect(err).toBe('casement: 1 of 2 answers differ\n');
  const json = await replay([other, ...there(), '--json']);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject([
    { file: other, differences: [{ at: 'payload.devices[0].willReportState' }, {}] },
  ]);
});

test('another status is a difference, and so is a missing header', async () => {
  const file = join(folder, 'x.json');
  const expected = {
    status: 201,
    headers: { 'x-none': { $any: 'string' } },
    body: { $any: 'object' },
  };
  const request = { requestId: '1', inputs: [{ intent: 'action.devices.SYNC' }] };
  await writeFile(file, JSON.stringify({ name: 'x', request, expect: expected }));
  const { code, out } = await replay([file, ...there()]);
  expect(code).toBe(1);
  expect(out).toMatch(/status\n.*201\n.*200\n +header x-none\n/);
});

test('a DISCONNECT must be meant', async () => {
  const { code, err } = await replay([join(fixtures, '90-disconnect.json'), ...there()]);
  expect(code).toBe(2);
  expect(err).toContain('--unlink');
  expect((await edge.post(edge.birch.token, {})).status).toBe(400);
});

test('the token comes by environment, file or standard input, not by argument', async () => {
  const sync = join(fixtures, '10-sync.json');
  const file = join(folder, 'token');
  await writeFile(file, `${edge.birch.token}\n`);
  expect((await replay([sync, ...there(), '--token-file', file], { token: '' })).code).toBe(0);
  const byInput = { token: '', input: edge.birch.token };
  expect((await replay([sync, ...there(), '--token-file', '-'], byInput)).code).toBe(0);
  const argued = await replay([sync, ...there(), '--token', edge.birch.token]);
  expect(argued.code).toBe(2);
  expect(argued.err).not.toContain(edge.birch.token);
  expect((await replay([sync, ...there()], { token: '' })).code).toBe(2);
});

test.each([
  [['nowhere.json', '--url', 'http://127.0.0.1:1'], 1, 'there is no nowhere.json'],
  [[join(fixtures, '10-sync.json')], 2, '--url'],
  [[join(fixtures, '10-sync.json'), '--url', 'x'], 2, '--url is not a URL'],
  [[join(fixtures, '10-sync.json'), '--url', 'http://127.0.0.1:1'], 1, 'does not answer'],
  [[], 2, 'missing required argument'],
])('%j ends with %i and says %s', async (args, expected, said) => {
  const { code, err } = await replay(args);
  expect(err).toContain(said);
  expect(code).toBe(expected);
});

test('a fixture that is none is named with what is wrong', async () => {
  const file = join(folder, 'x.json');
  await writeFile(file, '{"name":"x","expect":{"status":"200","body":{}}}');
  const { code, err } = await replay([file, ...there()]);
  expect([code, err]).toEqual([1, expect.stringContaining(`${file}: expect.status: `)]);
});

test('what a fixture needs and the run does not have is named', async () => {
  const file = join(fixtures, '22-query-foreign.json');
  const { code, err } = await replay([file, '--url', edge.origin]);
  expect([code, err]).toEqual([1, 'casement: there is nothing for ${foreign.0}\n']);
});

test('a bad token is said to be one', async () => {
  const { code, err } = await replay([join(fixtures, '10-sync.json'), ...there()], { token: 'x' });
  expect([code, err]).toEqual([1, expect.stringContaining('SYNC was answered with 401')]);
});

/** Replays against a demo that is said to run there. */
async function replayDemo(origin: string) {
  const demo = join(folder, 'demo.json');
  const oauth = {
    clientId: 'demo-google',
    clientSecret: 'secret',
    redirectUri: `${origin}/linked`,
  };
  const birch = { name: 'Birch', email: 'birch@example.net', password: 'window-seat', cameras: [] };
  writeDemoFile(demo, { origin, oauth, accounts: [birch] });
  const { code, err } = await replay([fixtures, '--demo', demo]);
  return [code, err];
}

test('of a demo that is not running it is said how it is started', async () => {
  const origin = `http://127.0.0.1:${await freePort()}`;
  expect(await replayDemo(origin)).toEqual([
    1,
    `casement: ${origin} does not answer: start the demo with npm start\n`,
  ]);
});

test('what answers there and is no demo is not said to be one that does not run', async () => {
  const bad = 'http://127.0.0.1:1';
  expect(await replayDemo(bad)).toEqual([1, `casement: ${bad} cannot be reached (bad port)\n`]);
  const server = createServer((_request, response) => {
    response.writeHead(404).end('<html>nothing here</html>');
  });
  const { port } = await listening(server, 0);
  try {
    const origin = `http://127.0.0.1:${port}`;
    const none = 'casement: linking: authorize was answered with 404\n';
    expect(await replayDemo(origin)).toEqual([1, none]);
    server.removeAllListeners('request').on('request', ({ socket }) => socket.destroy());
    const [code, err] = await replayDemo(origin);
    expect(code).toBe(1);
    expect(err).toMatch(/^casement: http:\S+ cannot be reached \(\w+\)\n$/);
  } finally {
    server.close();
  }
});
