/**
 * Returns what of a system error may be written down: its code, which holds no address and no secret; or `failed`.
 */
export function codeOf(error: unknown): string {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'failed';
}
