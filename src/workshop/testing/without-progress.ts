/** Standard error of a command without how far it has come, which it says only where the machine is slow. */
export const withoutProgress = (stderr: string): string =>
  stderr.replaceAll(/^(?:.* so far|It took .*\.)\n/gm, '');
