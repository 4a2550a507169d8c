/**
 * Writes to a data file until it is killed: cameras, shares, transfers, linkings, revocations. Each
 * step is told on standard output after, and only after, its operation resolved.
 *
 * Run as `endless-writer.ts <file>`.
 */
import { writeSync } from 'node:fs';
import { sampleAccount, sampleCamera, sampleCode, nowhere } from '../../storage/contract/shelf.ts';
import { sampleEntry, sampleGrant } from '../../storage/contract/shelf.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';

/** What one round of writing names; every step of the round carries all of it. */
export interface Round {
  readonly birch: string;
  readonly harbour: string;
  readonly camera: string;
  readonly grant: string;
  readonly code: string;
  /** Also the hash of its refresh token. */
  readonly number: number;
}

export const steps = [
  'opening',
  'added',
  'shared',
  'transferred',
  'linked',
  'spent',
  'token',
  'revoked',
] as const;

export interface Told {
  readonly step: (typeof steps)[number];
  readonly round?: Round;
}

const asleep = new Int32Array(new SharedArrayBuffer(4));

/** Tells it in one write, which returns when the reader can have it: what was told is told, killed or not. */
function tell(told: Told): void {
  const line = `${JSON.stringify(told)}\n`;
  for (;;) {
    try {
      return void writeSync(1, line);
    } catch (error) {
      // The pipe is full, of which nothing of a line so short was written: whoever reads is slower than the disk.
      const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      if (!isFull) throw error;
      Atomics.wait(asleep, 0, 0, 1);
    }
  }
}

const roundsOfAccount = 20;

async function writeEndlessly(file: string): Promise<never> {
  tell({ step: 'opening' });
  const store = openSqlite({ file });
  let birch = sampleAccount();
  const harbour = sampleAccount();
  await store.operator.accounts.add(birch);
  await store.operator.accounts.add(harbour);
  for (let number = 1; ; number++) {
    // An account has only so many linkings, and whoever kills this may be late.
    if (number % roundsOfAccount === 0)
      await store.operator.accounts.add((birch = sampleAccount()));
    const camera = sampleCamera();
    const grant = sampleGrant(birch.id, { createdAt: Date.now() });
    const code = sampleCode(grant);
    const token = `${birch.id} ${number}`;
    const round: Round = {
      birch: birch.id,
      harbour: harbour.id,
      camera: camera.camera,
      grant: grant.id,
      code: code.hash,
      number,
    };
    await store.operator.map.addCamera(camera, sampleEntry(birch.id), nowhere);
    tell({ step: 'added', round });
    await store.operator.map.addEntry(camera.camera, sampleEntry(harbour.id, { role: 'viewer' }));
    tell({ step: 'shared', round });
    await store.operator.map.transfer(camera.camera, sampleEntry(harbour.id));
    tell({ step: 'transferred', round });
    await store.of(grant.account).addGrant(grant, code);
    tell({ step: 'linked', round });
    await store.directory.spendCode(code.hash);
    tell({ step: 'spent', round });
    await store.of(grant.account).addRefreshToken(token, grant.id);
    tell({ step: 'token', round });
    if (number % 2 === 0) continue;
    await store.of(grant.account).revokeGrant(grant.id);
    tell({ step: 'revoked', round });
  }
}

const [, self, file] = process.argv;
if (/endless-writer\.[jt]s$/.test(self ?? '') && file !== undefined) await writeEndlessly(file);
