import { Failure } from '../../../../common/failures.ts';
import { DeviceId } from '../../../../identity/ids.ts';
import type { FleetCamera, Place } from '../cast/fleet.ts';
import { placeCamera, type Account } from '../cast/accounts.ts';
import type { Chance } from '../chance.ts';
import type { Right } from '../oracle/ledger.ts';
import type { Scenario, World } from '../world.ts';
import { attend, outsider } from './audience.ts';

/** Cameras that are given to a second account in one turn. */
const cameras = 6;
const stayMs = 3_000;
const name = 'twice.prove.invalid';

/** One way to write a camera's address. */
interface Spelling {
  readonly spelt: (url: URL) => void;
  /** A name that gives no address yet: the row may be written, and must show nothing. */
  readonly late?: true;
}

const spellings: readonly Spelling[] = [
  { spelt: () => undefined },
  { spelt: (url) => (url.hostname = '[::ffff:127.0.0.1]') },
  { spelt: (url) => (url.password = 'another') },
  { spelt: (url) => (url.hostname = name) },
  { spelt: (url) => (url.hostname = `late-${name}`), late: true },
];

function spell({ rtsp, transport }: FleetCamera, { spelt }: Spelling): Place {
  // Only of special schemes does a URL take another host.
  const url = new URL(rtsp.replace('rtsp:', 'http:'));
  spelt(url);
  return { rtsp: url.href.replace('http:', 'rtsp:'), transport };
}

/** Gives the account a camera of its own, at the address of one of somebody else's. */
async function add(
  world: World,
  account: Account,
  camera: FleetCamera,
  place: Place,
): Promise<Right | undefined> {
  const { ledger, operator } = world;
  try {
    return await placeCamera(operator.register, ledger, account, camera, 'Gate', place);
  } catch (error) {
    const [right] = ledger.standing(account.key).filter((one) => one.camera === camera.key);
    if (right !== undefined) ledger.forget(right);
    if (error instanceof Failure && error.code === 'bad-request') return undefined;
    throw error;
  }
}

async function give(world: World, chance: Chance, camera: FleetCamera, at: number): Promise<void> {
  const { fleet, ledger, oracle, operator } = world;
  const account = outsider(world, chance, camera.key);
  const spelling = spellings[at % spellings.length];
  if (account === undefined || spelling === undefined) return;
  world.injected();
  world.history.note(account.key, camera.key, 'is given a camera of somebody else’s');
  const given = fleet.take(account.key);
  const over = world.alarms.cause(given.key);
  const right = await add(world, account, given, spell(camera, spelling));
  if (right === undefined) return over();
  if (spelling.late === true) world.name({ [`late-${name}`]: ['127.0.0.1'] });
  await Promise.allSettled(
    (['hls', 'webrtc'] as const).map((by) =>
      attend(world, account, right.device ?? '', by, stayMs),
    ),
  );
  oracle.twice(account.key, camera.key, spelling.late !== true);
  await operator.register.remove(DeviceId(right.device ?? ''));
  ledger.take(right);
  over();
}

/** The operator gives an account, by slip, the address of a camera that another account has. */
export const sameCameraTwice: Scenario = {
  name: 'same-camera-twice',
  faults: 'F33',
  says: 'A household’s camera is given to another one by slip, by its address in other spellings and by name.',
  async turn(world, chance) {
    world.name({ [name]: ['127.0.0.1'], [`late-${name}`]: [] });
    const owned = world.fleet.taken.filter(({ key, owner }) =>
      world.ledger.standing(owner).some(({ camera }) => camera === key),
    );
    const some = chance.shuffled(owned).slice(0, cameras);
    for (const [at, camera] of some.entries()) {
      if (!world.over.aborted) await give(world, chance, camera, at);
    }
    await world.pause(500);
  },
};
