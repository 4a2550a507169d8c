import { expect, test } from '@jest/globals';
import { ownCandidates } from './candidates.ts';

const lan = 'candidate:1 1 UDP 2114977791 192.168.1.5 5000 typ host';

test('announced addresses come after the gathered ones, each once', () => {
  const lines = ownCandidates([lan], ['203.0.113.9', '192.168.1.5'], 6000);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toBe(lan);
  expect(lines[1]).toMatch(/^candidate:\S+ 1 UDP \d+ 203\.0\.113\.9 6000 typ host$/);
  expect(Number(lines[1]?.split(' ')[3])).toBeLessThan(2114977791);
});

test('a machine with no address but loopback announces that', () => {
  expect(ownCandidates([], [], 6000)[0]).toContain(' 127.0.0.1 6000 typ host');
  expect(ownCandidates([], ['203.0.113.9'], 6000).join()).not.toContain('127.0.0.1');
  expect(ownCandidates([lan], [], 6000)).toEqual([lan]);
});
