/** Cameras that show nothing, each for a reason of its own: what is said of them must be that reason. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { hostileService } from '../../../pictures/cameras/onvif/testing/hostile-service.ts';
import type { Reason } from '../../../pictures/cameras/reason.ts';
import { RtspFault } from '../../../pictures/cameras/rtsp/fault.ts';
import {
  burst,
  type Reply,
  type Request,
  type Script,
  scriptedCamera,
  usualSdp,
} from '../../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { freePort } from '../../../common/free-port.ts';
import type { SourceSettings } from '../../../wall/partitions/camera-address.ts';
import { selfSigned, signedAgain } from '../self-signed.ts';
import { nothingKept, pointedTo, type Spoil, uniqueMake } from './spoilt-row.ts';

/** One that runs. */
export interface RunningCamera {
  readonly source: SourceSettings;
  /** Where it plays at first: breaks it. */
  readonly turn?: () => Promise<void>;
  /** The operator says that it takes one connection. */
  readonly connections?: 'one';
  /** Another account has it by this, and watches first. */
  readonly elsewhere?: SourceSettings;
  /** Is done to its row, once that is written and before it is asked. */
  readonly spoil?: Spoil;
  close(): Promise<void>;
}

export interface BrokenCamera {
  readonly name: string;
  readonly code: Reason['code'];
  /** Google's errorCode for it. */
  readonly google: string;
  start(): Promise<RunningCamera>;
}

const source = (rtsp: string, more: Partial<SourceSettings> = {}): SourceSettings => ({
  stream: rtsp,
  transport: 'auto',
  alwaysWarm: false,
  ...more,
});
const withLogin = (url: string): string => url.replace('://', '://viewer:secret@');
const nothing = async (): Promise<void> => undefined;

/** A scripted camera; `where` makes its settings of its URL. */
function scripted(
  script: Script,
  where: (url: string) => SourceSettings = (url) => source(url),
): () => Promise<RunningCamera> {
  return async () => {
    const camera = await scriptedCamera(script);
    return { source: where(camera.url), close: () => camera.close() };
  };
}

/** Answers one method with a status, and all else as usual. */
const answering =
  (method: string, status: number, headers: Readonly<Record<string, string>> = {}) =>
  (request: Request, usual: Reply): Reply =>
    request.method === method ? { status, headers } : usual;

const challenged =
  (challenge: () => string) =>
  (request: Request, usual: Reply): Reply =>
    request.headers.has('authorization')
      ? usual
      : { status: 401, headers: { 'WWW-Authenticate': challenge() } };

/** One that plays until it turns, and ends its connections then. */
function turning(
  script: (turned: () => boolean) => Script,
  where: (url: string) => SourceSettings = (url) => source(url),
): () => Promise<RunningCamera> {
  return async () => {
    let turned = false;
    const camera = await scriptedCamera(script(() => turned));
    const turn = async (): Promise<void> => {
      turned = true;
      for (const socket of camera.sockets) socket.destroy();
    };
    return { source: where(camera.url), turn, close: () => camera.close() };
  };
}

/** Names that lead where a test wants, for whoever asks `movingAddress` before the network. */
const moving = new Map<string, string>();

/** A name for which nobody answers. */
const mute = 'attic.test';

/** Of a moving name; undefined for any other. */
export function movingAddress(host: string): readonly string[] | undefined {
  if (host === mute) throw new RtspFault('unanswered');
  const address = moving.get(host);
  return address === undefined ? undefined : [address];
}

/** One in whose place another is from its turn on, at the same port. */
function replacedBy(
  [first, second]: readonly [Script, Script],
  where: (url: string) => SourceSettings,
): () => Promise<RunningCamera> {
  return async () => {
    let camera = await scriptedCamera(first);
    const { port, url } = camera;
    const turn = async (): Promise<void> => {
      await camera.close();
      camera = await scriptedCamera({ ...second, port });
    };
    return { source: where(url), turn, close: () => camera.close() };
  };
}

/** At a name that leads to another address from its turn on. */
function movingTo(host: string): () => Promise<RunningCamera> {
  const name = 'porch.test';
  const start = replacedBy([{}, { host }], (url) => source(url.replace('127.0.0.1', name)));
  return async () => {
    moving.set(name, '127.0.0.1');
    const running = await start();
    const turn = async (): Promise<void> => {
      moving.set(name, host);
      await running.turn?.();
    };
    return { ...running, turn };
  };
}

/** By a name of its own; the other account has its address. */
async function sharedPlace(): Promise<RunningCamera> {
  const name = 'hall.test';
  moving.set(name, '127.0.0.1');
  const camera = await scriptedCamera();
  return {
    source: source(camera.url.replace('127.0.0.1', name)),
    elsewhere: source(camera.url),
    close: () => camera.close(),
  };
}

