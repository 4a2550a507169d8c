import { expect, test } from '@jest/globals';
import type { PinnedLine } from '../../storage/pins.ts';
import { boundWord, transportWord } from './shown-origin.ts';

const open = (line: PinnedLine) => ({ line, bound: false });
const bound = (line: PinnedLine) => ({ line, bound: true, transport: 'udp' }) as const;

test('what is bound is one word where it can be', () => {
  expect(boundWord([bound('stream'), bound('still')])).toBe('yes');
  expect(boundWord([open('stream')])).toBe('not yet');
  expect(boundWord([open('stream'), open('still')])).toBe('not yet');
  expect(boundWord([bound('stream'), open('still'), open('onvif')])).toBe('not still, onvif');
});

test('the transport is that of the stream, once it has played', () => {
  expect(transportWord([bound('stream'), bound('still')])).toBe('udp');
  expect(transportWord([open('stream'), bound('still')])).toBe('not yet');
});
