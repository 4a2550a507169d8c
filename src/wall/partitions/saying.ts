/** Spells what a camera says of itself, and what an operator says of makes: one line of bounded length. */

/** The most code points that one saying has. */
export const longestSaying = 100;
/** A camera is a stranger: only so much of its words is looked at. */
const longestGiven = 1_000;

/** Returns one saying without control characters; at most 100 code points. */
export function bare(text: string): string {
  return cut(words(text));
}

/** Returns the part that is looked at, with a blank for every control character. */
export function words(text: string): string {
  return text
    .slice(0, longestGiven)
    .normalize('NFC')
    .replace(/[\p{C}\s]/gu, ' ');
}

/** Returns at most 100 code points, with single blanks. */
export function cut(text: string): string {
  const whole = text.replace(/ +/g, ' ').trim();
  return Array.from(whole).slice(0, longestSaying).join('').trim();
}
