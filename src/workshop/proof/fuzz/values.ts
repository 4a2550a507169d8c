/** Values that break what was not thought through. */
import fc from 'fast-check';

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Names that mean something to JavaScript, to SQL, to a shell, or to nobody. */
export const names = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'toJSON',
  '',
  ' ',
  '\u0000',
  'id',
  'ID',
  'é',
  'e\u0301',
  '\ud800',
  '\u202edevices',
  '..',
  '%00',
  "' OR 1=1 --",
);

export const texts = fc.oneof(
  { weight: 4, arbitrary: names },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(300, 5_000, 70_000).map((length) => 'x'.repeat(length)) },
);

/** JSON texts: most are values of another type than was asked for. */
export const jsonTexts = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'null',
      'true',
      '0',
      '-1',
      '1e308',
      '1e999',
      '-0',
      '9007199254740993',
      '""',
      '[]',
      '{}',
      '[null]',
      '[[]]',
      '[{}]',
      '{"":0}',
      '{"__proto__":{"polluted":true}}',
      '"\\ud800"',
      '{"constructor":{"prototype":{"polluted":true}}}',
      '"\\u0000"',
    ),
  },
  { weight: 2, arbitrary: texts.map((text) => JSON.stringify(text)) },
  { weight: 2, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(100, 5_000, 60_000).map(deep) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(20, 600)
      .map((n) => `[${Array.from({ length: n }, () => '{"id":"x"}').join()}]`),
  },
);

/** Half of a surrogate pair has no UTF-8 form: it is replaced, as browsers do. */
export const wellFormed = (text: string): string => Buffer.from(text).toString();
