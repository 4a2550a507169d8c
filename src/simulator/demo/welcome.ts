/** What the demo says when it is up: where to look, and how to log in. */
import { join } from 'node:path';
import type { DemoFile } from './demo-file.ts';
import { demoFileName } from './demo-folder.ts';

/**
 * Returns some lines for the terminal. The passwords are the demo's own, made on this machine; `pid` is the
 * bridge's.
 */
export function welcome({ origin, accounts }: DemoFile, dataDir: string, pid: number): string {
  const logIns = accounts.map(
    ({ name, email, password, cameras }) =>
      `    ${name.padEnd(10)} ${email.padEnd(24)} ${password}   (${cameras.map((camera) => camera.name).join(', ')})`,
  );
  return [
    '',
    '  Casement is running: a demo with two households and four simulated cameras.',
    '',
    `  Virtual display   ${origin}/display`,
    `  Sign in           ${origin}/sign-in`,
    `  For programs      ${join(dataDir, demoFileName)}`,
    `  Process           ${pid} (kill -USR2 ${pid} stops all delivery)`,
    '',
    '  Log in as',
    ...logIns,
    '',
    '  Stop with Ctrl-C. To run it for real: README, "A real camera".',
    '',
  ].join('\n');
}
