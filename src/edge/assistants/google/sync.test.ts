import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { askSync } from '../../../workshop/testing/asks.ts';
import { type EdgeHouse, openEdgeHouse } from '../../../workshop/testing/edge-house.ts';

let edge: EdgeHouse;
beforeAll(async () => {
  edge = await openEdgeHouse({ streams: { protocols: ['hls', 'webrtc'] } });
});
afterAll(() => edge.close());

test('SYNC lists the devices of the account, with what has a value and nothing else', async () => {
  const attributes = {
    cameraStreamSupportedProtocols: ['hls', 'webrtc'],
    cameraStreamNeedAuthToken: true,
  };
  const common = {
    traits: ['action.devices.traits.CameraStream'],
    willReportState: false,
    attributes,
  };
  const response = await edge.post(edge.birch.token, askSync());
  expect(response.status).toBe(200);
  expect(await response.json()).toStrictEqual({
    requestId: askSync().requestId,
    payload: {
      agentUserId: edge.birch.account,
      devices: [
        {
          ...common,
          id: edge.birch.device,
          type: 'action.devices.types.CAMERA',
          name: { name: 'Front door' },
        },
        {
          ...common,
          id: edge.birch.doorbell,
          type: 'action.devices.types.DOORBELL',
          name: { name: 'Door', defaultNames: ['Acme DB-2'], nicknames: ['bell'] },
          roomHint: 'Porch',
          deviceInfo: { manufacturer: 'Acme', model: 'DB-2' },
        },
      ],
    },
  });
});
