/**
 * E-mail addresses by which people sign in: the one form of each, and its skeleton (UTS 39), so that nobody
 * is taken for somebody else.
 */
import unhomoglyph from 'unhomoglyph';
import { Failure } from '../common/failures.ts';

const longest = 254;
/** Controls, characters that turn the direction of writing, have no width, or have no meaning common to all. */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** Drawn as a blank or as nothing, though Unicode counts them as symbols: the empty Braille cell, the null notehead. */
const blank = /[\u2800\u{1d159}]/u;
/** Letters that look the same, or nearly so, with U+0307 above them, because they lose their own dot for it. */
const dotted = /([\p{Soft_Dotted}\u0131\u0237l])(\p{M}+)/gu;

/** Returns the form in which an address is compared: NFKC, lower case, without blanks around. Any text has one. */
export function plainEmail(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
}

/**
 * Returns the form in which a new address is kept.
 * @throws Failure `bad-request` if it does not look like an address, or holds characters that nobody sees.
 */
export function newEmail(text: string): string {
  if (unseen.test(text) || blank.test(text)) {
    throw new Failure('bad-request', 'the e-mail address holds a character that cannot be seen');
  }
  const email = plainEmail(text);
  if (email.length > longest || !/^[^\s@]+@[^\s@]+$/u.test(email)) {
    throw new Failure('bad-request', 'the e-mail address must look like name@example.org');
  }
  return email;
}

/** Replaces what UTS 39's data leave out, or take for another letter. */
function plainlySeen(text: string): string {
  return (
    text
      .replace(
        dotted,
        (_all, letter: string, marks: string) => letter + marks.replace(/\u0307/g, ''),
      )
      // The palochka has the form of an l.
      .replace(/\u04cf/g, 'l')
      // Characters that host names take for a dot (UTS 46, section 4); its narrow and wide forms are one in
      // NFKC.
      .replace(/\u3002/g, '.')
  );
}

/**
 * Returns the skeleton of an address (UTS 39, section 4): two that look alike have the same one. It is taken
 * of the lower case, and lowered again: a zero is a confusable of the capital letter.
 */
export function skeletonOf(email: string): string {
  const seen = plainEmail(email)
    .normalize('NFD')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  return unhomoglyph(plainlySeen(seen)).normalize('NFD').toLowerCase();
}
