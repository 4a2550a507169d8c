/** What one account, or a stranger, does to all others: each as hard as it can, until it is stopped. */
import { setTimeout as pause } from 'node:timers/promises';
import { newOffer } from './attack-offer.ts';
import { connections, pipelines } from './attack-sockets.ts';
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
  signIn,
} from './attacker.ts';
import { floods } from './floods.ts';
import { intentBody, intentHeaders } from './intents.ts';
import type { AttackName } from './options.ts';

async function consents(by: Attacker, account: Account): Promise<void> {
  const { cookie, consent, binding } = await browserOf(by, account);
  const agree = posted(by, { decision: 'agree', binding }, cookie);
  await hammer(by, 100, () => by.client.ask(consent, agree));
}

/** Asks the still, or the newest segment, of streams of all the account's devices. */
async function read(by: Attacker, account: Account, lines: number, isStill: boolean) {
  const streams = await Promise.all(
    account.devices.map((device) => open(by, account, device, 'hls').catch(() => undefined)),
  );
  if (streams.every((stream) => stream === undefined)) by.count('no stream');
  await hammer(by, lines, async (at) => {
    const path = streams[at % streams.length]?.path;
    if (path === undefined) {
      await pause(1_000);
      throw new Error('refused from the beginning');
    }
    const folder = path.slice(0, path.lastIndexOf('/'));
    return isStill ? by.client.ask(`${folder}/snapshot.jpg`) : playOnce(by, folder);
  });
}

export const attacks: Readonly<Record<AttackName, Attack>> = {
  async offers(by, account) {
    const { path, bearer } = await open(by, account, account.device, 'webrtc');
    const offer = (): string => {
      const body = { action: 'offer', deviceId: account.device, sdp: newOffer() };
      return JSON.stringify(body);
    };
    await hammer(by, 400, () => by.client.ask(path, post(intentHeaders(bearer), offer())));
  },
  consents,
  'sign-ins': (by, account) => hammer(by, 40, () => signIn(by, account)),
  stills: (by, account) => read(by, account, 32, true),
  pictures: (by, account) => read(by, account, 4, false),
  sessions: (by) =>
    hammer(by, 32, () => {
      const account = by.accounts[Math.floor(Math.random() * by.accounts.length)];
      if (account === undefined) throw new TypeError('an attack without accounts');
      const body = intentBody('EXECUTE', account.device, ['hls']);
      return by.client.ask('/fulfillment', post(intentHeaders(account.token), body));
    }),
  connections,
  pipelines,
  ...floods,
};
