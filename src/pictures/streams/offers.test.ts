import { expect, test } from '@jest/globals';
import { defaultOfferLimits, shareOffers } from './offers.ts';
import type { Peer, PeerRequest } from './webrtc/peer.ts';

const peer: Peer = { sdp: 'v=0', accept: () => undefined, end: () => undefined };
const request = {} as PeerRequest;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('2,500 offers at a time are made a few at a time, whatever a connection waits for', async () => {
  let making = 0;
  let most = 0;
  const waiting: (() => void)[] = [];
  const connectFor = shareOffers(async () => {
    making += 1;
    most = Math.max(most, making);
    // As with a STUN server that is slow.
    await new Promise<void>((resolve) => waiting.push(resolve));
    making -= 1;
    return peer;
  }, defaultOfferLimits);
  const mine = Array.from({ length: 2_500 }, () => connectFor('a')(request).catch(String));
  await turn();
  expect(making).toBe(defaultOfferLimits.perAccount);
  const theirs = connectFor('b')(request);
  await turn();
  expect(making).toBe(defaultOfferLimits.perAccount + 1);
  while (making > 0) {
    for (const resolve of waiting.splice(0)) resolve();
    await turn();
  }
  await theirs;
  expect(most).toBe(defaultOfferLimits.perAccount + 1);
  const answered = (await Promise.all(mine)).filter((answer) => answer === peer);
  expect(answered).toHaveLength(defaultOfferLimits.perAccount + defaultOfferLimits.waiting);
});

test('so many connections are made for an account in a minute, others not counted', async () => {
  let made = 0;
  const connectFor = shareOffers(
    async () => {
      made += 1;
      return peer;
    },
    { ...defaultOfferLimits, perMinute: 3 },
  );
  for (let at = 0; at < 3; at += 1) await connectFor('a')(request);
  await expect(connectFor('a')(request)).rejects.toMatchObject({ code: 'too-many' });
  await connectFor('b')(request);
  expect(made).toBe(4);
});
