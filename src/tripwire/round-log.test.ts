import { expect, test } from '@jest/globals';
import { createLog } from '../common/log.ts';
import type { RoundFailure } from './patrol.ts';
import { createRoundLog } from './round-log.ts';

const away: RoundFailure = { at: 'front door', why: 'ECONNREFUSED' };
const silent: RoundFailure = { at: 'webrtc', why: 'too few pictures came by WebRTC' };

/** What is logged of some rounds, one after the other. */
function logged(...rounds: (RoundFailure | undefined)[]): string[] {
  const lines: string[] = [];
  const tell = createRoundLog(createLog('warn', { write: (line) => lines.push(line) }));
  for (const round of rounds) tell(round);
  return lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
}

test('what lasts is told once when it begins and once when it is over', () => {
  expect(logged(undefined, away, away, undefined, undefined, away)).toEqual([
    'the tripwire cannot make its rounds through the front door (PUBLIC_URL, from this machine)',
    'the tripwire makes its rounds through the front door again',
    'the tripwire cannot make its rounds through the front door (PUBLIC_URL, from this machine)',
  ]);
});

test('that nothing comes by WebRTC is told beside it', () => {
  expect(logged(silent, silent, away, silent, undefined)).toEqual([
    'the tripwire sees nothing by WebRTC',
    'the tripwire cannot make its rounds through the front door (PUBLIC_URL, from this machine)',
    'the tripwire makes its rounds through the front door again',
    'the tripwire sees pictures by WebRTC again',
  ]);
});

test('what mends it is told beside the code', () => {
  const lines: string[] = [];
  createRoundLog(createLog('warn', { write: (line) => lines.push(line) }))(away);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    failure: 'ECONNREFUSED',
    mend: expect.stringContaining('the proxy runs'),
  });
});
