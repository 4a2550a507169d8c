/** The command lines of what npm runs here: help, and a clear word about what is wrong. */
import { parseArgs } from 'node:util';

/**
 * Reads the arguments of this process; returns `values` by name, and `positionals`. Prints `usage` and ends this process
 * if help is asked for; if they cannot be read, it says why as well and ends with 2.
 *
 * `options` as parseArgs of node:util takes them, without help; `most`: how many positionals there may be.
 */
export function readCommandLine(usage, { options = {}, most = 0 } = {}) {
  const refuse = (why) => {
    console.error(`${why}\n\n${usage}`);
    return process.exit(2);
  };
  let read;
  try {
    read = parseArgs({
      args: process.argv.slice(2),
      allowPositionals: most > 0,
      options: { ...options, help: { type: 'boolean', short: 'h', default: false } },
    });
  } catch ({ message }) {
    // What follows tells how to write what nobody meant.
    return refuse(message.split(/\.\s/)[0]);
  }
  const { help, ...values } = read.values;
  if (help) {
    console.log(usage);
    return process.exit(0);
  }
  const [unexpected] = read.positionals.slice(most);
  if (unexpected !== undefined) return refuse(`Unexpected argument '${unexpected}'`);
  return { values, positionals: read.positionals };
}
