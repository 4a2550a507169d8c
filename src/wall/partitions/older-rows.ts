/**
 * Rows from before places were compared: puts the addresses that stand in them into the index. Names are
 * claimed when they are resolved, at the next connection.
 */
import { isIP } from 'node:net';
import type { KeyRing } from '../../identity/keyring.ts';
import { placeKey } from '../../identity/place-key.ts';
import { inPages } from '../../storage/page.ts';
import type { OperatorStore } from '../../storage/store.ts';
import { hashPlace, targetsOf } from './place.ts';
import { openSource } from './sealed-source.ts';

/** Reads only rows that wait to be put into the index: none, once an upgrade is behind us. */
export async function placeOlderRows(
  { operator: { places } }: OperatorStore<'places'>,
  ring: KeyRing,
): Promise<void> {
  const key = placeKey(ring);
  for await (const page of inPages(places.unplaced, ({ camera }) => camera)) {
    const rows = page.map((row) => {
      const targets = targetsOf(openSource(ring, row.camera, row.sealedSource));
      const literal = targets.filter(({ host }) => isIP(host) !== 0);
      const found = literal.map((target) => {
        const hash = hashPlace(key, target.host, target);
        return { line: target.line, hash, named: false };
      });
      return { ...row, places: found };
    });
    await places.place(rows);
  }
}
