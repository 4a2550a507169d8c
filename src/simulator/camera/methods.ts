/** The RTSP methods (RFC 2326 §10), each from a request to its response. */
import type { Socket } from 'node:net';
import type { CameraState, Site } from './camera-state.ts';
import type { Request, Response } from './message.ts';
import { contentBase, sdpOf } from './sdp.ts';
import { Session } from './session.ts';
import type { TrackKind } from './session.ts';
import { chooseTransport } from './transport.ts';

/** A request for a camera, with everything that a method may look at. */
export interface Call {
  readonly request: Request;
  readonly camera: CameraState;
  /** The track that the URL names, if any. */
  readonly track: TrackKind | undefined;
  /** The presentation's URL as the client wrote it, without credentials and closing slash. */
  readonly url: string;
  readonly socket: Socket;
  readonly site: Site;
  /** The connection's session, dead or alive. */
  readonly session: Session | undefined;
}

export interface Outcome {
  readonly response: Response;
  /** The connection's session from now on. */
  readonly session?: Session;
  /** Done once the response is written. */
  readonly afterwards?: () => void;
}

type Method = (call: Call) => Outcome;

const fail = (status: number): Outcome => ({ response: { status } });

function sessionHeader(session: Session): [string, string] {
  return ['Session', `${session.id};timeout=${Math.ceil(session.camera.behaviour.sessionTimeout)}`];
}

/** Returns the live session that the request names. */
function named({ request, session, camera }: Call): Session | undefined {
  const id = request.headers.get('session')?.split(';')[0]?.trim();
  return session && !session.ended && session.id === id && session.camera === camera
    ? session
    : undefined;
}

const options: Method = (call) => {
  const headers: [string, string][] = [['Public', [...methods.keys()].join(', ')]];
  named(call)?.seen();
  return { response: { status: 200, headers } };
};

const describe: Method = ({ camera, url }) => {
  const { behaviour, clip } = camera;
  const headers: [string, string][] = [
    ...contentBase(behaviour, url),
    ['Content-Type', 'application/sdp'],
  ];
  return { response: { status: 200, headers, body: sdpOf(clip, behaviour, url) } };
};

const setup: Method = (call) => {
  const { request, camera, track, socket, site } = call;
  if (!track) return fail(459);
  if (track === 'audio' && !camera.clip.audio) return fail(404);
  const asked = request.headers.has('session');
  const old = asked ? named(call) : undefined;
  if (asked && !old) return fail(454);
  if (old?.playing || (!asked && call.session && !call.session.ended)) return fail(455);
  const transport = chooseTransport(request.headers.get('transport'), camera.behaviour.noTransport);
  if (!transport) return fail(461);
  const session = old ?? new Session(camera, socket, site);
  session.seen();
  const chosen = session.setUp(track, transport);
  const headers: [string, string][] = [['Transport', chosen], sessionHeader(session)];
  return { response: { status: 200, headers }, session };
};

const play: Method = (call) => {
  const session = named(call);
  if (!session) return fail(454);
  session.seen();
  const headers: [string, string][] = [
    sessionHeader(session),
    ['Range', 'npt=0.000-'],
    ['RTP-Info', session.rtpInfo(call.url)],
  ];
  return { response: { status: 200, headers }, afterwards: () => session.play() };
};

const pause: Method = (call) => {
  const session = named(call);
  if (!session) return fail(454);
  session.seen();
  session.pause();
  return { response: { status: 200, headers: [sessionHeader(session)] } };
};

const teardown: Method = (call) => {
  const session = named(call);
  if (!session) return fail(454);
  session.end();
  return { response: { status: 200 } };
};

/** GET_PARAMETER and SET_PARAMETER serve to keep a session alive, no more. */
const parameter: Method = (call) => {
  if (!call.request.headers.has('session')) return { response: { status: 200 } };
  const session = named(call);
  if (!session) return fail(454);
  session.seen();
  return { response: { status: 200, headers: [sessionHeader(session)] } };
};

const methods: ReadonlyMap<string, Method> = new Map([
  ['OPTIONS', options],
  ['DESCRIBE', describe],
  ['SETUP', setup],
  ['PLAY', play],
  ['PAUSE', pause],
  ['TEARDOWN', teardown],
  ['GET_PARAMETER', parameter],
  ['SET_PARAMETER', parameter],
]);

/** Returns the method of this name, if there is one. */
export function methodOf(name: string): Method | undefined {
  return methods.get(name);
}

/** The answer to `OPTIONS *`. */
export const publicMethods = [...methods.keys()].join(', ');
