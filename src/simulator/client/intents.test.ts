import { describe, expect, test } from '@jest/globals';
import {
  queryRequest,
  readExecute,
  readQuery,
  readReasons,
  readSync,
  streamRequest,
} from './intents.ts';
import type { StreamWish } from './intents.ts';

const wish: StreamWish = { deviceId: 'd1', protocols: ['webrtc', 'hls'], chromecast: false };

function executed(states: object, more: object = {}): object {
  const command = { ids: ['d1'], status: 'SUCCESS', states, ...more };
  return { requestId: 'r', payload: { commands: [command] } };
}

const hls = { cameraStreamProtocol: 'hls', cameraStreamAccessUrl: 'https://b/live/t/index.m3u8' };
const webrtc = { cameraStreamProtocol: 'webrtc', cameraStreamSignalingUrl: 'https://b/live/t/s' };

describe('requests', () => {
  test('EXECUTE names the command, the device and the protocols as Google does', () => {
    expect(streamRequest(wish).inputs).toEqual([
      {
        intent: 'action.devices.EXECUTE',
        payload: {
          commands: [
            {
              devices: [{ id: 'd1' }],
              execution: [
                {
                  command: 'action.devices.commands.GetCameraStream',
                  params: {
                    StreamToChromecast: false,
                    SupportedStreamProtocols: ['webrtc', 'hls'],
                  },
                },
              ],
            },
          ],
        },
      },
    ]);
  });

  test('each has its own id', () => {
    expect(queryRequest(['d1']).requestId).not.toBe(queryRequest(['d1']).requestId);
  });
});

describe('SYNC answers', () => {
  const device = (more: object) => ({
    id: 'd1',
    type: 'action.devices.types.DOORBELL',
    traits: [],
    name: { name: 'Front door' },
    ...more,
  });

  test('list cameras and doorbells, with room and protocols, and nothing else', () => {
    const lamp = device({ id: 'd2', type: 'action.devices.types.LIGHT' });
    const attributes = { cameraStreamSupportedProtocols: ['webrtc'] };
    const bell = device({ roomHint: 'Porch', attributes });
    expect(readSync({ payload: { devices: [bell, lamp] } })).toEqual([
      { id: 'd1', name: 'Front door', room: 'Porch', kind: 'doorbell', protocols: ['webrtc'] },
    ]);
  });

  test('that are none read as undefined', () => {
    expect(readSync({ payload: { errorCode: 'hardError' } })).toBeUndefined();
  });
});

test('QUERY answers say who is online; every doubt is offline', () => {
  const devices = {
    a: { online: true, status: 'SUCCESS' },
    b: { online: false, status: 'OFFLINE' },
    c: { online: true, status: 'ERROR', errorCode: 'deviceNotFound' },
    d: { status: 'SUCCESS' },
  };
  expect(readQuery({ payload: { devices } })).toEqual({ a: true, b: false, c: false, d: false });
  expect(readQuery({})).toBeUndefined();
});

describe('EXECUTE answers', () => {
  test('give an HLS stream', () => {
    expect(readExecute(executed({ ...hls, cameraStreamAuthToken: 't' }), wish)).toEqual({
      ok: true,
      protocol: 'hls',
      url: hls.cameraStreamAccessUrl,
      token: 't',
    });
  });

  test('give a WebRTC stream, with offer and ICE servers where there are any', () => {
    const more = { cameraStreamOffer: 'v=0', cameraStreamIceServers: '[]' };
    expect(readExecute(executed({ ...webrtc, ...more }), wish)).toEqual({
      ok: true,
      protocol: 'webrtc',
      url: webrtc.cameraStreamSignalingUrl,
      token: undefined,
      offer: 'v=0',
      iceServers: '[]',
    });
  });

  test.each([
    ['an error', executed({}, { status: 'ERROR', errorCode: 'deviceNotFound' }), 'deviceNotFound'],
    ['an error without a name', executed({}, { status: 'ERROR' }), 'unknownError'],
    ['offline by status', executed({}, { status: 'OFFLINE' }), 'deviceOffline'],
    ['an error of the whole', { payload: { errorCode: 'authFailure' } }, 'authFailure'],
    ['another device', executed(hls, { ids: ['d2'] }), 'protocolError'],
    ['no URL', executed({ cameraStreamProtocol: 'hls' }), 'protocolError'],
    ['a relative URL', executed({ ...hls, cameraStreamAccessUrl: '/live' }), 'protocolError'],
    ['no protocol', executed({ cameraStreamAccessUrl: 'https://b/' }), 'protocolError'],
    ['no answer at all', undefined, 'protocolError'],
    ['no commands', { payload: {} }, 'protocolError'],
  ])('with %s say why', (_name, body, errorCode) => {
    expect(readExecute(body, wish)).toEqual({ ok: false, errorCode });
  });

  test('with a protocol that nobody asked for are refused', () => {
    const only = { ...wish, protocols: ['webrtc'] };
    expect(readExecute(executed(hls), only)).toEqual({ ok: false, errorCode: 'protocolError' });
  });

  test('with two entries for one device are refused', () => {
    const [entry] = (executed(hls) as { payload: { commands: object[] } }).payload.commands;
    const twice = { payload: { commands: [entry, entry] } };
    expect(readExecute(twice, wish)).toEqual({ ok: false, errorCode: 'protocolError' });
  });
});

test('what a bridge says of devices is read of those that were asked for', () => {
  const debugString = 'd1: It does not answer.\nd2: Wrong password.\nd10: x';
  const answer = { payload: { devices: {}, debugString } };
  expect(readReasons(answer, ['d1', 'd3'])).toEqual({ d1: 'It does not answer.' });
  expect(readReasons({ payload: {} }, ['d1'])).toEqual({});
  expect(readReasons('nothing', ['d1'])).toEqual({});
});
