/** Google's own schemas, where they lie beside the project, as an oracle for what is answered. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { Failure, type FailureCode } from '../failures.ts';
import { askDisconnect, askExecute, askQuery, askSync, stream } from '../testing/asks.ts';
import { type EdgeHouse, openEdgeHouse } from '../testing/edge-house.ts';
import { describeUnless } from '../testing/needs.ts';
import { refusedAnswer } from './answers.ts';

const root = fileURLToPath(new URL('../../../shared/google-schema/', import.meta.url));
const missing = existsSync(root) ? undefined : `Google's schemas at ${root}`;

// `requestId` is declared a UUID; Google sends long decimal numbers.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });

/** What the schema `name` finds wrong with `value`. */
function faults(name: string, value: unknown): string[] {
  const validate = ajv.compile(JSON.parse(readFileSync(`${root}${name}`, 'utf8')) as object);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const response = (intent: string) => `intents/${intent}/${intent}.response.schema.json`;
const camera = 'traits/camerastream/';

interface Answer {
  payload: {
    devices: { attributes: object }[];
    commands: { status: string; states?: object }[];
  };
}

describeUnless(missing, "Google's schemas", () => {
  let edge: EdgeHouse;
  beforeAll(async () => {
    edge = await openEdgeHouse({
      castReceiverAppId: 'ABCD1234',
      iceServers: [{ urls: ['stun:stun.example.net'], username: 'u', credential: 'c' }],
      streams: { offer: 'v=0' },
    });
  });
  afterAll(() => edge.close());

  async function answer(asked: object): Promise<Answer> {
    return (await (await edge.post(edge.birch.token, asked)).json()) as Answer;
  }

  test('find fault with a wrong answer', () => {
    expect(faults(response('sync'), { requestId: '1', payload: {} })).not.toEqual([]);
    expect(faults(`${camera}getcamerastream.results.schema.json`, {})).not.toEqual([]);
  });

  test('SYNC', async () => {
    const body = await answer(askSync());
    expect(faults(response('sync'), body)).toEqual([]);
    expect(body.payload.devices).toHaveLength(2);
    for (const { attributes } of body.payload.devices) {
      expect(faults(`${camera}camerastream.attributes.schema.json`, attributes)).toEqual([]);
    }
  });

  test('QUERY', async () => {
    const offline = await edge.camera(edge.birch, 'Offline cellar');
    const broken = await edge.camera(edge.birch, 'Broken attic');
    const { device } = edge.birch;
    const body = await answer(askQuery(device, offline, broken, edge.harbour.device, '__proto__'));
    expect(faults(response('query'), body)).toEqual([]);
    expect(faults(response('query'), await answer(askQuery()))).toEqual([]);
  });

  test.each([
    ['hls', true],
    ['hls', false],
    ['webrtc', true],
    ['webrtc', false],
    ['dash', true],
  ])('EXECUTE %s, cast %s', async (protocol, cast) => {
    const offline = await edge.camera(edge.birch, 'Offline cellar');
    const broken = await edge.camera(edge.birch, 'Broken attic');
    const ids = [edge.birch.device, edge.birch.doorbell, offline, broken, edge.harbour.device, 'x'];
    const body = await answer(askExecute(stream(ids, [protocol], cast)));
    expect(faults(response('execute'), body)).toEqual([]);
    expect(body.payload.commands).toHaveLength(ids.length);
    const given = body.payload.commands.filter(({ status }) => status === 'SUCCESS');
    expect(given).toHaveLength(protocol === 'dash' ? 0 : 2);
    for (const { states } of given) {
      expect(faults(`${camera}getcamerastream.results.schema.json`, states)).toEqual([]);
    }
  });

  test('DISCONNECT', async () => {
    const { token } = await edge.house.link(edge.birch.account);
    const answered = await edge.post(token, askDisconnect());
    expect(faults(response('disconnect'), await answered.json())).toEqual([]);
  });

  test('what is asked here is what Google asks', () => {
    expect(faults('intents/sync/sync.request.schema.json', askSync())).toEqual([]);
    expect(faults('intents/query/query.request.schema.json', askQuery('x'))).toEqual([]);
    const execute = askExecute(stream(['x'], ['hls'], true));
    expect(faults('intents/execute/execute.request.schema.json', execute)).toEqual([]);
    expect(faults('intents/disconnect/disconnect.request.schema.json', askDisconnect())).toEqual(
      [],
    );
  });

  test.each<FailureCode>(['bad-request', 'storage-down', 'internal'])('refusal: %s', (code) => {
    const failure = new Failure(code, 'as said');
    const query = refusedAnswer('1', 'action.devices.QUERY', failure);
    expect(faults(response('query'), query)).toEqual([]);
    const execute = refusedAnswer('1', 'action.devices.EXECUTE', failure);
    expect(faults(response('execute'), execute)).toEqual([]);
    // The schema has no SYNC refusal: it demands the agentUserId, which is not known then.
    const sync = refusedAnswer('1', 'action.devices.SYNC', failure);
    expect(faults(response('sync'), sync)).toEqual([
      "/payload must have required property 'agentUserId'",
    ]);
  });
});
