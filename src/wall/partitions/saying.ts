/** Spells what a camera says of itself, and what an operator says of makes: one line, none of it endless. */

/** No saying has more code points than this. */
export const longestSaying = 100;
/** A camera is a stranger: no more of its words than this are looked at. */
const longestGiven = 1_000;

/** One saying without control characters; at most 100 code points. */
export function bare(text: string): string {
  return cut(words(text));
}

/** No longer than is looked at, with a blank for every control character. */
export function words(text: string): string {
  return text
    .slice(0, longestGiven)
    .normalize('NFC')
    .replace(/[\p{C}\s]/gu, ' ');
}

/** At most 100 code points, with single blanks. */
export function cut(text: string): string {
  const whole = text.replace(/ +/g, ' ').trim();
  return Array.from(whole).slice(0, longestSaying).join('').trim();
}
