/** What leaves towards addresses that a display names, and what the bridge learns of its own. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { WebRtcOptions } from './engine.ts';
import { openHouse, type House } from './testing/house.ts';
import { browserOffer } from './testing/offers.ts';
import { openStrangers, type Strangers } from './testing/strangers.ts';
import { openStunServer, type StunServer } from './testing/stun-server.ts';
import { until } from '../../../workshop/until.ts';

let house: House;
let strangers: Strangers;
let stun: StunServer;
beforeEach(async () => {
  house = openHouse();
  strangers = await openStrangers(30);
  stun = await openStunServer({ address: '203.0.113.5', port: 40_000 });
});
afterEach(async () => {
  await house.close();
  await strangers.close();
  await stun.close();
});

/** Answers an offer that names the strangers; returns the answer, once the bridge has given up. */
async function offered(options: Partial<WebRtcOptions>): Promise<string> {
  const engine = await house.engine({ connectTimeoutMs: 2_500, ...options });
  const { feed, tracks } = house.camera('birch/garden');
  const offer = browserOffer(['video']).replace(
    'a=rtcp-mux\r\n',
    `a=rtcp-mux\r\n${strangers.candidates.join('\r\n')}\r\n`,
  );
  const ends: string[] = [];
  const onEnd = (reason: string): void => void ends.push(reason);
  const peer = await engine.connect({ feed, tracks, offer, since: 0, admit() {}, onEnd });
  await until(() => ends.length > 0);
  return peer.sdp;
}

const iceServers = () => [{ urls: `stun:127.0.0.1:${stun.port}` }];

test('without STUN or TURN nothing is called that a display names', async () => {
  await offered({ mayCall: () => true });
  expect(strangers.called()).toEqual([]);
});

test('with STUN no address is called that is not public', async () => {
  await offered({ iceServers: iceServers() });
  expect(strangers.called()).toEqual([]);
});

test('with STUN six are called at most, by sixty datagrams at most', async () => {
  await offered({ iceServers: iceServers(), mayCall: () => true });
  const called = strangers.called();
  expect(called).toHaveLength(6);
  // The library goes on for 40 s, in which it repeats each seven times.
  expect(Math.max(...called)).toBeLessThanOrEqual(7);
  expect(called.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(60);
});

test('from a STUN server the bridge learns its own address, and says it', async () => {
  const sdp = await offered({ iceServers: iceServers() });
  expect(stun.asked()).toBeGreaterThan(0);
  expect(sdp).toMatch(/^a=candidate:\S+ 1 UDP \d+ 203\.0\.113\.5 40000 typ srflx/m);
});
