/**
 * Random bytes from the system's generator, many drawn at a time: a draw costs the same whatever its length,
 * and a request needs several short ones. Each byte is given out once.
 */
import { randomFillSync } from 'node:crypto';

const pool = Buffer.allocUnsafeSlow(8_192);
let used = pool.length;

/**
 * Returns so many random bytes as base64url. @throws RangeError if more are asked for than are drawn at a
 * time, or the number is none.
 */
export function randomText(bytes: number): string {
  // A negative number would lead back to bytes that were given out.
  if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes > pool.length) {
    throw new RangeError('no such number of random bytes at a time');
  }
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const part = pool.subarray(used, (used += bytes));
  const text = part.toString('base64url');
  // Bytes that were given out are not left lying here.
  part.fill(0);
  return text;
}