async function anotherKey(): Promise<RunningCamera> {
  const [one, other] = [selfSigned(), selfSigned()];
  return replacedBy([{ tls: one }, { tls: other }], (url) =>
    source(url, { keys: [one.fingerprint] }),
  )();
}

/** Its key stays, and those who vouched for it vouch no more. */
async function vouchedNoMore(): Promise<RunningCamera> {
  const one = selfSigned();
  return replacedBy([{ tls: one }, { tls: signedAgain(one) }], (url) =>
    source(url, { ca: one.cert }),
  )();
}

const takesOne =
  (start: () => Promise<RunningCamera>): (() => Promise<RunningCamera>) =>
  async () => ({ ...(await start()), connections: 'one' });

async function listening(server: Server): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function oldTls(): Promise<RunningCamera> {
  const { key, cert } = selfSigned();
  const old = {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  } as const;
  const server = createTlsServer({ key, cert, ...old }).on('tlsClientError', () => undefined);
  const { port, close } = await listening(server);
  return { source: source(`rtsps://127.0.0.1:${port}/cam`), close };
}

/** One that plays, with an ONVIF service that answers with these bytes. */
function withOnvif(answer: string): () => Promise<RunningCamera> {
  return async () => {
    const camera = await scriptedCamera();
    const service = await hostileService((socket) => socket.end(answer));
    return {
      source: source(withLogin(camera.url), { onvif: service.url }),
      close: async () => {
        await Promise.all([camera.close(), service.close()]);
      },
    };
  };
}

const spoilt =
  (start: () => Promise<RunningCamera>, spoil: Spoil): (() => Promise<RunningCamera>) =>
  async () => ({ ...(await start()), spoil });

/** What an ONVIF service says that knows which device it is. */
const deviceTold = (make: string): string =>
  http(
    '200 OK',
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"><s:Body><tds:GetDeviceInformationResponse><tds:Manufacturer>${make}</tds:Manufacturer><tds:Model>One</tds:Model><tds:FirmwareVersion>1</tds:FirmwareVersion><tds:SerialNumber>G-1</tds:SerialNumber><tds:HardwareId>1</tds:HardwareId></tds:GetDeviceInformationResponse></s:Body></s:Envelope>`,
  );

/** Two of a make that gives each serial number once, with one number. */
async function twins(): Promise<RunningCamera> {
  const make = 'Gemini';
  const start = withOnvif(deviceTold(make));
  const [one, other] = await Promise.all([start(), start()]);
  return {
    source: other.source,
    elsewhere: one.source,
    spoil: uniqueMake(make),
    close: async () => void (await Promise.all([one.close(), other.close()])),
  };
}

const http = (status: string, body = ''): string =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;

const digest = (realm: string): string => `Digest realm="${realm}", nonce="${Math.random()}"`;
const middle = (): Buffer => burst({ from: 3, count: 9 });
const sdpOf = (line: string): string =>
  usualSdp.replace('a=rtpmap:96 H264/90000', `a=rtpmap:96 ${line}`);

/** All but the last packet of a key picture. */
function tornKey(): Buffer {
  const whole = burst({ count: 1 });
  let at = 0;
  while (at + 4 + whole.readUInt16BE(at + 2) < whole.length) at += 4 + whole.readUInt16BE(at + 2);
  return Buffer.concat([whole.subarray(0, at), middle()]);
}

/** Sends the same again and again, as long as it is listened to. */
const again =
  (what: () => Buffer) =>
  (socket: Socket): void => {
    socket.write(what());
    const timer = setInterval(() => socket.write(what()), 500);
    socket.once('close', () => clearInterval(timer));
  };

const offline = 'deviceOffline';
const notReady = 'deviceNotReady';
const unplayable = 'streamUnplayable';
const unavailable = 'streamUnavailable';
const distrusted = 'securityRestriction';

