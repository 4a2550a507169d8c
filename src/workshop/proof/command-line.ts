/** What the searches that npm runs by their own programs have in common at the command line. */

/** Returns the number that stands after `--name`. @throws Error if it is not whole, or less than `least` */
export function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) {
    throw new Error(`--${name} must be a whole number of at least ${least}: see --help`);
  }
  return value;
}

/**
 * Runs a program to its end, which is the exit status that `main` resolves with; 2, and a line with `name`, if it throws.
 * Ctrl-C and SIGTERM end it at once, by way of its handlers of `exit`.
 */
export async function runProgram(name: string, main: () => Promise<number>): Promise<void> {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof Error ? `${name}: ${error.message}` : error);
    process.exitCode = 2;
  }
}
