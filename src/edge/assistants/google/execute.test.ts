import { afterEach, expect, test } from '@jest/globals';
import { Failure } from '../../../common/failures.ts';
import { askExecute, stream } from '../../../workshop/testing/asks.ts';
import {
  type EdgeHouse,
  type EdgeHouseOptions,
  openEdgeHouse,
} from '../../../workshop/testing/edge-house.ts';

let edge: EdgeHouse;
afterEach(() => edge.close());

interface Result {
  ids: string[];
  status: string;
  errorCode?: string;
  states?: Record<string, unknown>;
}

async function open(options: EdgeHouseOptions = {}): Promise<void> {
  edge = await openEdgeHouse(options);
}

async function execute(...commands: object[]): Promise<Result[]> {
  const response = await edge.post(edge.birch.token, askExecute(...commands));
  expect(response.status).toBe(200);
  const { payload } = (await response.json()) as { payload: { commands: Result[] } };
  return payload.commands;
}

const onOff = { command: 'action.devices.commands.OnOff', params: { on: true } };
const url = (end: string) =>
  expect.stringMatching(new RegExp(`^https://bridge\\.example\\.net/live/[\\w.-]+/${end}$`));

test('WebRTC is answered with a signalling URL and our own token, and nothing empty', async () => {
  await open();
  const { device } = edge.birch;
  expect(await execute(stream([device], ['hls', 'webrtc'], true))).toEqual([
    {
      ids: [device],
      status: 'SUCCESS',
      states: {
        online: true,
        cameraStreamProtocol: 'webrtc',
        cameraStreamAuthToken: `bearer-of-${device}`,
        cameraStreamSignalingUrl: url('signal'),
      },
    },
  ]);
});

test('ICE servers and the offer are told where there are any', async () => {
  const iceServers = [{ urls: 'stun:stun.example.net' }];
  await open({ iceServers, streams: { offer: 'v=0' } });
  const [result] = await execute(stream([edge.birch.device], ['webrtc']));
  expect(result?.states).toMatchObject({
    cameraStreamIceServers: JSON.stringify(iceServers),
    cameraStreamOffer: 'v=0',
  });
});

test('an empty offer is left out', async () => {
  await open({ streams: { offer: '' } });
  const [result] = await execute(stream([edge.birch.device], ['webrtc']));
  expect(result?.states).not.toHaveProperty('cameraStreamOffer');
});

test('the receiver is named for HLS to a Cast device only', async () => {
  await open({ castReceiverAppId: 'ABCD1234', iceServers: [{ urls: 'stun:stun.example.net' }] });
  const { device } = edge.birch;
  const states = {
    online: true,
    cameraStreamProtocol: 'hls',
    cameraStreamAuthToken: `bearer-of-${device}`,
    cameraStreamAccessUrl: url('index\\.m3u8'),
  };
  const [cast] = await execute(stream([device], ['hls'], true));
  expect(cast?.states).toEqual({ ...states, cameraStreamReceiverAppId: 'ABCD1234' });
  const [phone] = await execute(stream([device], ['hls'], false));
  expect(phone?.states).toEqual(states);
  const [webrtc] = await execute(stream([device], ['webrtc'], true));
  expect(webrtc?.states).not.toHaveProperty('cameraStreamReceiverAppId');
});

test('without a word on casting there is no receiver', async () => {
  await open({ castReceiverAppId: 'ABCD1234' });
  const command = 'action.devices.commands.GetCameraStream';
  const params = { SupportedStreamProtocols: ['hls'] };
  const devices = [{ id: edge.birch.device }];
  const [result] = await execute({ devices, execution: [{ command, params }] });
  expect(result).toMatchObject({ status: 'SUCCESS' });
  expect(result?.states).not.toHaveProperty('cameraStreamReceiverAppId');
});

test('a protocol nobody asked for is never given', async () => {
  await open({ streams: { stubborn: 'hls' } });
  const { device } = edge.birch;
  const refused = [{ ids: [device], status: 'ERROR', errorCode: 'functionNotSupported' }];
  expect(await execute(stream([device], ['webrtc']))).toEqual(refused);
  await edge.close();
  await open();
  const [result] = await execute(stream([edge.birch.device], ['dash', 'smooth_stream', 'WebRTC']));
  expect(result).toMatchObject({ status: 'ERROR', errorCode: 'functionNotSupported' });
});

test('every device of every entry has one result, and none harms another', async () => {
  await open();
  const { device, doorbell } = edge.birch;
  const offline = await edge.camera(edge.birch, 'Offline cellar');
  const broken = await edge.camera(edge.birch, 'Broken attic');
  const results = await execute(
    stream([offline, device], ['hls']),
    stream([broken, edge.harbour.device], ['hls']),
    { devices: [{ id: doorbell }], execution: [onOff] },
  );
  expect(results).toEqual([
    { ids: [offline], status: 'OFFLINE', errorCode: 'deviceOffline', states: { online: false } },
    { ids: [device], status: 'SUCCESS', states: expect.objectContaining({ online: true }) },
    { ids: [broken], status: 'ERROR', errorCode: 'hardError' },
    { ids: [edge.harbour.device], status: 'ERROR', errorCode: 'deviceNotFound' },
    { ids: [doorbell], status: 'ERROR', errorCode: 'functionNotSupported' },
  ]);
});

test('a device named several times is answered once, by its last GetCameraStream', async () => {
  const opened: string[] = [];
  await open({ streams: { before: (name) => void opened.push(name) } });
  const { device } = edge.birch;
  const results = await execute(stream([device, device], ['webrtc']), stream([device], ['hls']));
  expect(results).toHaveLength(1);
  expect(results[0]?.states).toMatchObject({ cameraStreamProtocol: 'hls' });
  expect(opened).toEqual(['Front door']);
});

test('a command that no camera knows, among others, keeps all of them from being done', async () => {
  const opened: string[] = [];
  await open({ streams: { before: (name) => void opened.push(name) } });
  const { device } = edge.birch;
  const wish = stream([device], ['hls']);
  const unknown = { devices: [{ id: device }], execution: [onOff] };
  const refused = [{ ids: [device], status: 'ERROR', errorCode: 'functionNotSupported' }];
  expect(await execute(wish, unknown)).toEqual(refused);
  expect(await execute({ ...wish, execution: [onOff, ...wish.execution] })).toEqual(refused);
  expect(opened).toEqual([]);
});

test("what a foreign device can do is not told, even of a command that nobody's can", async () => {
  await open();
  const [result] = await execute({ devices: [{ id: edge.harbour.device }], execution: [onOff] });
  expect(result).toMatchObject({ errorCode: 'deviceNotFound' });
});

test('a limit that was reached passes: it is not told as too many guesses of a PIN', async () => {
  await open({
    streams: {
      before() {
        throw new Failure('too-many', 'too many displays are watching');
      },
    },
  });
  const [result] = await execute(stream([edge.birch.device], ['hls']));
  expect(result).toMatchObject({ status: 'ERROR', errorCode: 'resourceUnavailable' });
});

test.each([
  ['storage-down', 503],
  ['unauthenticated', 401],
] as const)('%s in the middle is answered for the whole, by %i', async (code, status) => {
  await open({
    streams: {
      before(name) {
        if (name === 'Door') throw new Failure(code, 'as said');
      },
    },
  });
  const { device, doorbell, token } = edge.birch;
  const response = await edge.post(token, askExecute(stream([device, doorbell], ['hls'])));
  expect(response.status).toBe(status);
});
