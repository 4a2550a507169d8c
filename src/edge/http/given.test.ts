import { expect, test } from '@jest/globals';
import { givenIn } from './given.ts';

test('what EXECUTE gave is told by protocol or error, and nothing that opens it', () => {
  const states = {
    online: true,
    cameraStreamProtocol: 'hls',
    cameraStreamAuthToken: 'hunter2',
    cameraStreamAccessUrl: 'https://cameras.example.net/s/hunter2',
  };
  const commands = [
    { ids: ['d_1'], status: 'SUCCESS', states },
    { ids: ['d_2'], status: 'OFFLINE', errorCode: 'deviceOffline', states: { online: false } },
    { ids: ['d_3'], status: 'ERROR', errorCode: 'streamUnavailable' },
  ];
  expect(givenIn({ requestId: '1', payload: { commands } })).toEqual([
    { status: 'SUCCESS', protocol: 'hls' },
    { status: 'OFFLINE', errorCode: 'deviceOffline' },
    { status: 'ERROR', errorCode: 'streamUnavailable' },
  ]);
});

test('other answers give nothing to watch', () => {
  expect(givenIn({ requestId: '1', payload: { agentUserId: 'a', devices: [] } })).toBeUndefined();
  expect(givenIn({})).toBeUndefined();
});
