/** Reads what the bridge says of cameras from its log as that grows. */
import { closeSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { wordsOf, type OriginReason } from '../../../../pictures/cameras/origin/origin.ts';
import type { BridgeWord } from '../oracle/alarms.ts';

/** Refusals that are reported without an alarm; see pictures/cameras/origin/origin.ts. */
const quiet: readonly OriginReason[] = ['certificate', 'expired', 'other-owner'];
const refusals = new Set(quiet.map(wordsOf));

const line = z.object({
  time: z.iso.datetime().transform((text) => Date.parse(text)),
  alarm: z.enum(['other-camera', 'tripwire']).optional(),
  devices: z.array(z.string()).default([]),
  found: z.string().optional(),
  reason: z.string().optional(),
});

/** Returns what one line of the log says of a camera; undefined for any other line. */
export function wordOf(text: string): BridgeWord | undefined {
  if (!text.startsWith('{')) return undefined;
  const read = line.safeParse(parsed(text));
  if (!read.success) return undefined;
  const { time, alarm, devices, found, reason = '' } = read.data;
  if (alarm !== undefined) return { kind: alarm, devices, said: found ?? reason, time };
  return refusals.has(reason) ? { kind: 'refusal', devices, said: reason, time } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns, each time it is called, what was said since the last time. */
export function readWords(file: string): () => BridgeWord[] {
  let at = 0;
  let rest = '';
  const piece = Buffer.alloc(65_536);
  return () => {
    // Made if it does not exist yet: the bridge appends to it.
    const log = openSync(file, 'a+');
    try {
      for (let size = readSync(log, piece, 0, piece.length, at); size > 0;) {
        rest += piece.toString('latin1', 0, size);
        at += size;
        size = readSync(log, piece, 0, piece.length, at);
      }
    } finally {
      closeSync(log);
    }
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    return lines.flatMap((one) => wordOf(Buffer.from(one, 'latin1').toString()) ?? []);
  };
}
