/** The command line of `npm run outages`. */
import { parseArgs } from 'node:util';

export const help = `Usage: npm run outages [-- options]

Lets a PostgreSQL server of its own fail under a bridge that shows two homes their cameras, by HLS and by WebRTC, while
somebody writes: crashed and started anew, silent, out of connections, on a full disk, promoted, migrated. Says of each
how many streams went on, why the others ended and when their last picture came, and when new ones were given. Ends with 1
if a picture came to the wrong home, if anything was lost that was told as done, or if a stream ended for no reason.
It takes some seven minutes, most of which it waits.

  --only <text>   only what has this in its name; may be given more than once
  --list          say what there is, and do nothing
  --help          this text

What the machine does not let it do (a full disk needs root) is left out, and named.`;

export interface Options {
  readonly help: boolean;
  readonly list: boolean;
  readonly only: readonly string[];
}

/** @throws Error for what is no option */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      list: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
    },
  });
  return values;
}
