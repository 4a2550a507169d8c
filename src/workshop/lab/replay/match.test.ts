import { expect, test } from '@jest/globals';
import { differences } from './match.ts';
import { fill, type Json } from './variables.ts';

const hls = 'https://bridge.example.net/live/a.b.c/index.m3u8';

test.each<[Json, Json]>([
  [{ a: [1, 'x', null, true] }, { a: [1, 'x', null, true] }],
  [{ $any: 'array' }, []],
  [{ $any: 'object' }, {}],
  [{ $match: 'a.c' }, 'abc'],
  [{ $url: 'hls' }, hls],
  [{ $url: 'webrtc' }, 'http://127.0.0.1:8080/live/a.b.c/signal'],
  [{ $json: [{ urls: { $any: 'string' } }] }, '[{"urls":"stun:x"}]'],
  [{ $each: { $any: 'number' } }, [1, 2]],
  [{ $either: [1, { $match: 'x' }] }, 'x'],
  [{ a: { $optional: 1 } }, {}],
  [{ a: { $optional: 1 } }, { a: 1 }],
  [JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":1}')],
  [{ $other: 1 }, { $other: 1 }],
])('%j is %j', (expected, found) => {
  expect(differences(expected, found)).toEqual([]);
});

test.each<[Json, Json, string[]]>([
  [1, '1', ['the body']],
  [{ a: 1 }, { a: 2 }, ['a']],
  [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, ['a.b[1]']],
  [{ a: 1 }, {}, ['a']],
  [{}, { a: 1 }, ['a']],
  [[1], [1, 2], ['[1]']],
  [[1, 2], [1], ['[1]']],
  [{}, [], ['the body']],
  [{ $any: 'array' }, {}, ['the body']],
  [{ $any: 'object' }, null, ['the body']],
  [{ $match: 'b' }, 'abc', ['the body']],
  [{ $match: '1' }, 1, ['the body']],
  [{ $url: 'hls' }, `${hls}?x`, ['the body']],
  [{ $url: 'hls' }, '/live/a.b.c/index.m3u8', ['the body']],
  [{ $url: 'dash' }, hls, ['the body']],
  [{ $json: 1 }, '2', ['(JSON)']],
  [{ $json: 1 }, 'x', ['the body']],
  [{ $each: 1 }, [], ['the body']],
  [{ $each: 1 }, [1, 2, 3], ['[1]', '[2]']],
  [{ $either: [1, 2] }, 3, ['the body']],
  [{ a: { $optional: 1 } }, { a: 2 }, ['a']],
  [{ toString: { $any: 'string' } }, {}, ['toString']],
])('%j is not %j', (expected, found, places) => {
  expect(differences(expected, found).map(({ at }) => at)).toEqual(places);
});

test('variables are filled in, in texts and in names', () => {
  const variables = new Map([['device.0', 'd_1']]);
  const value = { '${device.0}': ['${device.0}', 'x${device.0}y', 1] };
  expect(fill(value, variables)).toEqual({ d_1: ['d_1', 'xd_1y', 1] });
  expect(() => fill('${device.1}', variables)).toThrow('there is nothing for ${device.1}');
});
