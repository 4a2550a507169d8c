/**
 * E-mail addresses by which people sign in: one form for each, and what it looks like (UTS 39), so that
 * nobody is taken for somebody else.
 */
import unhomoglyph from 'unhomoglyph';
import { Failure } from '../common/failures.ts';

const longest = 254;
/** Controls, what turns the direction of writing, what has no width, and what has no meaning for all. */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** Drawn as a blank or as nothing, though Unicode counts them as symbols: the empty Braille cell, the null notehead. */
const blank = /[\u2800\u{1d159}]/u;
/** Letters that are drawn under U+0307 as they are without it, or nearly so: they lose their own dot for it. */
const dotted = /([\p{Soft_Dotted}\u0131\u0237l])(\p{M}+)/gu;

/** As an address is compared: in NFKC, in lower case, without blanks around. Any text has one. */
export function plainEmail(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
}

/**
 * The form in which a new address is kept.
 * @throws Failure `bad-request` where it does not look like an address, or holds what nobody sees.
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

/** What UTS 39's data leave out, or take for another letter. */
function plainlySeen(text: string): string {
  return (
    text
      .replace(
        dotted,
        (_all, letter: string, marks: string) => letter + marks.replace(/\u0307/g, ''),
      )
      // The palochka has the form of an l.
      .replace(/\u04cf/g, 'l')
      // What names of hosts take for a dot (UTS 46, section 4); its narrow and wide forms are one in NFKC.
      .replace(/\u3002/g, '.')
  );
}

/**
 * The skeleton of an address (UTS 39, section 4): two that look alike have the same. Taken of lower case,
 * and brought to lower case again: a zero is a confusable of the capital letter.
 */
export function skeletonOf(email: string): string {
  const seen = plainEmail(email)
    .normalize('NFD')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  return unhomoglyph(plainlySeen(seen)).normalize('NFD').toLowerCase();
}
