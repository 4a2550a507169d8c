import { expect, test } from '@jest/globals';
import { RtspFault } from './fault.ts';
import { parseTransport } from './transport-header.ts';

const offered = 'RTP/AVP/TCP;unicast;interleaved=6-7';

test('what cameras answer', () => {
  expect(
    parseTransport('RTP/AVP/TCP;unicast;interleaved=2-3;ssrc=1A2B;mode="PLAY"', offered),
  ).toEqual({
    tcp: true,
    interleaved: [2, 3],
    ssrc: 0x1a2b,
  });
  expect(
    parseTransport('RTP/AVP/UDP; unicast; client_port=5-6; server_port=7000', offered),
  ).toEqual({
    tcp: false,
    serverPort: [7000, 7001],
  });
  expect(parseTransport('RTP/AVP;unicast;server_port=99999-100000', offered)).toEqual({
    tcp: false,
  });
  expect(parseTransport('RTP/AVP/TCP;interleaved=255-256', offered)).toEqual({ tcp: true });
});

test.each([
  ['ssrc=DEADBEEF', 0xdeadbeef],
  ['SSRC = "0x0000abcd"', 0xabcd],
  ['ssrc=00000000', undefined],
  ['ssrc=123456789', undefined],
  ['ssrc=-1', undefined],
  ['ssrc=', undefined],
])('%s', (parameter, ssrc) => {
  expect(parseTransport(`RTP/AVP;unicast;${parameter}`, offered).ssrc).toBe(ssrc);
});

test.each(['0-0', '0', '5000-0', '65535', 'x', ''])('no port of a camera: %p', (value) => {
  expect(parseTransport(`RTP/AVP;server_port=${value}`, offered).serverPort).toBeUndefined();
});

test.each([undefined, ''])('%p: what was offered counts', (value) => {
  expect(parseTransport(value, offered)).toEqual({ tcp: true, interleaved: [6, 7] });
});

test('channels mean TCP, whether it is said or not', () => {
  const answer = 'RTP/AVP;unicast;destination=192.0.2.20;source=192.0.2.10;interleaved=0-1';
  expect(parseTransport(answer, offered)).toEqual({ tcp: true, interleaved: [0, 1] });
});

test.each([' ', 'RAW/RAW/UDP;unicast'])('refuses %p', (value) => {
  expect(() => parseTransport(value, offered)).toThrow(RtspFault);
});
