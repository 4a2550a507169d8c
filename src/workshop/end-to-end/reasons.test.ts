/**
 * Cameras that show nothing: the reason is the right one wherever it is told.
 *
 * @takes 78 s
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { reasonWords } from '../../pictures/cameras/reason-words.ts';
import { type Reason, type ReasonCode, reasonCodes } from '../../pictures/cameras/reason.ts';
import type { DeviceId } from '../../identity/ids.ts';
import { freePort } from '../../common/free-port.ts';
import { readExecute } from '../../simulator/client/intents.ts';
import { formOf, locationOf, Visitor } from '../../simulator/client/visitor.ts';
import { sorry } from '../../edge/pages/display/browser/words.ts';
import {
  type BrokenCamera,
  brokenCameras,
  type RunningCamera,
} from '../testing/broken-cameras/broken-cameras.ts';
import { leadNames } from '../testing/broken-cameras/lead-names.ts';
import type { DemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type NewAccount, type Operator } from '../testing/operator.ts';
import { runCommandHere } from '../testing/run-command.ts';
import { streamCommand } from '../testing/streams.ts';

jest.setTimeout(300_000);

// Before anything is loaded that opens cameras.
await leadNames();
const { until } = await import('../until.ts');
const { startDemoBridge } = await import('../testing/demo-bridge.ts');

interface Broken extends BrokenCamera {
  readonly running: RunningCamera;
  readonly device: DeviceId;
  /** The answer to EXECUTE and the one to QUERY after it. */
  executed?: unknown;
  queried?: unknown;
}

interface Listed {
  readonly device: string;
  readonly state: {
    readonly reason: string;
    readonly what?: string;
    readonly mend?: string;
  } | null;
}

let bridge: DemoBridge;
let operator: Operator;
let birch: NewAccount;
let neighbour: NewAccount;
let token: string;
let neighbourToken: string;
let all: Map<string, Broken>;
let listed: readonly Listed[];
let page: string;
let metrics: string;

const wish = (device: string) => ({ deviceId: device, protocols: ['hls'], chromecast: false });

async function add(
  source: RunningCamera['source'],
  { account }: NewAccount,
  terms: { readonly connections?: 'one' } = {},
): Promise<DeviceId> {
  const described = { name: 'Front door', nicknames: [], kind: 'camera' as const };
  return operator.register.addCamera({ owner: account, source, ...described }, terms);
}

const execute = async (device: string, asker = token): Promise<unknown> =>
  (await bridge.intend(asker, 'EXECUTE', streamCommand(device, ['hls']))).body;

const plays = async (device: string, asker = token): Promise<boolean> =>
  readExecute(await execute(device, asker), wish(device)).ok;

async function ask(one: Broken): Promise<void> {
  const { turn, elsewhere, spoil } = one.running;
  await spoil?.({ device: one.device, dataDir: bridge.dataDir });
  if (elsewhere !== undefined) {
    const theirs = await add(elsewhere, neighbour);
    await until(() => plays(theirs, neighbourToken));
  }
  if (turn !== undefined) {
    await until(() => plays(one.device));
    await turn();
    await until(async () => !(await plays(one.device)));
  }
  one.executed = await execute(one.device);
  one.queried = (await bridge.intend(token, 'QUERY', { devices: [{ id: one.device }] })).body;
}

async function accountPage({ email, password }: NewAccount): Promise<string> {
  const visitor = new Visitor({ origin: bridge.origin });
  const path = locationOf(await visitor.ask('/account'), 'account');
  const form = formOf(await (await visitor.ask(path)).text(), 'password');
  await visitor.ask(form.action, { ...form.fields, email, password });
  return (await visitor.ask('/account')).text();
}

beforeAll(async () => {
  // Eight are asked at a time, and each is to find its own reason before its time is over, also on a loaded machine.
  const metricsPort = await freePort();
  bridge = await startDemoBridge({ cameraReadyMs: 6_000, metricsPort });
  operator = openOperator(bridge.dataDir);
  birch = await operator.settle('birch-two', 'rtsp://127.0.0.1:9/never-asked');
  neighbour = await operator.settle('harbour-two', 'rtsp://127.0.0.1:9/never-asked-either');
  token = (await bridge.link(birch)).accessToken;
  neighbourToken = (await bridge.link(neighbour)).accessToken;
  all = new Map();
  for (const camera of brokenCameras) {
    const running = await camera.start();
    const { source, connections } = running;
    const device = await add(source, birch, connections && { connections });
    all.set(camera.name, { ...camera, running, device });
  }
  const asked = [...all.values()];
  for (let at = 0; at < asked.length; at += 8) {
    await Promise.all(asked.slice(at, at + 8).map(ask));
  }
  const args = ['camera', 'list', '--json', '--data-dir', bridge.dataDir];
  const { stdout } = await runCommandHere(args, { cwd: bridge.dataDir, env: process.env });
  listed = JSON.parse(stdout) as readonly Listed[];
  page = await accountPage(birch);
  metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
});
afterAll(async () => {
  await operator.close();
  await bridge.close();
  await Promise.all([...all.values()].map(({ running }) => running.close()));
});

