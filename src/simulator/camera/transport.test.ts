import { expect, test } from '@jest/globals';
import { chooseTransport } from './transport.ts';

test.each([
  ['RTP/AVP/TCP;unicast;interleaved=4-5', undefined, { kind: 'tcp', channel: 4 }],
  ['RTP/AVP/TCP;unicast', undefined, { kind: 'tcp', channel: undefined }],
  ['RTP/AVP;unicast;client_port=5000-5001', undefined, { kind: 'udp', port: 5000, rtcpPort: 5001 }],
  ['RTP/AVP/UDP;unicast;client_port=5000', undefined, { kind: 'udp', port: 5000, rtcpPort: 5001 }],
  ['RTP/AVP;multicast,RTP/AVP/TCP;unicast;interleaved=0-1', undefined, { kind: 'tcp', channel: 0 }],
  ['RTP/AVP;client_port=6-7,RTP/AVP/TCP', 'udp', { kind: 'tcp', channel: undefined }],
  ['RTP/AVP/TCP;interleaved=0-1', 'tcp', undefined],
  ['RTP/AVP/TCP;interleaved=255-256', undefined, undefined],
  ['RTP/AVP;multicast;client_port=6-7', undefined, undefined],
  ['RTP/AVP;unicast', undefined, undefined],
  ['RTP/AVP;client_port=0-1', undefined, undefined],
  ['RTP/AVP;client_port=65535-65536', undefined, undefined],
  ['RTP/SAVP;client_port=6-7', undefined, undefined],
  [undefined, undefined, undefined],
] as const)('%s without %s', (header, without, expected) => {
  expect(chooseTransport(header, without)).toEqual(expected);
});
