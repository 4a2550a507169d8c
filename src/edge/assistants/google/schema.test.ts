/** What is answered, held against schemas of our own, and against Google's where they are at hand. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Failure, type FailureCode } from '../../../common/failures.ts';
import {
  askDisconnect,
  askExecute,
  askQuery,
  askSync,
  stream,
} from '../../../workshop/testing/asks.ts';
import { type EdgeHouse, openEdgeHouse } from '../../../workshop/testing/edge-house.ts';
import { describeUnless } from '../../../workshop/testing/needs.ts';
import { type AnswerKind, ownFaults } from './testing/answer-schemas.ts';
import { faultsBy, googleFaults, missingSchemas } from './testing/google-schemas.ts';
import { refusedAnswer } from './wording/answers.ts';

interface Answer {
  payload: {
    devices: { attributes: object }[];
    commands: { status: string; states?: object }[];
  };
}

type Oracle = (kind: AnswerKind, value: unknown) => string[];

/** Declares the tests of all answers, held against one set of schemas. */
function heldAgainst(faults: Oracle): void {
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
    expect(faults('sync', { requestId: '1', payload: {} })).not.toEqual([]);
    expect(faults('results', {})).not.toEqual([]);
  });

  test('SYNC', async () => {
    const body = await answer(askSync());
    expect(faults('sync', body)).toEqual([]);
    expect(body.payload.devices).toHaveLength(2);
    for (const { attributes } of body.payload.devices) {
      expect(faults('attributes', attributes)).toEqual([]);
    }
  });

  test('QUERY', async () => {
    const offline = await edge.camera(edge.birch, 'Offline cellar');
    const broken = await edge.camera(edge.birch, 'Broken attic');
    const { device } = edge.birch;
    const body = await answer(askQuery(device, offline, broken, edge.harbour.device, '__proto__'));
    expect(faults('query', body)).toEqual([]);
    expect(faults('query', await answer(askQuery()))).toEqual([]);
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
    expect(faults('execute', body)).toEqual([]);
    expect(body.payload.commands).toHaveLength(ids.length);
    const given = body.payload.commands.filter(({ status }) => status === 'SUCCESS');
    expect(given).toHaveLength(protocol === 'dash' ? 0 : 2);
    for (const { states } of given) {
      expect(faults('results', states)).toEqual([]);
    }
  });

  test('DISCONNECT', async () => {
    const { token } = await edge.house.link(edge.birch.account);
    const answered = await edge.post(token, askDisconnect());
    expect(faults('disconnect', await answered.json())).toEqual([]);
  });

  test.each<FailureCode>(['bad-request', 'storage-down', 'internal'])('refusal: %s', (code) => {
    const failure = new Failure(code, 'as said');
    const query = refusedAnswer('1', 'action.devices.QUERY', failure);
    expect(faults('query', query)).toEqual([]);
    const execute = refusedAnswer('1', 'action.devices.EXECUTE', failure);
    expect(faults('execute', execute)).toEqual([]);
    // The schema has no SYNC refusal: it demands the agentUserId, which is not known then.
    const sync = refusedAnswer('1', 'action.devices.SYNC', failure);
    expect(faults('sync', sync)).toEqual([
      expect.stringMatching(/^\/payload.*agentUserId|^\/payload\/agentUserId/),
    ]);
  });
}

describe('our own schemas', () => heldAgainst(ownFaults));
describeUnless(missingSchemas, "Google's schemas", () => {
  heldAgainst(googleFaults);

  test('what is asked here is what Google asks', () => {
    expect(faultsBy('intents/sync/sync.request.schema.json', askSync())).toEqual([]);
    expect(faultsBy('intents/query/query.request.schema.json', askQuery('x'))).toEqual([]);
    const execute = askExecute(stream(['x'], ['hls'], true));
    expect(faultsBy('intents/execute/execute.request.schema.json', execute)).toEqual([]);
    expect(faultsBy('intents/disconnect/disconnect.request.schema.json', askDisconnect())).toEqual(
      [],
    );
  });
});
