/** The camera's own JPEG stills over HTTP: `GET <path>.jpg`, with Basic if the camera has a login. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { basicChallenge, basicMatches, strangersChallenge } from './auth.ts';
import type { CameraState } from './camera-state.ts';
import { withComment } from '../../pictures/media/jpeg/comment.ts';

function answerStill(
  cameras: ReadonlyMap<string, CameraState>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const end = (status: number, headers: Record<string, string> = {}): void => {
    response.writeHead(status, headers).end();
  };
  const [path = ''] = (request.url ?? '').split('?');
  const camera = path.endsWith('.jpg') ? cameras.get(path.slice(0, -4)) : undefined;
  if (!camera) return end(404);
  const { refuse, silent, answer, stillRedirectTo, stranger } = camera.behaviour;
  if (refuse) {
    request.socket.resetAndDestroy();
    return;
  }
  if (silent) return;
  response.setHeader('Server', camera.server);
  if (answer !== undefined) return end(answer);
  if (stillRedirectTo !== undefined) return end(302, { Location: stillRedirectTo });
  const { authorization } = request.headers;
  if (stranger !== undefined) {
    if (!stranger.stills) return end(404);
    camera.overhear(authorization);
    const challenge = strangersChallenge(stranger, authorization);
    if (challenge !== undefined) return end(401, { 'WWW-Authenticate': challenge });
  } else if (camera.auth && !basicMatches(camera.auth, authorization)) {
    return end(401, { 'WWW-Authenticate': basicChallenge });
  }
  if (request.method !== 'GET') return end(405, { Allow: 'GET' });
  const text = camera.watermark?.();
  const still = text === undefined ? camera.clip.still : withComment(camera.clip.still, text);
  response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': still.length });
  response.end(still);
}

/** Makes a server for the stills of these cameras, not yet listening. */
export function stillServer(cameras: ReadonlyMap<string, CameraState>): Server {
  return createServer((request, response) => answerStill(cameras, request, response));
}
