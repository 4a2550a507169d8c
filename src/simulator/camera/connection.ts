/** One client's connection: bytes come in, requests are handled one after the other, responses go out. */
import type { Socket } from 'node:net';
import { Doorkeeper, strangersChallenge } from './auth.ts';
import type { CameraState, Site } from './camera-state.ts';
import { BadMessage, render, requestReader } from './message.ts';
import type { Request, Response } from './message.ts';
import { methodOf, publicMethods } from './methods.ts';
import type { Outcome } from './methods.ts';
import { trackNames } from './sdp.ts';
import type { Session, TrackKind } from './session.ts';

interface Target {
  readonly camera: CameraState;
  readonly track: TrackKind | undefined;
  readonly url: string;
}

/** Returns which camera, and which of its tracks, a request URL names. @throws BadMessage 400, 404 */
function targetOf(uri: string, cameras: ReadonlyMap<string, CameraState>): Target {
  if (!/^rtspu?:\/\//i.test(uri) || !URL.canParse(uri)) throw new BadMessage(400);
  const { host, pathname } = new URL(uri);
  const whole = pathname.replace(/\/+$/, '');
  const kinds = ['video', 'audio'] as const;
  const track = kinds.find((kind) => whole.endsWith(`/${trackNames[kind]}`));
  const path = track ? whole.slice(0, -trackNames[track].length - 1) : whole;
  const camera = cameras.get(path);
  if (!camera) throw new BadMessage(404);
  return { camera, track, url: `rtsp://${host}${path}` };
}

const unauthorized = (challenge: string): Outcome => ({
  response: { status: 401, headers: [['WWW-Authenticate', challenge]] },
});

class Connection {
  readonly #socket: Socket;
  readonly #site: Site;
  readonly #reader = requestReader();
  readonly #door = new Doorkeeper();
  readonly #named = new Set<CameraState>();
  #session: Session | undefined;

  constructor(socket: Socket, site: Site) {
    this.#socket = socket;
    this.#site = site;
  }

  /** Begins to listen to the client. */
  open(): void {
    const socket = this.#socket;
    socket.setNoDelay(true);
    socket.setTimeout(this.#site.idleTimeoutMs);
    socket.on('timeout', () => {
      if (!this.#session?.playing) socket.destroy();
    });
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    // A client that resets its connection is gone; 'close' follows.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#session?.end();
      for (const camera of this.#named) camera.connections.delete(socket);
    });
  }

  #read(bytes: Buffer): void {
    try {
      for (const incoming of this.#reader.push(bytes)) {
        if (this.#socket.destroyed) return;
        if (incoming.kind === 'message') this.#handle(incoming.message);
        else this.#session?.controlSeen();
      }
    } catch (cause) {
      const status = cause instanceof BadMessage ? cause.status : 500;
      this.#socket.end(render({ status }, undefined));
      this.#socket.destroySoon();
    }
  }

  #handle(request: Request): void {
    const cseq = request.headers.get('cseq');
    if (cseq === undefined || !/^\d{1,10}$/.test(cseq)) throw new BadMessage(400);
    const answer = (response: Response): void => {
      this.#socket.write(render(response, cseq));
    };
    if (request.method === 'OPTIONS' && request.uri === '*') {
      return answer({ status: 200, headers: [['Public', publicMethods]] });
    }
    let target: Target;
    try {
      target = targetOf(request.uri, this.#site.cameras);
    } catch (cause) {
      if (cause instanceof BadMessage && cause.status === 404) return answer({ status: 404 });
      throw cause;
    }
    const { camera } = target;
    this.#named.add(camera);
    camera.connections.add(this.#socket);
    if (camera.behaviour.refuse) {
      this.#socket.resetAndDestroy();
      return;
    }
    if (camera.behaviour.silent) return;
    const outcome = this.#outcome(request, target);
    this.#session = outcome.session ?? this.#session;
    const { headers = [], ...response } = outcome.response;
    answer({ ...response, headers: [['Server', camera.server], ...headers] });
    outcome.afterwards?.();
  }

  #outcome(request: Request, target: Target): Outcome {
    const { behaviour, auth } = target.camera;
    if (behaviour.answer !== undefined) return { response: { status: behaviour.answer } };
    const method = methodOf(request.method);
    if (!method) return { response: { status: 501 } };
    const authorization = request.headers.get('authorization');
    if (behaviour.stranger !== undefined) {
      target.camera.overhear(authorization);
      const challenge = strangersChallenge(behaviour.stranger, authorization);
      if (challenge !== undefined && request.method !== 'OPTIONS') return unauthorized(challenge);
    } else if (auth && request.method !== 'OPTIONS') {
      const challenge = this.#door.refuse(
        auth,
        request.method,
        authorization,
        behaviour.staleAfter,
      );
      if (challenge !== undefined) return unauthorized(challenge);
    }
    if (behaviour.redirectTo !== undefined && request.method === 'DESCRIBE') {
      return { response: { status: 302, headers: [['Location', behaviour.redirectTo]] } };
    }
    const session = this.#session;
    return method({ request, ...target, socket: this.#socket, site: this.#site, session });
  }
}

/** Serves one client until its connection closes. */
export function serve(socket: Socket, site: Site): void {
  new Connection(socket, site).open();
}
