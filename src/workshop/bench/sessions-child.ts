/**
 * The wall alone, with very many running sessions, over a store that is some milliseconds away, as a program of the
 * bench: no streams and no HTTP, so that what the watch costs is all that is measured.
 *
 * Verbs: `play`, `running`, `held`, `asked`; `cpu`.
 */
import { z } from 'zod';
import { createAccessTokens } from '../../identity/access-token.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { createTickets } from '../../identity/ticket.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import { createPartitions } from '../../wall/partitions/partitions.ts';
import { noRecord } from '../../wall/partitions/recorder.ts';
import { delayedStore } from './delayed-store.ts';
import { obey, settingsOf } from './obey.ts';

const schema = z.object({
  folder: z.string(),
  /** How long each answer of the store takes. */
  storeMs: z.number(),
  /** `iss` of the tokens. */
  issuer: z.string(),
  sessions: z.number(),
});
/** Those who watch, each all of its devices. */
const watchers = z.array(z.object({ token: z.string(), devices: z.array(z.string()) }));

export type SessionsSettings = z.infer<typeof schema>;

const hourMs = 3_600_000;

async function start() {
  const { folder, storeMs, issuer, sessions } = settingsOf(schema);
  const { database, keys } = dataFolder(folder);
  const ring = openKeyRing(keys);
  const real = openSqlite({ file: database });
  const { store, asked } = delayedStore(real, storeMs);
  const now = Date.now;
  const accessTokens = createAccessTokens({ ring, issuer, lifetimeSeconds: 3_600, now });
  const partitions = createPartitions({
    store,
    ring,
    tickets: createTickets(ring, now),
    stream: { openMs: hourMs, idleMs: hourMs, maxMs: hourMs },
    alarm: () => undefined,
    recorder: noRecord,
    now,
    clock: () => performance.now(),
    leaseMs: 1_000,
    maxOpen: sessions,
    maxSessionsPerAccount: sessions,
    maxSessions: sessions,
  });
  /** Why sessions have ended, and what each of those that run may do now. */
  const ends: string[] = [];
  const mayShow: (() => boolean)[] = [];

  async function play(token: string, device: string): Promise<void> {
    await partitions.within(accessTokens.verify(token), async (partition) => {
      const session = partition.startSession(await partition.device(device), 'webrtc');
      session.touch();
      session.onEnd((reason) => ends.push(reason));
      mayShow.push(() => {
        try {
          session.admit({ stamp: session.stamp, heardAt: Infinity });
          return true;
        } catch {
          return false;
        }
      });
    });
  }

  async function playAll(given: unknown): Promise<void> {
    const all = watchers.parse(given);
    await Promise.all(
      all.flatMap(({ token, devices }) => devices.map((device) => play(token, device))),
    );
  }
  return {
    verbs: {
      play: playAll,
      running: () => ({ sessions: partitions.load.sessions, ends }),
      /** How many of the sessions may show nothing at this moment. */
      held: () => mayShow.filter((may) => !may()).length,
      asked,
    },
    async close() {
      await partitions.close();
      await real.close();
    },
  };
}

obey(start());