/** The words of a reason, whatever it says besides. */
const words = (code: Reason['code']) =>
  reasonWords(
    code === 'status'
      ? { code, status: 0 }
      : code === 'no-key-picture'
        ? { code, seconds: 0 }
        : { code },
  );

function toldInLog(device: string): Record<string, unknown>[] {
  return bridge
    .logged()
    .split('\n')
    .filter((line) => line.includes(device) && line.includes('"reason"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ level }) => level === 'warn');
}

test('there are thirty of them and more, of every kind that can be made here', () => {
  expect(brokenCameras.length).toBeGreaterThanOrEqual(30);
  expect(new Set(brokenCameras.map(({ name }) => name)).size).toBe(brokenCameras.length);
});

/** Those that are no broken camera's, and where a bridge is seen to tell them. */
const elsewhere: Partial<Record<ReasonCode, string>> = {
  'b-pictures': 'odd-cameras.test.ts',
  'no-idr': 'odd-cameras.test.ts',
  overloaded: 'overloaded.test.ts',
  internal: '../../pictures/cameras/reason.test.ts',
};

test('no reason of the list is left out', () => {
  const tried = new Set<ReasonCode>(brokenCameras.map(({ code }) => code));
  const left = reasonCodes.filter((code) => !tried.has(code));
  expect(left.toSorted()).toEqual(Object.keys(elsewhere).toSorted());
});

describe.each(brokenCameras)('$name', ({ name, code, google }) => {
  const found = (): Broken => {
    const one = all.get(name);
    if (one === undefined) throw new Error('it was not started');
    return one;
  };

  test('its reason stands in the list, with the mend', () => {
    const { device } = found();
    const state = listed.find((one) => one.device === device)?.state;
    expect(state).toMatchObject({ reason: code, mend: words(code).mend });
  });

  test('one line of the log names the device and the reason', () => {
    const { device } = found();
    const lines = toldInLog(device);
    expect(lines.at(-1)).toMatchObject({ reason: code, mend: words(code).mend });
    expect(lines).toHaveLength(1);
  });

  test('Google is told the fitting error, and a display the words', () => {
    const { device, executed, queried } = found();
    const answer = readExecute(executed, wish(device));
    expect(answer).toEqual({ ok: false, errorCode: google, why: words(code).brief });
    if (answer.ok) return;
    expect(sorry(answer.errorCode, answer.why).detail).toBe(words(code).brief);
    const status = google === 'deviceOffline' ? 'OFFLINE' : 'ERROR';
    expect(queried).toMatchObject({
      payload: { devices: { [device]: { online: false, status } } },
    });
  });

  test('its people read it on their page', () => {
    // Where somebody else may stand in its place, that is said in words of its own.
    const replaced = 'Another camera answers in its place';
    expect(page).toContain(google === 'securityRestriction' ? replaced : words(code).brief);
  });
});

test('each is counted by its reason', () => {
  const wanted = new Map<string, number>();
  for (const { code } of brokenCameras) wanted.set(code, (wanted.get(code) ?? 0) + 1);
  const counted = [...metrics.matchAll(/^casement_camera_conditions{reason="([^"]+)"} (\d+)$/gm)]
    .map(([, reason = '', count]) => [reason, Number(count)] as const)
    .filter(([reason, count]) => reason !== 'plays' && count > 0);
  expect(new Map(counted)).toEqual(wanted);
});

test('no other account learns anything of them', async () => {
  const told = new Set([...all.values()].map(({ code }) => words(code).brief));
  const theirs = await accountPage(neighbour);
  for (const brief of told) expect(theirs).not.toContain(brief);
  for (const { device } of all.values()) {
    const { body } = await bridge.intend(neighbourToken, 'EXECUTE', streamCommand(device, ['hls']));
    expect(readExecute(body, wish(device))).toEqual({ ok: false, errorCode: 'deviceNotFound' });
    const query = { devices: [{ id: device }] };
    const { body: queried } = await bridge.intend(neighbourToken, 'QUERY', query);
    expect(queried.payload.devices[device]).toEqual({
      online: false,
      status: 'ERROR',
      errorCode: 'deviceNotFound',
    });
    expect(JSON.stringify([body, queried])).not.toContain('debugString');
  }
});

test('no secret and no address stands in what is told', () => {
  const told = [...all.values()].flatMap(({ device }) => toldInLog(device));
  const texts = [JSON.stringify(told), JSON.stringify(listed.map(({ state }) => state)), page];
  for (const text of texts)
    expect(text).not.toMatch(
      /secret|127\.0\.0\.1:\d|camera\.invalid|porch\.test|hall\.test|[^\w-]c_[\w-]{16}/,
    );
});
