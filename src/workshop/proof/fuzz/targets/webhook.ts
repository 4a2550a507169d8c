/** The webhook: intents of every kind, damaged, under genuine tokens, dead ones and none. */
import fc from 'fast-check';
import {
  type IntentName,
  intentRequest,
  requestIdOfGoogle,
  streamCommand,
} from '../../../../simulator/client/intent-request.ts';
import { startFuzzedBridge } from '../bridge.ts';
import { byteEdits, damaged, jsonBodies } from '../damage.ts';
import { httpBench } from '../http-bench.ts';
import { bytesOf, tricked, type HttpInput } from '../request.ts';
import type { Target } from '../target.ts';

/** Under the same id each time: a seed stands for the same requests. */
const intent = (name: IntentName, payload?: object) =>
  intentRequest(name, payload, requestIdOfGoogle);

function intents(devices: readonly string[]): object[] {
  const some = devices.map((id) => ({ id, customData: { shard: 1 } }));
  return [
    intent('SYNC'),
    intent('QUERY', { devices: some }),
    intent('EXECUTE', { commands: [streamCommand(some.slice(0, 1), ['hls', 'webrtc'])] }),
    intent('EXECUTE', { commands: [{ devices: some, execution: [{ command: 'x', params: {} }] }] }),
  ];
}

export const webhook: Target<HttpInput> = {
  name: 'webhook',
  abreast: 64,
  async open() {
    const bridge = await startFuzzedBridge();
    const [good, spare] = [await bridge.link(), await bridge.link()];
    const own = bridge.account.cameras.map(({ deviceId }) => deviceId);
    const foreign = bridge.demo.accounts
      .slice(1)
      .flatMap(({ cameras }) => cameras.map((one) => one.deviceId));
    const bodies = jsonBodies(intents([...own.slice(0, 1), ...foreign.slice(0, 1)]));
    const typed = ['Content-Type', 'application/json'] as const;
    const request = (token: string | undefined, body: Buffer): HttpInput => ({
      method: 'POST',
      target: '/fulfillment',
      headers: [
        typed,
        ...(token === undefined ? [] : [['Authorization', `Bearer ${token}`] as const]),
      ],
      body,
    });
    const bent = fc.tuple(byteEdits, fc.nat(1_000)).map(([edits, at]) => {
      const text = damaged(Buffer.from(good.access), edits).toString('latin1');
      return text === good.access ? good.access.slice(0, at % good.access.length) : text;
    });
    const well = bodies.map((body) => request(good.access, body));
    const inputs = tricked(
      fc.oneof(
        { weight: 30, arbitrary: well },
        {
          weight: 4,
          arbitrary: fc.tuple(bent, bodies).map(([token, body]) => request(token, body)),
        },
        { weight: 1, arbitrary: bodies.map((body) => request(undefined, body)) },
        {
          weight: 1,
          arbitrary: jsonBodies([intent('DISCONNECT')]).map((body) => request(spare.access, body)),
        },
      ),
    );
    const broken = fc
      .tuple(
        well,
        fc.array(fc.nat(3_000), { minLength: 1, maxLength: 4 }),
        fc.uint8Array({ maxLength: 8 }),
      )
      .map(([input, places, bytes]) => {
        const edits = places.map((at) => ({ do: 'insert' as const, at: at % 300, bytes }));
        return { ...input, broken: damaged(bytesOf(input), edits) };
      });
    const serves = async () => {
      const answer = JSON.stringify(await bridge.intend(good.access, 'SYNC'));
      if (!own.every((id) => answer.includes(id))) throw new Error('SYNC lacks devices');
    };
    const strangers = bridge.demo.accounts.slice(1).map(({ name }) => name);
    const bench = httpBench(bridge, serves, (_input, { status, body }) => {
      const foreignStream =
        status === 200 &&
        foreign.some((id) =>
          new RegExp(`"ids":\\["${id}"\\],"status":"SUCCESS"`).test(body.toString('latin1')),
        );
      return foreignStream ? `a stream of ${strangers.join()}` : undefined;
    });
    return {
      bench,
      inputs: fc.oneof({ weight: 60, arbitrary: inputs }, { weight: 1, arbitrary: broken }),
    };
  },
};
