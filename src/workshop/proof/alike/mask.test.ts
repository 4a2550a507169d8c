import { expect, test } from '@jest/globals';
import { masked } from './mask.ts';

const ids = new Map([['d_AAAAAAAAAAAAAAAAAAAAAA', '<device.0>']]);

test('what is anew with each bridge is masked, as value and as key', () => {
  const answer = {
    requestId: '7',
    d_AAAAAAAAAAAAAAAAAAAAAA: { id: 'd_AAAAAAAAAAAAAAAAAAAAAA', other: 'd_BBBBBBBBBBBBBBBBBBBBBB' },
    url: 'http://127.0.0.1:8123/live/eyJh.eyJi.c_d/index.m3u8',
    cameraStreamAuthToken: 'anything',
  };
  expect(masked(answer, ids)).toEqual({
    requestId: '<secret>',
    '<device.0>': { id: '<device.0>', other: '<d>' },
    url: '<origin>/live/<ticket>/index.m3u8',
    cameraStreamAuthToken: '<secret>',
  });
});

test('what is said of it is not', () => {
  const answer = { status: 'ERROR', errorCode: 'deviceNotFound', online: false, n: 7, none: null };
  expect(masked(answer, ids)).toEqual(answer);
});
