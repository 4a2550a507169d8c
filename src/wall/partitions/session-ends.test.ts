import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { sessionEnds } from './partition.ts';

test('docs/audit.md says what each reason means that the record may have', () => {
  const page = readFileSync(new URL('../../../docs/audit.md', import.meta.url), 'utf8');
  const table = page.split('| The session ended, because |')[1]?.split('\n\n')[0] ?? '';
  const named = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, reason]) => reason);
  // Written for one that the bridge did not end itself.
  expect(new Set(named)).toEqual(new Set([...sessionEnds, 'crashed']));
});
