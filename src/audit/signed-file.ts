/** A small JSON file beside the chain, signed with the chain's key: whoever alters it is found out. */
import { z } from 'zod';
import type { AuditKeys } from '../identity/audit-key.ts';
import { apart, chained, hashOf } from './chain.ts';
import { readWhole, replaceFile } from './whole-file.ts';

export interface SignedFile<T> {
  /** What it says; undefined where there is none. @throws Error where it is not as it was written. */
  read(): Promise<T | undefined>;
  write(value: T, durable: boolean): Promise<void>;
}

const signedSchema = z.object({ key: z.string(), value: z.unknown() });

/** `purpose` takes part in the signature: one file cannot stand in for another. */
export function signedFile<T>(
  path: string,
  purpose: string,
  schema: z.ZodType<T>,
  keys: AuditKeys,
): SignedFile<T> {
  return {
    async read() {
      const bytes = await readWhole(path);
      if (bytes === undefined) return undefined;
      const found = apart(bytes);
      if (found === undefined) throw new Error('it has another form');
      const { key: kid, value } = signedSchema.parse(JSON.parse(found.text.toString()));
      const key = keys.find((candidate) => candidate.kid === kid)?.key;
      if (key === undefined) throw new Error('its key is not in the key ring');
      if (hashOf(key, purpose, found.text) !== found.hash) throw new Error('it was altered');
      return schema.parse(value);
    },
    async write(value, durable) {
      const [{ kid, key }] = keys;
      await replaceFile(path, chained(key, purpose, { key: kid, value }).line, durable);
    },
  };
}
