import { DeviceId } from '../../../../identity/ids.ts';
import { openTcpProxy, type TcpProxy } from '../../proxy/tcp-proxy.ts';
import { twins, type FleetCamera, type Place } from '../cast/fleet.ts';
import { placeCamera, type Account } from '../cast/accounts.ts';
import type { Right } from '../oracle/ledger.ts';
import type { Scenario, World } from '../world.ts';
import { attend, someAccounts } from './audience.ts';
import { askStills } from './strangers.ts';
import { openLikeTrap } from './trap.ts';

/** Names that move in one turn. */
const names = 3;
const stayMs = 5_000;
/** Stills that are asked for once the first address is silent, and how long apart, in milliseconds. */
const [stills, stillsApartMs] = [8, 700];
/** Other addresses of this machine; all of 127.0.0.0/8 are. */
const elsewhere = (number: number): string => `127.0.0.${2 + number}`;

/** The same address under another host. */
function at(host: string, { rtsp, transport }: FleetCamera): Place {
  return { rtsp: rtsp.replace('127.0.0.1', host), transport };
}

const portOf = ({ rtsp }: FleetCamera): number =>
  Number(new URL(rtsp.replace('rtsp:', 'http:')).port);

/**
 * Settles two cameras at one port and path of two addresses, in two accounts: one is reached by name. Every
 * other time they say the same of themselves, and the bridge knows the other one, too.
 */
async function settleTwo(
  world: World,
  name: string,
  [first, second]: readonly [Account, Account],
  number: number,
) {
  const alike = number % 2 === 0;
  const { fleet, ledger, operator } = world;
  // Two in a row are at two ports and on the same path, but for the last port and the first.
  if (fleet.taken.length % fleet.servers === fleet.servers - 1) fleet.take('nobody');
  const own = fleet.take(first.key, alike ? twins : undefined);
  const other = fleet.take(second.key, alike ? twins : undefined);
  const rights: Right[] = [];
  const place = async (account: Account, camera: FleetCamera, host: string) => {
    const where = { ...at(host, own), transport: camera.transport };
    rights.push(await placeCamera(operator.register, ledger, account, camera, 'Gate', where));
  };
  world.name({ [name]: ['127.0.0.1'] });
  const road = await openTcpProxy(portOf(other), portOf(own), elsewhere(number));
  await place(first, own, name);
  if (alike) await place(second, other, elsewhere(number));
  return { own, rights, road };
}

interface Settled {
  readonly rights: readonly Right[];
  readonly road: TcpProxy;
}

async function leave({ ledger, operator }: World, { rights, road }: Settled): Promise<void> {
  for (const right of rights) {
    await operator.register.remove(DeviceId(right.device ?? ''));
    ledger.take(right);
  }
  await road.close();
}

/** Lets the camera's still be met: the first one met is believed, so before that nothing would be shown by it. */
async function meetStill(
  world: World,
  { id }: Account,
  own: FleetCamera,
  { device = '' }: Right,
): Promise<boolean> {
  const { origins } = world.operator.store.operator;
  for (let left = stills; left > 0 && !world.over.aborted; left -= 1) {
    const entry = await world.operator.store.of(id).entry(DeviceId(device));
    if (entry !== undefined && (await origins.of(entry.camera, 'still')) !== undefined) return true;
    await askStills(world, [own]);
    await world.pause(stillsApartMs);
  }
  return false;
}

/**
 * A name with two addresses: a camera's still is at the first, and a stranger at the second, who asks
 * as the camera did. Then the first one's still does not answer any more; its stream goes on.
 */
async function secondAddress(world: World, account: Account, number: number): Promise<void> {
  const { fleet, ledger, operator } = world;
  const name = `two-${number}.prove.invalid`;
  const own = fleet.take(account.key);
  const still = new URL(own.still);
  const trap = await openLikeTrap(still.pathname.replace(/\.jpg$/, ''));
  const first = await openTcpProxy(Number(still.port));
  const next = await openTcpProxy(
    Number(new URL(trap.stillUrl ?? '').port),
    first.port,
    elsewhere(number),
  );
  [still.hostname, still.port] = [name, String(first.port)];
  world.name({ [name]: ['127.0.0.1'] });
  const over = world.alarms.cause(own.key);
  const place = { ...own, still: still.href };
  const right = await placeCamera(operator.register, ledger, account, own, 'Gate', place);
  let closed = false;
  try {
    const attending = attend(world, account, right.device ?? '', 'hls', stayMs);
    const [met] = await Promise.all([meetStill(world, account, own, right), attending]);
    if (!met) return;
    world.name({ [name]: ['127.0.0.1', elsewhere(number)] });
    await first.close();
    closed = true;
    world.injected();
    world.history.note(account.key, own.key, 'its still’s first address is silent');
    await attend(world, account, right.device ?? '', 'hls', 2 * stayMs);
    // The bridge keeps a still for a while: it has to ask the camera anew.
    for (let left = stills; left > 0 && trap.overheard.length === 0; left -= 1) {
      await world.pause(stillsApartMs);
      await askStills(world, [own]);
    }
    if (trap.overheard.length > 0) world.oracle.login(own.key);
  } finally {
    await operator.register.remove(DeviceId(right.device ?? ''));
    ledger.take(right);
    over();
    if (!closed) await first.close();
    await next.close();
    await trap.close();
  }
}

async function move(world: World, accounts: readonly [Account, Account], number: number) {
  const name = `door-${number}.prove.invalid`;
  const settled = await settleTwo(world, name, accounts, number);
  const over = world.alarms.cause(settled.own.key);
  try {
    const [right] = settled.rights;
    const [account] = accounts;
    const look = (ms: number) =>
      Promise.allSettled(
        (['hls', 'webrtc'] as const).map((by) =>
          attend(world, account, right?.device ?? '', by, ms),
        ),
      );
    await look(stayMs);
    world.name({ [name]: [elsewhere(number)] });
    settled.own.simulated.drop();
    world.injected();
    world.history.note(account.key, settled.own.key, 'the name leads elsewhere');
    await look(stayMs);
    world.name({ [name]: ['127.0.0.1'] });
  } finally {
    await leave(world, settled);
    over();
  }
}

/** A camera is reached by a name, and the name gives the address of another account's camera. */
export const movingNames: Scenario = {
  name: 'moving-names',
  faults: 'F31',
  says: 'Host names of cameras lead to another household’s camera from one moment to the next.',
  async turn(world, chance) {
    const able = someAccounts(world, chance, 2 * names);
    const moved: Promise<void>[] = [];
    for (let number = 0; number < names && 2 * number + 1 < able.length; number += 1) {
      const [first, second] = [able[2 * number], able[2 * number + 1]];
      if (first === undefined || second === undefined) break;
      moved.push(move(world, [first, second], number));
    }
    for (const [number, account] of able.slice(0, names).entries()) {
      moved.push(secondAddress(world, account, names + number));
    }
    await Promise.all(moved);
    await world.pause(500);
  },
};
