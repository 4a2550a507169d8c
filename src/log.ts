/**
 * Logging. Lines carry ids, codes and counts; what a secret could be in (headers, URLs, bodies) is
 * not handed to the logger in the first place, and what slips into a known field is struck out.
 */
import { pino, type Logger } from 'pino';

export type Log = Logger;

const secretFields = [
  'password',
  'secret',
  'token',
  'ticket',
  'bearer',
  'authorization',
  'cookie',
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

/** A logger writing JSON lines to standard output, or wherever `destination` leads. */
export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const options = {
    level,
    base: { service: 'casement' },
    redact: { paths: everyDepth, censor: '[redacted]' },
    serializers: { err: describe },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
