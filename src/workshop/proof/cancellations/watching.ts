/** What a display asks of a stream that it was given: HLS, a still, WebRTC signalling. */
import { entriesOf } from '../../../simulator/client/hls-reader.ts';
import { jsonHeaders } from '../../../simulator/client/post-json.ts';
import { watermarksIn } from '../races/cameras.ts';
import type { RawAnswer } from '../http-heads.ts';
import { asking, type Errand, type Operation, type Settle } from './errand.ts';
import type { Caller } from './callers.ts';
import { opened, type Given } from './intents.ts';
import type { World } from './world.ts';

function beside({ path }: Given, file: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1) + file;
}

const get = (world: World, given: Given, file: string) => () =>
  asking(world, { method: 'GET', path: beside(given, file) });

/** @throws Error for a picture of another camera. */
function shows({ place }: Caller): (answer: RawAnswer) => boolean {
  return ({ status, body }) => {
    if (status !== 200) return false;
    const watermarks = watermarksIn(body);
    const foreign = watermarks.find((watermark) => watermark.place !== place);
    if (foreign !== undefined) throw new Error(`was shown a picture of ${foreign.place}`);
    return watermarks.length > 0;
  };
}

const listed = ({ status, body }: RawAnswer): boolean =>
  status === 200 && body.toString('latin1').startsWith('#EXTM3U');

async function newestSegment(world: World, settle: Settle, given: Given): Promise<string> {
  const answer = await settle(get(world, given, 'live.m3u8')().answer);
  const newest = entriesOf(answer?.body ?? '').at(-1);
  if (newest === undefined) throw new Error('there is no segment to ask for');
  return newest;
}

function signalling(
  world: World,
  caller: Caller,
  { path, bearer }: Given,
  message: () => { readonly action: string; readonly sdp?: string },
): Errand {
  let asked: ReturnType<typeof message> | undefined;
  return {
    begin() {
      asked = message();
      if (asked.sdp !== undefined) world.expected.set(asked.sdp, caller.place);
      return asking(world, {
        method: 'POST',
        path,
        headers: jsonHeaders(bearer),
        body: JSON.stringify(asked),
      });
    },
    granted({ status, body }) {
      if (status !== 200) return false;
      const { sdp } = JSON.parse(body.toString()) as { sdp?: string };
      if (asked?.action === 'offer' && sdp !== `answer to ${asked.sdp ?? ''}`) {
        throw new Error(`was given ${String(sdp)}`);
      }
      return true;
    },
  };
}

export const watching: readonly Operation[] = [
  {
    name: 'HLS playlist before the first segment',
    ofCamera: true,
    once: false,
    async errand(caller, world, settle) {
      const given = await opened(caller, world, settle, 'hls');
      return { begin: get(world, given, 'index.m3u8'), granted: listed };
    },
  },
  {
    name: 'HLS segment',
    ofCamera: true,
    once: false,
    async errand(caller, world, settle) {
      const given = await opened(caller, world, settle, 'hls');
      const name = await newestSegment(world, settle, given);
      return { begin: get(world, given, name), granted: shows(caller) };
    },
  },
  {
    name: 'still',
    ofCamera: true,
    once: false,
    outside: true,
    async errand(caller, world, settle) {
      const given = await opened(caller, world, settle, 'hls');
      return { begin: get(world, given, 'snapshot.jpg'), granted: shows(caller) };
    },
  },
  {
    name: 'WebRTC offer',
    ofCamera: true,
    once: false,
    async errand(caller, world, settle) {
      const given = await opened(caller, world, settle, 'webrtc');
      let times = 0;
      return signalling(world, caller, given, () => {
        times += 1;
        return { action: 'offer', sdp: `${caller.device} ${times}` };
      });
    },
  },
  {
    name: 'WebRTC answer',
    ofCamera: true,
    once: false,
    offerBy: 'bridge',
    async errand(caller, world, settle) {
      const given = await opened(caller, world, settle, 'webrtc');
      world.expected.set(given.offer ?? '', caller.place);
      return signalling(world, caller, given, () => ({ action: 'answer', sdp: 'an answer' }));
    },
  },
  {
    name: 'WebRTC end',
    ofCamera: true,
    once: true,
    async errand(caller, world, settle) {
      const given = await opened(caller, world, settle, 'webrtc');
      return signalling(world, caller, given, () => ({ action: 'end' }));
    },
  },
];
