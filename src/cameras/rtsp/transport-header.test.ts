import { expect, test } from '@jest/globals';
import { RtspFault } from './fault.ts';
import { parseTransport } from './transport-header.ts';

test('what cameras answer', () => {
  expect(parseTransport('RTP/AVP/TCP;unicast;interleaved=2-3;ssrc=1A2B;mode="PLAY"')).toEqual({
    tcp: true,
    interleaved: [2, 3],
    ssrc: 0x1a2b,
  });
  expect(parseTransport('RTP/AVP/UDP; unicast; client_port=5-6; server_port=7000')).toEqual({
    tcp: false,
    serverPort: [7000, 7001],
  });
  expect(parseTransport('RTP/AVP;unicast;server_port=99999-100000')).toEqual({ tcp: false });
  expect(parseTransport('RTP/AVP/TCP;interleaved=255-256')).toEqual({ tcp: true });
});

test.each([
  ['ssrc=DEADBEEF', 0xdeadbeef],
  ['SSRC = "0x0000abcd"', 0xabcd],
  ['ssrc=00000000', undefined],
  ['ssrc=123456789', undefined],
  ['ssrc=-1', undefined],
  ['ssrc=', undefined],
])('%s', (parameter, ssrc) => {
  expect(parseTransport(`RTP/AVP;unicast;${parameter}`).ssrc).toBe(ssrc);
});

test.each(['0-0', '0', '5000-0', '65535', 'x', ''])('no port of a camera: %p', (value) => {
  expect(parseTransport(`RTP/AVP;server_port=${value}`).serverPort).toBeUndefined();
});

test.each([undefined, '', 'RAW/RAW/UDP;unicast'])('refuses %p', (value) => {
  expect(() => parseTransport(value)).toThrow(RtspFault);
});
