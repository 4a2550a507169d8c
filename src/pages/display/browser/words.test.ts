import { expect, test } from '@jest/globals';
import { sorry } from './words.ts';

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
