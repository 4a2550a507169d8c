import { describe, expect, test } from '@jest/globals';
import { newEmail, plainEmail, skeletonOf } from './email.ts';

test('an address is kept in NFKC and lower case, without blanks around', () => {
  expect(newEmail('  Jose\u0301@Example.ORG ')).toBe('jos\u00e9@example.org');
  expect(newEmail('\uff4a\uff4f\uff53\uff45\uff20example.org')).toBe('jose@example.org');
  expect(plainEmail('JOSE\u0301@x')).toBe(plainEmail('jos\u00e9@X'));
});

describe('what nobody sees is refused', () => {
  test.each([
    ['zero width space', '\u200b'],
    ['zero width joiner', '\u200d'],
    ['zero width no-break space', '\ufeff'],
    ['word joiner', '\u2060'],
    ['soft hyphen', '\u00ad'],
    ['right-to-left override', '\u202e'],
    ['right-to-left mark', '\u200f'],
    ['isolate', '\u2066'],
    ['variation selector', '\ufe0f'],
    ['Hangul filler', '\u3164'],
    ['control', '\u0007'],
    ['line separator', '\u2028'],
    ['tag', '\u{e0061}'],
    ['lone surrogate', '\ud800'],
    ['private use', '\ue000'],
    ['empty Braille cell', '\u2800'],
    ['null notehead', '\u{1d159}'],
  ])('%s', (_name, character) => {
    expect(() => newEmail(`jo${character}se@example.org`)).toThrow(
      expect.objectContaining({
        code: 'bad-request',
        message: 'the e-mail address holds a character that cannot be seen',
      }),
    );
  });
});

test.each(['', 'a', '@', 'a@', '@b', 'a b@c', 'a@b@c', `${'a'.repeat(250)}@b.cd`])(
  '%j is no address',
  (text) => {
    expect(() => newEmail(text)).toThrow(
      expect.objectContaining({
        code: 'bad-request',
        message: 'the e-mail address must look like name@example.org',
      }),
    );
  },
);

test('the longest address has 254 characters (RFC 5321 §4.5.3.1.3)', () => {
  const longest = `${'a'.repeat(249)}@b.cd`;
  expect(newEmail(longest)).toBe(longest);
});

test('a skeleton is in lower case, without what nobody sees', () => {
  expect(skeletonOf('Xyz@kv.de')).toBe('xyz@kv.de');
  expect(skeletonOf('xy\u200bz@kv.de')).toBe('xyz@kv.de');
});

test.each([
  ['jose@example.org', 'j\u043ese@example.org', 'a Cyrillic o'],
  ['jose@example.org', '\u0458ose@example.org', 'a Cyrillic j'],
  ['jose@example.org', 'j0se@example.org', 'a zero'],
  ['bill@example.org', 'bi1l@example.org', 'a one'],
  ['arnold@example.org', 'amold@example.org', 'rn and m'],
  ['paypal@example.org', 'paypa\u217c@example.org', 'a Roman numeral'],
  ['jos\u00e9@example.org', 'jose\u0301@example.org', 'NFC and NFD'],
  ['jose@example.org', 'JOSE@EXAMPLE.ORG', 'another case'],
  ['birch@example.org', 'bi\u0307rch@example.org', 'an i with a dot above'],
  ['birch@example.org', 'B\u0130RCH@example.org', 'a capital I with a dot above'],
  ['jose@example.org', 'j\u0307ose@example.org', 'a j with a dot above'],
  ['lose@example.org', 'l\u0307ose@example.org', 'an l with a dot above'],
  ['b\u1ecbrch@example.org', 'b\u1ecb\u0307rch@example.org', 'a dot above a letter with a mark'],
  ['birch@example.org', 'birch@examp\u04cfe.org', 'a palochka'],
  ['birch@example.org', 'birch@examp\u04c0e.org', 'a capital palochka'],
  ['birch@example.org', 'birch@example\u3002org', 'an ideographic full stop'],
  ['birch@example.org', 'birch@example\uff61org', 'a narrow ideographic full stop'],
  ['birch@example.org', 'birch@example\uff0eorg', 'a wide full stop'],
])('%s and %s look alike: %s', (one, other) => {
  expect(skeletonOf(other)).toBe(skeletonOf(one));
});

test.each([
  ['jose@example.org', 'jos\u00e9@example.org'],
  ['birch@example.org', 'birch2@example.org'],
  ['anna@example.org', 'hanna@example.org'],
  ['a@b.example', 'ab@example'],
  ['birch@example.org', 'b\u00efrch@example.org'],
  ['eve@example.org', '\u0117ve@example.org'],
])('%s and %s do not', (one, other) => {
  expect(skeletonOf(other)).not.toBe(skeletonOf(one));
});
