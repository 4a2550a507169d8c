/** Cameras that want another log-in, or are not, for all that is seen, the one that was bound. */
import { scriptedCamera } from '../../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { selfSigned, signedAgain } from '../self-signed.ts';
import {
  answering,
  type BrokenCamera,
  challenged,
  digest,
  distrusted,
  notReady,
  replacedBy,
  type RunningCamera,
  scripted,
  source,
  turning,
  withLogin,
} from './broken-camera.ts';
import { moving } from './moving-names.ts';

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

export const distrustedCameras: readonly BrokenCamera[] = [
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
];
