import { expect, test } from '@jest/globals';
import { methodOf, publicMethods } from './methods.ts';

test('every method that is told of is there, and what every object has is none', () => {
  for (const name of publicMethods.split(', ')) expect(methodOf(name)).toBeInstanceOf(Function);
  for (const name of ['describe', 'constructor', '__proto__', 'toString']) {
    expect(methodOf(name)).toBeUndefined();
  }
});
