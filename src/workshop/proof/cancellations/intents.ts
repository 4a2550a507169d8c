/** The four intents, and EXECUTE for each protocol. */
import { streamOf, ticketOf } from '../../../simulator/client/given-stream.ts';
import {
  type IntentName,
  intentRequest,
  queryPayload,
  streamPayload,
} from '../../../simulator/client/intent-request.ts';
import { jsonHeaders } from '../../../simulator/client/post-json.ts';
import { decodeJwt } from '../races/jwt.ts';
import type { RawAnswer } from '../http-heads.ts';
import type { Question } from './client.ts';
import { asking, type Operation, type Settle } from './errand.ts';
import type { Caller } from './callers.ts';
import type { World } from './world.ts';

interface Payload {
  readonly agentUserId?: string;
  readonly devices?: unknown;
  readonly commands?: readonly {
    readonly ids: readonly string[];
    readonly status: string;
    readonly states?: Readonly<Record<string, string>>;
  }[];
}

const payloadOf = ({ body }: RawAnswer): Payload =>
  (JSON.parse(body.toString()) as { payload?: Payload }).payload ?? {};

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

function intent({ bearer }: Caller, name: IntentName, payload?: object): Question {
  return {
    method: 'POST',
    path: '/fulfillment',
    headers: jsonHeaders(bearer),
    body: JSON.stringify(intentRequest(name, payload, '1')),
  };
}

function getStream(caller: Caller, protocol: string, devices: readonly string[]): Question {
  return intent(caller, 'EXECUTE', streamPayload(devices, [protocol]));
}

/** A stream that was given. */
export interface Given {
  readonly path: string;
  readonly bearer: string;
  readonly offer: string | undefined;
}

/** Reads the answer to EXECUTE; returns undefined if any of `devices` was refused. */
function given(answer: RawAnswer, caller: Caller, devices: readonly string[]): Given | undefined {
  if (answer.status !== 200) return undefined;
  const { commands = [] } = payloadOf(answer);
  const named = commands.flatMap(({ ids }) => ids);
  if (!sameSet(named, devices)) throw new Error(`was answered for ${named.join()}`);
  let last: Given | undefined;
  for (const { ids, status, states = {} } of commands) {
    if (status !== 'SUCCESS') return undefined;
    const stream = streamOf(states);
    if (stream === undefined) throw new Error('was given no stream');
    const { url, bearer } = stream;
    const ticket = decodeJwt(ticketOf(url));
    const mine = { sub: caller.account, gid: caller.grant, dev: ids[0] };
    if (Object.entries(mine).some(([claim, value]) => ticket[claim] !== value)) {
      throw new Error('was given a ticket for somebody else');
    }
    const offer = states['cameraStreamOffer'];
    if (offer !== undefined && !offer.endsWith(` of ${caller.camera}`)) {
      throw new Error(`was given ${offer}`);
    }
    last = { path: new URL(url).pathname, bearer, offer };
  }
  return last;
}

/** Opens a stream of the caller's camera. */
export async function opened(
  caller: Caller,
  world: World,
  settle: Settle,
  protocol: string,
): Promise<Given> {
  const devices = [caller.device];
  const answer = await settle(asking(world, getStream(caller, protocol, devices)).answer);
  const stream = answer && given(answer, caller, devices);
  if (stream === undefined) throw new Error('could not be prepared');
  return stream;
}

function executing(
  protocol: string,
  offerBy: 'display' | 'bridge',
  name: string,
  devicesOf: (caller: Caller) => readonly string[],
): Operation {
  return {
    name,
    ofCamera: true,
    once: false,
    offerBy,
    async errand(caller, world) {
      const devices = devicesOf(caller);
      return {
        begin: () => asking(world, getStream(caller, protocol, devices)),
        granted: (answer) => given(answer, caller, devices) !== undefined,
      };
    },
  };
}

const itself = ({ device }: Caller) => [device];

export const intents: readonly Operation[] = [
  {
    name: 'SYNC',
    ofCamera: false,
    once: false,
    async errand(caller, world) {
      return {
        begin: () => asking(world, intent(caller, 'SYNC')),
        granted(answer) {
          if (answer.status !== 200) return false;
          const { agentUserId, devices = [] } = payloadOf(answer);
          const ids = (devices as { id: string }[]).map(({ id }) => id);
          if (agentUserId !== caller.account || !sameSet(ids, caller.devices)) {
            throw new Error(`was told of ${ids.join()}`);
          }
          return true;
        },
      };
    },
  },
  {
    name: 'QUERY',
    ofCamera: true,
    once: false,
    remembers: true,
    async errand(caller, world) {
      return {
        begin: () => asking(world, intent(caller, 'QUERY', queryPayload(caller.devices))),
        granted(answer) {
          if (answer.status !== 200) return false;
          const states = payloadOf(answer).devices as Record<string, { status: string }>;
          if (!sameSet(Object.keys(states), caller.devices)) {
            throw new Error(`was told of ${Object.keys(states).join()}`);
          }
          return Object.values(states).every(({ status }) => status === 'SUCCESS');
        },
      };
    },
  },
  executing('hls', 'display', 'EXECUTE (HLS)', itself),
  executing('webrtc', 'display', 'EXECUTE (WebRTC, the display offers)', itself),
  executing('webrtc', 'bridge', 'EXECUTE (WebRTC, the bridge offers)', itself),
  executing('hls', 'display', 'EXECUTE of every camera at once', ({ devices }) => devices),
  {
    name: 'DISCONNECT',
    ofCamera: false,
    once: true,
    async errand(caller, world) {
      return {
        begin: () => asking(world, intent(caller, 'DISCONNECT')),
        async granted({ status }) {
          const { store } = world.callers.town.scratch;
          if (status !== 200) return false;
          if (await store.of(caller.account).standing(caller.grant))
            throw new Error('it is linked');
          return true;
        },
      };
    },
  },
];
