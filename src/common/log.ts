/**
 * Logging. Lines carry ids, codes and counts. What could hold a secret (headers, URLs, bodies) is not handed
 * to the logger in the first place, and a secret that slips into a known field is struck out.
 */
import { destination, type LogFn, pino, stdTimeFunctions, type Logger } from 'pino';
import { createFloodLimit } from './log-flood.ts';
import { lineForPeople } from './log-for-people.ts';

export type Log = Logger;

const secretFields = [
  'password',
  'secret',
  'token',
  'ticket',
  'bearer',
  'authorization',
  'cookie',
  // A camera's URL, in code and at rest.
  'stream',
  'rtsp',
  'url',
  'sdp',
];

const everyDepth = secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
const inUrl = /\b([a-z]+:\/\/)[^\s/@]+@[^\s]*/gi;
const inTicket = /[\w-]{16,}\.[\w-]{16,}\.[\w-]{16,}/g;

/** Strikes URLs with credentials, and tokens, out of a text such as an error's message. */
export function redactText(text: string): string {
  return text.replace(inUrl, '$1[redacted]').replace(inTicket, '[redacted]');
}

function describe(error: Error): object {
  const { name, message, stack, cause } = error;
  return {
    type: name,
    message: redactText(message),
    ...(stack !== undefined && { stack: redactText(stack) }),
    ...(cause instanceof Error && { cause: describe(cause) }),
  };
}

/** How much waits for room at most, in characters; lines beyond it are lost. */
const maxWaiting = 1024 * 1024;

/**
 * Standard output, which may be a file on a full disk: lines wait until there is room again, while the bridge
 * goes on.
 */
function standardOutput() {
  const output = destination({ dest: 1, sync: false, maxLength: maxWaiting });
  let failing = false;
  output.on('error', () => (failing = true));
  output.on('write', () => (failing = false));
  // At the end pino tries until everything is written: on a full disk, for ever.
  const giveUp = (): void => void (failing && output.destroy());
  process.prependListener('beforeExit', giveUp);
  process.prependListener('exit', giveUp);
  return output;
}

/** How lines are written: `auto` for people if standard output is a terminal, else as JSON. */
export type LogFormat = 'auto' | 'json' | 'pretty';

/** Standard output in a form for people. */
function terminal() {
  const output = standardOutput();
  const colours = process.stdout.isTTY && !process.env['NO_COLOR'];
  return { write: (line: string) => void output.write(lineForPeople(line, colours)) };
}

function outputOf(format: LogFormat) {
  const isForPeople = format === 'auto' ? process.stdout.isTTY : format === 'pretty';
  return isForPeople ? terminal() : standardOutput();
}

const [infoLevel, warnLevel] = [pino.levels.values['info'] ?? 30, pino.levels.values['warn'] ?? 40];
/**
 * The limits for lines with the same message about the same account, device or network: each viewing takes
 * more lines than refusals do.
 */
const maxInMinute = { info: 600, warn: 30 };

/**
 * Makes a logger that writes to standard output in that form, or JSON lines to wherever `to` leads. In JSON,
 * `time` is ISO 8601 in UTC and `level` a word.
 */
export function createLog(
  level: string,
  to: { write(line: string): void } | LogFormat = 'json',
): Log {
  const options = {
    level,
    base: { service: 'casement' },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: everyDepth, censor: '[redacted]' },
    serializers: { err: describe },
    hooks: {
      logMethod(args: Parameters<LogFn>, write: LogFn, at: number): void {
        const [fields, message] = args;
        const most = at >= warnLevel ? maxInMinute.warn : maxInMinute.info;
        const isQuiet = at < infoLevel || typeof message !== 'string';
        if (isQuiet || limit.admits(fields, message, most)) write.apply(this, args);
      },
    },
  };
  const log: Log = pino(options, typeof to === 'string' ? outputOf(to) : to);
  const limit = createFloodLimit((leftOut) =>
    log.warn({ leftOut }, 'lines that said the same were left out within the last minute'),
  );
  return log;
}
