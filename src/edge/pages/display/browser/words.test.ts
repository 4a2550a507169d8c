/** What a display says of each errorCode. */
import { expect, test } from '@jest/globals';
import type { FailureCode } from '../../../../common/failures.ts';
import { errorCodeOf } from '../../../assistants/google/wording/error-code.ts';
import { sorry } from './words.ts';

/** All that there are: one that is missing, or one too many, does not compile. */
const codes = Object.keys({
  'bad-request': true,
  'too-large': true,
  'too-many': true,
  unauthenticated: true,
  forbidden: true,
  'not-found': true,
  'device-not-found': true,
  'device-offline': true,
  'device-not-ready': true,
  'device-distrusted': true,
  'device-busy': true,
  'stream-unplayable': true,
  'stream-unavailable': true,
  'protocol-unsupported': true,
  'command-unsupported': true,
  'stream-ended': true,
  unverified: true,
  suspended: true,
  conflict: true,
  'storage-down': true,
  overloaded: true,
  internal: true,
} satisfies Record<FailureCode, true>) as FailureCode[];

const answered = [...new Set(codes.map(errorCodeOf))];

test.each([...answered, 'relinkRequired', 'unreachable', 'timeout'])('%s has words', (code) => {
  const { title, detail } = sorry(code);
  expect(title).not.toBe('No picture');
  expect(detail).not.toContain(code);
});

test.each(['nonsense', 'constructor', '__proto__', 'toString'])(
  'a code that is not known is named: %s',
  (code) => {
    expect(sorry(code)).toEqual({
      title: 'No picture',
      detail: `The bridge answered “${code}”.`,
    });
    expect(sorry(code, 'Its power is off.').title).toBe('No picture');
  },
);
