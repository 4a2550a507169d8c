import { expect, test } from '@jest/globals';
import { DeviceId, SessionId } from '../../identity/ids.ts';
import type { SessionEnd } from '../../wall/partitions/partition.ts';
import { createStages } from './stages.ts';

const tail = 'A'.repeat(22);

/** The levels of what is said of a stream that ends for `reason` before its display came. */
function saidOf(reason: SessionEnd): readonly string[] {
  const said: string[] = [];
  const counted: string[] = [];
  const stages = createStages({
    log: {
      debug: (_fields, message) => void said.push(`debug: ${message}`),
      info: (_fields, message) => void said.push(`info: ${message}`),
    },
    count: (stage) => void counted.push(stage),
  });
  const session = {
    id: SessionId(`s_${tail}`),
    device: DeviceId(`d_${tail}`),
    protocol: 'webrtc',
  } as const;
  stages.opened(session);
  stages.over(session, reason);
  expect(counted).toEqual(['opened', 'never-fetched']);
  return said.slice(1);
}

test('at the default level it is told that a stream was never fetched', () => {
  expect(saidOf('not-opened')).toEqual(['info: a stream was never fetched']);
  expect(saidOf('replaced')).toEqual(['info: a stream was never fetched']);
  expect(saidOf('revoked')).toEqual(['info: a stream was never fetched']);
});

test('of one that its own account asked for again only at level debug', () => {
  expect(saidOf('asked-again')).toEqual(['debug: a stream was never fetched']);
});
