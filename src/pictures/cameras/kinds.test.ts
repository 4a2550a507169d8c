/** The registry of kinds, what it says of them, and what the README says. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { usualPort } from '../../wall/partitions/usual-port.ts';
import { createSourceKinds, sourceKinds } from './kinds.ts';
import { rtspFacts } from './rtsp/facts.ts';
import { rtspKind } from './rtsp/kind.ts';
import { streamForm } from './stream-form.ts';

test('the wall is told of the kinds that there are, and knows the ports of their schemes', () => {
  expect(sourceKinds().form).toEqual(streamForm);
  expect(streamForm).toEqual({ called: 'the RTSP URL', schemes: ['rtsp', 'rtsps'] });
  expect(streamForm.schemes.map((scheme) => usualPort(`${scheme}:`))).toEqual([554, 322]);
});

test('a registry without a kind, or with two of one scheme, is none', () => {
  expect(() => createSourceKinds([])).toThrow(TypeError);
  const other = { ...rtspKind(), name: 'other', schemes: ['other', 'rtsps'] };
  expect(() => createSourceKinds([rtspKind(), other])).toThrow(
    'two kinds of sources have rtsps://',
  );
});

test('the README has a line for each scheme, and says what it yields', () => {
  const page = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const words = { h264: 'H.264', aac: 'AAC', pcmu: 'µ-law', pcma: 'A-law' };
  const rows = page.split('\n').filter((line) => /^\| `\w+\/` /.test(line));
  const [first = ''] = rows;
  expect(rows.map((row) => /`(\w+):\/\/`/.exec(row)?.[1])).toEqual(streamForm.schemes);
  for (const codec of [...rtspFacts.yields.video, ...rtspFacts.yields.audio]) {
    expect(first).toContain(words[codec]);
  }
});
