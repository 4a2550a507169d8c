import { describe, expect, test } from '@jest/globals';
import type { Connection } from './connection.ts';
import { createTcpTransports } from './transport-tcp.ts';
import type { PacketSink } from './transport.ts';

/** A connection that a test puts frames into. */
function fakeConnection() {
  const sent: number[] = [];
  const connection = {
    onFrame: () => undefined,
    expects: () => false,
    sendFrame: (channel: number) => void sent.push(channel),
  } as unknown as Connection;
  return { connection, sent };
}

function sink(type: number) {
  const heard: string[] = [];
  const own: PacketSink = {
    rtp: (bytes) => void heard.push(`rtp ${bytes.toString('hex')}`),
    rtcp: (bytes) => void heard.push(`rtcp ${bytes.toString('hex')}`),
    expects: (bytes) => bytes[1] === type,
    announced: () => undefined,
  };
  return { own, heard };
}

const report = Buffer.from('80c8000600000001', 'hex');
const same = 'RTP/AVP/TCP;unicast;interleaved=0-1';

describe('streams in one connection', () => {
  test('each on its own channels', () => {
    const { connection, sent } = fakeConnection();
    const transports = createTcpTransports(connection);
    const [video, audio] = [sink(96), sink(0)];
    const [first, second] = [transports(video.own), transports(audio.own)];
    void first.accept(first.offer);
    void second.accept('RTP/AVP/TCP;unicast;interleaved=8-9');
    for (const channel of [0, 1, 2, 8, 9]) connection.onFrame(channel, Buffer.from([channel]));
    expect(video.heard).toEqual(['rtp 00', 'rtcp 01']);
    expect(audio.heard).toEqual(['rtp 08', 'rtcp 09']);
    second.report(report);
    expect(sent).toEqual([9]);
    second.close();
    connection.onFrame(8, report);
    expect(audio.heard).toHaveLength(2);
  });

  test('where a camera answers 0-1 to both, each hears that, and what was offered', () => {
    const { connection, sent } = fakeConnection();
    const transports = createTcpTransports(connection);
    const [video, audio] = [sink(96), sink(0)];
    const [first, second] = [transports(video.own), transports(audio.own)];
    void first.accept(same);
    void second.accept(same);
    for (const channel of [0, 1, 2, 3]) connection.onFrame(channel, Buffer.from([channel]));
    expect(video.heard).toEqual(['rtp 00', 'rtcp 01']);
    expect(audio.heard).toEqual(['rtp 00', 'rtcp 01', 'rtp 02', 'rtcp 03']);
    second.report(report);
    expect(sent).toEqual([3]);
    second.close();
    connection.onFrame(0, report);
    expect([video.heard.length, audio.heard.length]).toEqual([3, 4]);
  });

  test.each(['0-0', '1-2', '3-0'])(
    'pictures and reports on one channel (%s) are refused',
    (answer) => {
      const { connection } = fakeConnection();
      const transports = createTcpTransports(connection);
      const [first, second] = [transports(sink(96).own), transports(sink(0).own)];
      void first.accept(same);
      const accept = (): unknown => second.accept(`RTP/AVP/TCP;interleaved=${answer}`);
      expect(accept).toThrow(expect.objectContaining({ reason: 'malformed' }));
    },
  );

  test('what is expected is a packet of theirs, or a report on the channel beside', () => {
    const { connection } = fakeConnection();
    const transport = createTcpTransports(connection)(sink(96).own);
    expect(connection.expects(0, Buffer.from([0x80, 96]))).toBe(false);
    void transport.accept(same);
    expect(connection.expects(0, Buffer.from([0x80, 96]))).toBe(true);
    expect(connection.expects(0, Buffer.from([0x80, 97]))).toBe(false);
    expect(connection.expects(1, report)).toBe(true);
    expect(connection.expects(1, Buffer.alloc(8, 0x80))).toBe(false);
    expect(connection.expects(1, report.subarray(0, 7))).toBe(false);
    expect(connection.expects(2, report)).toBe(false);
  });
});
