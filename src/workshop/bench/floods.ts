/** Plain floods by one linked account, or by one browser that is signed in: nothing but many requests. */
import { newDeviceId } from '../../identity/ids.ts';
import {
  type IntentName,
  intentRequest,
  requestIdOfGoogle,
  streamCommand,
} from '../../simulator/client/intent-request.ts';
import {
  type Account,
  type Attack,
  type Attacker,
  browserOf,
  hammer,
  open,
  playOnce,
  post,
  posted,
} from './attacker.ts';
import type { Sent } from './http-client.ts';
import { intentHeaders } from './intents.ts';
import type { AttackName } from './options.ts';

/** More at a time than the bridge lets wait. */
const lines = 400;
/** As many as a request may name. */
const maxDevices = 500;

/** The same requests again and again, each on some of the lines. */
function flood(by: Attacker, blows: readonly (readonly [string, Sent])[]): Promise<void> {
  return hammer(by, lines, (line) => {
    const blow = blows[line % blows.length];
    if (blow === undefined) throw new TypeError('a flood of nothing');
    return by.client.ask(...blow);
  });
}

/** All that the account has and, as many as may be, what nobody has: as short as it goes, and well-formed. */
function manyDevices({ devices }: Account): readonly (readonly object[])[] {
  const count = maxDevices - devices.length;
  const short = Array.from({ length: count }, (_, at) => at);
  const wellFormed = Array.from({ length: count }, newDeviceId);
  return [short, wellFormed].map((others) => [...devices, ...others].map((id) => ({ id })));
}

function intent({ token }: Account, name: IntentName, payload: object): readonly [string, Sent] {
  return [
    '/fulfillment',
    post(intentHeaders(token), JSON.stringify(intentRequest(name, payload, requestIdOfGoogle))),
  ];
}

/** Nothing that ends by itself: a consent that is given is counted, and who signs out posts no more. */
async function forms(by: Attacker, account: Account): Promise<void> {
  const { cookie, consent, binding } = await browserOf(by, account);
  const long = 'x'.repeat(30_000);
  const all = [
    [consent, { decision: 'cancel', binding }],
    [consent, { decision: 'cancel', binding, long }],
    [consent, { decision: 'agree', binding: 'of another sign-in' }],
    ['/account/unlink', { grant: 'of nobody', binding }],
    ['/account/unlink', { grant: long, binding }],
    ['/sign-out', { binding }],
  ] as const;
  await flood(
    by,
    all.map(([path, fields]) => [path, posted(by, fields, cookie)]),
  );
}

type Flood = Extract<AttackName, 'queries' | 'executes' | 'playlists' | 'forms'>;

export const floods: Readonly<Record<Flood, Attack>> = {
  queries: (by, account) =>
    flood(
      by,
      manyDevices(account).map((devices) => intent(account, 'QUERY', { devices })),
    ),
  executes: (by, account) =>
    flood(
      by,
      ['hls', 'webrtc'].flatMap((protocol) =>
        manyDevices(account).map((devices) => {
          const commands = [streamCommand(devices, [protocol])];
          return intent(account, 'EXECUTE', { commands });
        }),
      ),
    ),
  async playlists(by, account) {
    const { path } = await open(by, account, account.device, 'hls');
    const folder = path.slice(0, path.lastIndexOf('/'));
    await hammer(by, lines, () => playOnce(by, folder));
  },
  forms,
};