export const brokenCameras: readonly BrokenCamera[] = [
  {
    name: 'a name that nobody has',
    code: 'name-not-found',
    google: offline,
    start: async () => ({ source: source('rtsp://camera.invalid/live'), close: nothing }),
  },
  {
    name: 'a name that nobody knows anything of',
    code: 'name-unanswered',
    google: offline,
    start: async () => ({ source: source(`rtsp://${mute}/live`), close: nothing }),
  },
  {
    name: 'nothing at its port',
    code: 'refused',
    google: offline,
    start: async () => ({
      source: source(`rtsp://127.0.0.1:${await freePort()}/cam`),
      close: nothing,
    }),
  },
  {
    name: 'takes the connection and never answers',
    code: 'timed-out',
    google: offline,
    start: scripted({ reply: () => undefined }),
  },
  {
    name: 'hangs up on every question',
    code: 'closed',
    google: offline,
    start: scripted({ reply: (_, __, socket) => void socket.destroy() }),
  },
  {
    name: 'resets every connection',
    code: 'closed',
    google: offline,
    start: async () => {
      const { port, close } = await listening(
        createServer((socket) => socket.once('data', () => socket.resetAndDestroy())),
      );
      return { source: source(`rtsp://127.0.0.1:${port}/cam`), close };
    },
  },
  {
    name: 'says that it plays and sends nothing',
    code: 'silent',
    google: offline,
    start: scripted({ play: () => undefined }),
  },
  {
    name: 'a certificate of its own',
    code: 'certificate',
    google: notReady,
    start: async () => scripted({ tls: selfSigned() })(),
  },
  { name: 'TLS of 2006', code: 'tls-too-old', google: notReady, start: oldTls },
  {
    name: 'rtsps:// where TLS is not spoken',
    code: 'tls-failed',
    google: notReady,
    start: async () => {
      const { port, close } = await listening(
        createServer((socket) => socket.end('RTSP/1.0 400 Bad Request\r\n\r\n')),
      );
      return { source: source(`rtsps://127.0.0.1:${port}/cam`), close };
    },
  },
  {
    name: 'SRTP by its description',
    code: 'srtp',
    google: notReady,
    start: scripted({
      sdp: usualSdp.replace('RTP/AVP 96', 'RTP/SAVP 96\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 x'),
    }),
  },
  {
    name: '?enableSrtp as a vendor’s page appends it',
    code: 'srtp',
    google: notReady,
    start: scripted({ play: (socket) => socket.write(middle()) }, (url) =>
      source(`${url}?enableSrtp`),
    ),
  },
  {
    name: 'another password',
    code: 'wrong-password',
    google: notReady,
    start: scripted(
      { reply: () => ({ status: 401, headers: { 'WWW-Authenticate': digest('cam') } }) },
      (url) => source(withLogin(url)),
    ),
  },
  {
    name: 'a user who may not',
    code: 'wrong-password',
    google: notReady,
    start: scripted({ reply: answering('DESCRIBE', 403) }, (url) => source(withLogin(url))),
  },
  {
    name: 'a password, and the URL has none',
    code: 'password-missing',
    google: notReady,
    start: scripted({ reply: challenged(() => digest('cam')) }),
  },
  {
    name: 'a password only when a stream is set up',
    code: 'password-missing',
    google: notReady,
    start: scripted({ reply: answering('SETUP', 401) }),
  },
  {
    name: 'nothing at this path',
    code: 'no-such-stream',
    google: notReady,
    start: scripted({ reply: answering('DESCRIBE', 404) }),
  },
  {
    name: 'only H.265',
    code: 'only-h265',
    google: unplayable,
    start: scripted({ sdp: sdpOf('H265/90000') }),
  },
  {
    name: 'only MJPEG',
    code: 'only-mjpeg',
    google: unplayable,
    start: scripted({ sdp: 'v=0\r\nm=video 0 RTP/AVP 26\r\na=control:v' }),
  },
  {
    name: 'only sound',
    code: 'no-video',
    google: unplayable,
    start: scripted({ sdp: 'v=0\r\nm=audio 0 RTP/AVP 0\r\na=control:a' }),
  },
  {
    name: 'only MPEG-4 Visual',
    code: 'no-video',
    google: unplayable,
    start: scripted({ sdp: sdpOf('MP4V-ES/90000') }),
  },
  {
    name: '461 to every transport',
    code: 'no-transport',
    google: unavailable,
    start: scripted({ reply: answering('SETUP', 461) }),
  },
  {
    name: 'UDP from ports it does not name',
    code: 'no-transport',
    google: unavailable,
    start: scripted(
      {
        reply: ({ method }, usual) =>
          method === 'SETUP'
            ? {
                status: 200,
                headers: { Session: 'a', Transport: 'RTP/AVP;unicast;client_port=1-2' },
              }
            : usual,
      },
      (url) => source(url, { transport: 'udp' }),
    ),
  },
  {
    name: 'pictures, and no key picture',
    code: 'no-key-picture',
    google: unavailable,
    start: scripted({ play: again(middle) }),
  },
  {
    name: 'key pictures, none of them whole',
    code: 'damaged',
    google: unavailable,
    start: scripted({ play: again(tornKey) }),
  },
  {
    name: 'sends on to another host',
    code: 'led-elsewhere',
    google: distrusted,
    start: scripted({
      reply: answering('DESCRIBE', 302, { Location: 'rtsp://192.0.2.9/cam' }),
    }),
  },
  {
    name: 'sends on in circles',
    code: 'led-elsewhere',
    google: distrusted,
    start: scripted({
      reply: ({ method, uri }, usual) =>
        method === 'DESCRIBE' ? { status: 302, headers: { Location: uri } } : usual,
    }),
  },
  {
    name: 'answers 500',
    code: 'status',
    google: unavailable,
    start: scripted({ reply: answering('DESCRIBE', 500) }),
  },
  {
    name: 'answers 454 to PLAY',
    code: 'status',
    google: unavailable,
    start: scripted({ reply: answering('PLAY', 454) }),
  },
  {
    name: 'answers what is no RTSP',
    code: 'malformed',
    google: unavailable,
    start: scripted({ reply: () => Buffer.from(`RTSP/1.0 200 OK\r\n${'x'.repeat(20_000)}`) }),
  },
  {
    name: 'ONVIF at a closed port',
    code: 'onvif-silent',
    google: notReady,
    start: async () => {
      const onvif = `http://127.0.0.1:${await freePort()}/onvif/device_service`;
      return scripted({}, (url) => source(url, { onvif }))();
    },
  },
  {
    name: 'ONVIF with another password',
    code: 'onvif-password',
    google: notReady,
    start: withOnvif(http('403 Forbidden')),
  },
  {
    name: 'ONVIF that does not work',
    code: 'onvif-refused',
    google: notReady,
    start: withOnvif(http('500 Internal Server Error')),
  },
  {
    name: 'ONVIF that is none',
    code: 'onvif-refused',
    google: notReady,
    start: withOnvif(http('200 OK', '<html>hello</html>')),
  },
  {
    name: 'another camera in its place',
    code: 'another-camera',
    google: distrusted,
    start: turning((turned) => ({
      reply: ({ method }, usual) =>
        method === 'DESCRIBE' && usual !== undefined && !Buffer.isBuffer(usual)
          ? { ...usual, headers: { ...usual.headers, Server: turned() ? 'Other/2' : 'Cam/1' } }
          : usual,
    })),
  },
  {
    name: 'the password of another log-in',
    code: 'other-log-in',
    google: distrusted,
    start: turning(
      (turned) => ({ reply: challenged(() => digest(turned() ? 'Somebody' : 'Cam')) }),
      (url) => source(withLogin(url)),
    ),
  },
  {
    name: 'the password in plain text, where it was a digest',
    code: 'weaker-log-in',
    google: distrusted,
    start: turning(
      (turned) => ({
        reply: challenged(() => (turned() ? 'Basic realm="Cam"' : digest('Cam'))),
      }),
      (url) => source(withLogin(url)),
    ),
  },
  {
    name: 'an address that no way leads to',
    code: 'no-route',
    google: offline,
    // No connection is made to a group of hosts.
    start: async () => ({ source: source('rtsp://224.0.0.1/cam'), close: nothing }),
  },
  {
    name: 'an address of a network that is not named',
    code: 'unreachable',
    google: offline,
    start: async () => ({ source: source('rtsp://[fe80::1]/cam'), close: nothing }),
  },
  {
    name: 'one connection, and somebody else has it',
    code: 'one-connection',
    google: 'deviceBusy',
    start: takesOne(scripted({ reply: answering('DESCRIBE', 453) })),
  },
  {
    name: 'one connection, and it ends ours',
    code: 'one-connection',
    google: 'deviceBusy',
    start: takesOne(scripted({ reply: (_, __, socket) => void socket.destroy() })),
  },
  {
    name: 'another TLS key',
    code: 'other-key',
    google: distrusted,
    start: anotherKey,
  },
  {
    name: 'a certificate that nobody vouches for any more',
    code: 'expired',
    google: notReady,
    start: vouchedNoMore,
  },
  {
    name: 'a name that leads elsewhere',
    code: 'new-address',
    google: distrusted,
    start: movingTo('127.0.0.2'),
  },
  {
    name: 'the camera of another account',
    code: 'other-owner',
    google: distrusted,
    start: sharedPlace,
  },
  {
    name: 'a camera of which what answers cannot be kept',
    code: 'not-yet-bound',
    google: notReady,
    start: spoilt(scripted({}), nothingKept('origins')),
  },
  {
    name: 'a camera that cannot be pinned',
    code: 'unverified',
    google: notReady,
    start: spoilt(scripted({}), nothingKept('pins')),
  },
  {
    name: 'a camera whose device cannot be pinned',
    code: 'unverified',
    google: notReady,
    start: spoilt(withOnvif(deviceTold('Solo')), nothingKept('pins', 'onvif')),
  },
  {
    name: 'the serial number of another account’s camera',
    code: 'same-serial',
    google: distrusted,
    start: twins,
  },
  {
    name: 'a row with a URL of another scheme',
    code: 'bad-address',
    google: notReady,
    start: spoilt(scripted({}), pointedTo('http://127.0.0.1:9/cam')),
  },
  {
    name: 'a row with a text that is no URL',
    code: 'bad-address',
    google: notReady,
    start: spoilt(scripted({}), pointedTo('the garden camera')),
  },
];
