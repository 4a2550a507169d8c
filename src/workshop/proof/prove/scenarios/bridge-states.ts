/** The states in which a bridge may be when somebody stops it, and what the command must then say. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeInBulk } from '../../../../storage/sqlite/bulk.ts';
import { dataFolder } from '../../../../storage/data-folder.ts';
import type { Chance } from '../chance.ts';
import type { World } from '../world.ts';
import { anotherFile, folderAway, type Loss } from './losses.ts';
import { waitFor } from '../wait-for.ts';

/** What is stopped. */
export type StopOf = 'all' | 'account' | 'device';

/** A bridge in one of the states. */
export interface Entered {
  /** The folder that the commands name. */
  readonly folder: string;
  /**
   * Called when every command has ended; resolves when the bridge can receive them. Absent if it receives
   * them as they come.
   */
  readonly hear?: () => Promise<unknown>;
  /** Leads back to a bridge that runs on its own database. */
  leave(): Promise<void>;
}

/** Exit status and words, first of standard output, then of standard error. */
export interface Owed {
  /** What is so then, in a word: see docs/operating.md. */
  readonly so: string;
  readonly code: number;
  readonly out: RegExp;
  readonly err: RegExp;
}

export interface BridgeState {
  readonly name: string;
  enter(world: World, chance: Chance): Promise<Entered>;
  /** Returns what the command may say, whichever is so. */
  owes(of: StopOf): readonly Owed[];
  /** Whether what is stopped by account and device goes on being so afterwards. */
  readonly keeps: boolean;
  /** Whether it ends with a bridge that has started anew. */
  readonly anew: boolean;
}

const suspended = /^Suspended .+ until resumed\.$/;
const nothing = /^$/;
const mayGoOn = /delivery may go on; kill -USR2 \d+ stops all of it$/;

const acted: Owed = { so: 'acted', code: 0, out: suspended, err: nothing };
const noneRuns: Owed = {
  so: 'none runs',
  code: 0,
  out: /^Suspended .+ until resumed\.\nNo bridge runs on this folder: it holds from its next start\.$/,
  err: nothing,
};
/** A busy machine may keep any bridge from answering in time. */
const unheard = (of: StopOf): Owed => ({
  so: 'unheard',
  code: 3,
  out: of === 'all' ? /^Everything is to be suspended\.$/ : suspended,
  err: mayGoOn,
});
const unwritten: Owed = {
  so: 'unwritten',
  code: 4,
  out: suspended,
  err: /nothing is delivered, but the database does not have it yet: stopped\.json keeps it/,
};
const silent: Owed = {
  so: 'silent',
  code: 0,
  out: /^Suspended .+ until resumed\.\nThe bridge delivers nothing any more: .+ Start it anew\.$/,
  err: nothing,
};

/** A bridge that froze as it wrote keeps the database locked: nothing is written then, and that is said. */
const lockedOut: Owed = { so: 'failed', code: 1, out: nothing, err: /locked/ };

const running: BridgeState = {
  name: 'running',
  keeps: true,
  anew: false,
  owes: (of) => [acted, unheard(of)],
  enter: async ({ folder }) => ({ folder, leave: async () => undefined }),
};

const frozen: BridgeState = {
  name: 'frozen',
  keeps: true,
  anew: false,
  owes: (of) => [unheard(of), ...(of === 'all' ? [] : [lockedOut])],
  async enter({ bridge, folder }) {
    bridge.signal('SIGSTOP');
    const thaw = async (): Promise<void> => bridge.signal('SIGCONT');
    return { folder, hear: thaw, leave: thaw };
  },
};

/** How long before or after the command a bridge begins to start, in milliseconds. */
const startsWithinMs = 900;
/** When it has taken the folder at the latest, in milliseconds. */
const latestMs = 5_000;

const starting: BridgeState = {
  name: 'starting',
  keeps: true,
  anew: true,
  owes: (of) => [acted, noneRuns, unheard(of)],
  async enter(world, chance) {
    const { bridge, folder } = world;
    await bridge.stop();
    const up = world.pause(chance.below(startsWithinMs)).then(() => bridge.start());
    // Awaited below: until then nobody else handles what went wrong.
    up.catch(() => undefined);
    if (chance.happens(0.5)) {
      // At any moment of its start: a command needs most of that to get under way.
      await world.pause(chance.below(startsWithinMs));
      return { folder, hear: () => up, leave: () => up };
    }
    // One whose start takes longer than the command waits.
    await waitFor(world, () => existsSync(join(folder, 'bridge.json')), latestMs, 5);
    bridge.signal('SIGSTOP');
    async function goOn(): Promise<void> {
      bridge.signal('SIGCONT');
      await up;
    }
    return { folder, hear: goOn, leave: goOn };
  },
};

/** A bridge that has lost its database has fallen silent, whatever it is asked. */
function lost(name: string, keeps: boolean, lossOf: (world: World) => Loss): BridgeState {
  return {
    name,
    keeps,
    anew: true,
    owes: (of) => [silent, unheard(of)],
    async enter(world) {
      const loss = lossOf(world);
      await loss.strike();
      const lift = world.ledger.suspend(() => true);
      return {
        folder: loss.folder,
        async leave() {
          await world.bridge.stop();
          await loss.back();
          lift();
          await world.bridge.start();
        },
      };
    },
  };
}

/** Takes the write lock of the database, as a program that hangs does; returns the function that releases it. */
function lockDatabase({ folder }: World): Promise<() => Promise<void>> {
  return new Promise((locked, failed) => {
    const held = writeInBulk(
      dataFolder(folder).database,
      () =>
        new Promise((over) => {
          locked(() => {
            over();
            return held;
          });
        }),
    );
    held.catch(failed);
  });
}

/** If nothing can be written the bridge stops all the same; killed before it could, it has the file. */
const locked: BridgeState = {
  name: 'database locked',
  keeps: false,
  anew: true,
  owes: (of) => [unwritten, unheard(of)],
  async enter(world) {
    const letGo = await lockDatabase(world);
    return {
      folder: world.folder,
      async leave() {
        await world.bridge.kill();
        await letGo();
        await world.bridge.start();
      },
    };
  },
};

/** Those in which an account or a device can be stopped as well as everything. */
export const heard: readonly BridgeState[] = [running, frozen, starting];
/** Those in which nothing is delivered whatever is stopped. */
export const losses: readonly BridgeState[] = [
  lost('database replaced', false, anotherFile),
  lost('folder moved', true, folderAway),
];
export const unwritable: readonly BridgeState[] = [locked];
