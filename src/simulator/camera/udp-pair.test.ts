import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { openUdpPair } from './udp-pair.ts';

test('an even port and the next; what arrives there is heard by who asked last', async () => {
  const pair = await openUdpPair('127.0.0.1', 'udp4');
  const viewer = createSocket('udp4');
  try {
    expect(pair.port % 2).toBe(0);
    expect(pair.rtcp.address().port).toBe(pair.port + 1);
    viewer.bind(0, '127.0.0.1');
    await once(viewer, 'listening');
    const heard: string[] = [];
    const listen = (name: string) =>
      pair.onControl('127.0.0.1', viewer.address().port, () => heard.push(name));
    const send = async (): Promise<void> => {
      const arrived = once(pair.rtcp, 'message');
      viewer.send(Buffer.from('80c9000100000001', 'hex'), pair.port + 1, '127.0.0.1');
      await arrived;
    };
    const stopFirst = listen('first');
    const stopSecond = listen('second');
    stopFirst();
    await send();
    expect(heard).toEqual(['second']);
    stopSecond();
    await send();
    expect(heard).toEqual(['second']);
  } finally {
    viewer.close();
    pair.close();
  }
});

test('an error of a socket, which some systems report for a viewer that left, does no harm', async () => {
  const pair = await openUdpPair('127.0.0.1', 'udp4');
  expect(pair.rtp.emit('error', new Error('ECONNRESET'))).toBe(true);
  expect(pair.rtcp.emit('error', new Error('ECONNRESET'))).toBe(true);
  pair.close();
});
