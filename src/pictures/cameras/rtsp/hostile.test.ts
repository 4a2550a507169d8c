import { describe, expect, test } from '@jest/globals';
import { bench } from './testing/bench.ts';
import { rtpBytes } from '../../media/testing/h264.ts';
import { interleaved } from '../../media/rtsp/interleaved.ts';
import { burst, usualSdp, type Script } from './testing/scripted-camera.ts';
import { until } from '../../../workshop/until.ts';

const { camera, watch } = bench();

describe('a hostile camera', () => {
  const head = 'RTSP/1.0 200 OK\r\nCSeq: 1\r\n';
  test.each<[string, Script]>([
    ['greets with noise', { greet: Buffer.alloc(100_000, 0) }],
    ['never ends a header', { reply: () => Buffer.alloc(100_000, 'A') }],
    [
      'announces a body of a gigabyte',
      { reply: () => Buffer.from(`${head}Content-Length: 999999999\r\n\r\n`) },
    ],
    ['sends an SDP of lines m=', { sdp: 'm=video 0 RTP/AVP 96\r\n'.repeat(99) }],
    ['sends noise after PLAY', { play: (socket) => socket.write(Buffer.alloc(5_000, 0xff)) }],
    [
      'sends noise without end among its pictures',
      { play: (socket) => socket.write(Buffer.concat([burst(), Buffer.alloc(70_000, 0xff)])) },
    ],
    [
      'puts RTP and RTCP on one channel',
      {
        sdp: usualSdp.split('\r\nm=audio')[0] ?? '',
        reply: ({ method }, usual) =>
          method === 'SETUP'
            ? { status: 200, headers: { Session: 'a', Transport: 'RTP/AVP/TCP;interleaved=0-0' } }
            : usual,
      },
    ],
    [
      // Found by fuzzing: only silence ended it.
      'breaks off in the very bytes that say that it plays',
      {
        reply: ({ method, headers }, usual) =>
          method === 'PLAY'
            ? Buffer.from(`RTSP/1.0 200 OK\r\nCSeq: ${headers.get('cseq')}\r\n\r\nnoise`)
            : usual,
      },
    ],
  ])('%s: the connection ends, the source goes on', async (_, script) => {
    const one = await camera(script);
    const { log } = watch(one.url);
    await until(() => log.filter(({ event }) => event === 'rtsp-lost').length >= 2);
    expect(log.find(({ event }) => event === 'rtsp-lost')?.fields.reason).toBe('malformed');
  });

  test('asks without end and never reads: memory stays small', async () => {
    const questions = Buffer.from('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n'.repeat(40_000));
    const one = await camera({
      play: (socket) => {
        socket.pause();
        const ask = (): void => {
          while (socket.writable && socket.write(questions));
        };
        socket.on('drain', ask);
        ask();
      },
    });
    const { log } = watch(one.url);
    await until(() => log.some(({ event }) => event === 'rtsp-lost'), 25_000);
    expect(log.find(({ event }) => event === 'rtsp-lost')?.fields.reason).toBe('malformed');
  }, 30_000);

  test('names URLs that would break a request line: they are not used', async () => {
    const one = await camera({
      sdp: usualSdp.replace('a=control:v', 'a=control:v RTSP/1.0 X-Evil'),
      reply: ({ method }, usual) =>
        method === 'DESCRIBE' && usual !== undefined && !Buffer.isBuffer(usual)
          ? { ...usual, headers: { 'Content-Base': 'rtsp://h/ RTSP/1.0 X-Evil' } }
          : usual,
    });
    const { video } = watch(one.url);
    await until(() => video.length > 0);
    const uris = one.requests.slice(0, 4).map(({ uri }) => uri);
    expect(uris).toEqual([one.url, one.url, `${one.url}/a`, one.url]);
  });

  test('sends packets that are none among those that are', async () => {
    const noise = Array.from({ length: 50 }, (_, index) =>
      interleaved(index % 6, Buffer.alloc(index, 0x9f)),
    );
    const foreign = { sequence: 1, timestamp: 1, ssrc: 1, payload: Buffer.alloc(20, 0x41) };
    noise.push(interleaved(0, rtpBytes({ ...foreign, payloadType: 77 })));
    const one = await camera({
      play: (socket) => socket.write(Buffer.concat([...noise, burst()])),
    });
    const { video } = watch(one.url);
    await until(() => video.length > 100);
  });
});
