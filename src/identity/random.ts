/**
 * Random bytes from the system's generator, many drawn at a time: a draw costs the same whatever its length,
 * and a request needs several short ones. Each byte is given out once.
 */
import { randomFillSync } from 'node:crypto';

const pool = Buffer.allocUnsafeSlow(8_192);
let used = pool.length;

/** So many random bytes, as text in base64url. @throws RangeError where more are asked for than are drawn at a time. */
export function randomText(bytes: number): string {
  if (!(bytes <= pool.length)) throw new RangeError('too many random bytes at a time');
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const part = pool.subarray(used, (used += bytes));
  const text = part.toString('base64url');
  // Nothing that was given out is left lying here.
  part.fill(0);
  return text;
}
