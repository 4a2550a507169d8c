/**
 * The camera's ONVIF services, as far as a few questions go. Anybody may ask what time it is. With the
 * camera's login, if it has one, one may ask which device it is, which streams it has, and for a key picture.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { Doorkeeper, type CameraAuth } from './auth.ts';
import type { CameraState } from './camera-state.ts';
import { deviceAnswer, fault, mediaAnswer, mediaPath, timeAnswer } from './onvif-answers.ts';

/** Behind a camera's URL path. */
export const servicePath = '/onvif/device_service';

/** How long a token is good, by the camera's clock. */
const toleranceMs = 5_000;
const longestRequest = 65_536;

/** Returns every element of a request by its local name; the last if there are several. */
function elementsOf(xml: string): ReadonlyMap<string, XmlElement> {
  const found = new Map<string, XmlElement>();
  const visit = (element: XmlElement): void => {
    found.set(element.name.split(':').at(-1) ?? '', element);
    for (const node of element.children) if (node instanceof XmlElement) visit(node);
  };
  const { root } = parseXml(xml);
  if (root !== null) visit(root);
  return found;
}

/** Whether the request carries a fresh UsernameToken of this login, not used before. */
function tokenMatches(
  { user, password }: CameraAuth,
  elements: ReadonlyMap<string, XmlElement>,
  at: number,
  used: Set<string>,
): boolean {
  const text = (name: string): string => elements.get(name)?.text ?? '';
  const nonce = text('Nonce');
  const created = text('Created');
  const digest = createHash('sha1')
    .update(Buffer.from(nonce, 'base64'))
    .update(created)
    .update(password)
    .digest('base64');
  const fresh = Math.abs(Date.parse(created) - at) <= toleranceMs && !used.has(nonce);
  used.add(nonce);
  return fresh && text('Username') === user && text('Password') === digest;
}

interface Desk {
  readonly camera: CameraState;
  readonly doorkeeper: Doorkeeper;
  readonly usedNonces: Set<string>;
}

function serve(desk: Desk, request: IncomingMessage, xml: string, response: ServerResponse): void {
  const { camera, doorkeeper, usedNonces } = desk;
  const { clockSeconds = 0, login = 'token' } = camera.onvif ?? {};
  const end = (status: number, body: string, headers: Record<string, string> = {}): void => {
    response.writeHead(status, {
      'Content-Type': 'application/soap+xml; charset=utf-8',
      ...headers,
    });
    response.end(body);
  };
  const elements = elementsOf(xml);
  const now = Date.now() + clockSeconds * 1_000;
  if (elements.has('GetSystemDateAndTime')) {
    return end(200, timeAnswer(new Date(now), camera.onvif?.zone));
  }
  const media = mediaAnswer(camera, request.headers.host ?? '', elements);
  if (media === undefined && !elements.has('GetDeviceInformation')) {
    return end(400, fault('ActionNotSupported'));
  }
  const { auth } = camera;
  if (auth && login === 'digest') {
    const { authorization } = request.headers;
    const digest = { ...auth, scheme: 'digest' } as const;
    const challenge = doorkeeper.refuse(digest, 'POST', authorization, 0);
    if (challenge !== undefined) return end(401, '', { 'WWW-Authenticate': challenge });
  } else if (auth && !tokenMatches(auth, elements, now, usedNonces)) {
    return end(400, fault('NotAuthorized'));
  }
  if (elements.has('SetSynchronizationPoint')) camera.sendKey();
  end(200, media ?? deviceAnswer(camera));
}

/** Makes a server for the device services of these cameras, not yet listening. */
export function onvifServer(cameras: ReadonlyMap<string, CameraState>): Server {
  const desks = new Map<CameraState, Desk>();
  const deskOf = (camera: CameraState): Desk => {
    const desk = desks.get(camera) ?? {
      camera,
      doorkeeper: new Doorkeeper(),
      usedNonces: new Set<string>(),
    };
    desks.set(camera, desk);
    return desk;
  };
  return createServer((request, response) => {
    const path = request.url ?? '';
    const service = [servicePath, mediaPath].find((one) => path.endsWith(one));
    const camera = service === undefined ? undefined : cameras.get(path.slice(0, -service.length));
    if (!camera?.onvif || request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    const { refuse, silent, answer: status, onvifAnswer = status } = camera.behaviour;
    const { onvifRedirectTo, stranger } = camera.behaviour;
    if (refuse) {
      request.socket.resetAndDestroy();
      return;
    }
    if (silent) return;
    if (onvifAnswer !== undefined) {
      response.writeHead(onvifAnswer).end();
      return;
    }
    if (onvifRedirectTo !== undefined) {
      response.writeHead(307, { Location: onvifRedirectTo }).end();
      return;
    }
    let xml = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      xml += text;
      if (xml.length > longestRequest) request.destroy();
    });
    request.on('end', () => {
      // A token says something of the password, too.
      const token = xml.includes('UsernameToken') ? 'a UsernameToken' : undefined;
      if (stranger !== undefined) camera.overhear(request.headers.authorization ?? token);
      const answerIt = (): void => {
        try {
          serve(deskOf(camera), request, xml, response);
        } catch {
          response.writeHead(400).end();
        }
      };
      const { slowMs = 0 } = camera.onvif ?? {};
      if (slowMs > 0) setTimeout(answerIt, slowMs);
      else answerIt();
    });
  });
}
