/** What is written first into a record that is taken up: what was torn, and which sessions a crash ended. */
import type { Journal } from './journal.ts';
import { isoTime } from './lines.ts';
import type { Recovered } from './recover.ts';
import type { Running } from './running-files.ts';

/** `left`: the totals that the bridge before left behind. */
export function takeUp(journal: Journal, recovered: Recovered, left: Running): void {
  if (recovered.cut > 0) journal.append({ kind: 'mended', bytes: recovered.cut });
  for (const line of recovered.open) {
    const { seq: _seq, at, hash: _hash, kind: _kind, ...facts } = line;
    const known = 'bytes' in line ? line : { from: at, to: at, bytes: 0, units: 0 };
    const [bytes, units, to] = left[line.session] ?? [known.bytes, known.units, known.to];
    const times = { from: isoTime(known.from), to: isoTime(Math.max(to, known.from)) };
    journal.append({ ...facts, kind: 'ended', ...times, bytes, units, reason: 'crashed' });
  }
}
