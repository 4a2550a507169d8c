/**
 * Exchanges what two paths name. rename(2) puts no folder in the place of a link, and Node has no
 * renameat2(2), which exchanges them in one step: Perl, which every Debian has, calls it. Where that
 * cannot be done it takes three renames, and for some microseconds there is nothing at `one`.
 */
import { spawnSync } from 'node:child_process';
import { renameSync } from 'node:fs';

/** Of renameat2 on Linux. */
const numbers = { x64: 316, arm64: 276 };
/** Arguments: AT_FDCWD before each path, RENAME_EXCHANGE behind. */
const script = 'exit(syscall($ARGV[0] + 0, -100, $ARGV[1], -100, $ARGV[2], 2) == 0 ? 0 : 1)';

function atOnce(one, other) {
  const number = process.platform === 'linux' ? numbers[process.arch] : undefined;
  if (number === undefined) return false;
  const words = ['-e', script, String(number), one, other];
  return spawnSync('perl', words, { stdio: 'ignore' }).status === 0;
}

export function exchange(one, other) {
  if (atOnce(one, other)) return;
  const between = `${other}.between`;
  renameSync(one, between);
  renameSync(other, one);
  renameSync(between, other);
}
