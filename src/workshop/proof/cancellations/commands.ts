/** What an operator changes beside the running bridge, and the watch that looks for it. */
import type { MappedDevice } from '../../../storage/device-map.ts';
import { openSource } from '../../../wall/partitions/sealed-source.ts';
import { addressOf } from '../races/cameras.ts';
import { commanding, type Operation, type Settle } from './errand.ts';
import type { House } from './houses.ts';
import { opened } from './intents.ts';
import type { World } from './world.ts';

interface Command {
  readonly name: string;
  readonly once: boolean;
  readonly uncancellable?: boolean;
  readonly before?: (house: House, world: World, settle: Settle) => Promise<unknown>;
  readonly run: (house: House, world: World) => Promise<unknown>;
  /** Whether the map says so, once it has succeeded. */
  readonly shown?: (house: House, world: World) => Promise<boolean>;
}

/** The map as it is on the disk. */
const entries = ({ camera }: House, { houses }: World): Promise<readonly MappedDevice[]> =>
  houses.town.scratch.store.map.entriesOf(camera);

const share = ({ device }: House, { register, houses }: World) =>
  register.share(device, houses.heir);
const suspended = ({ device }: House) => ({ of: 'device', device }) as const;

const seenByHeir = async (house: House, world: World): Promise<boolean> =>
  (await entries(house, world)).some(({ account }) => account === world.houses.heir);

async function isSuspended({ camera }: House, { houses }: World): Promise<boolean> {
  const all = await houses.town.scratch.store.suspensions.list();
  return all.some(({ scope }) => scope.of === 'camera' && scope.camera === camera);
}

const commands: readonly Command[] = [
  {
    name: 'handover',
    once: true,
    run: ({ device }, { register, houses }) => register.transfer(device, houses.heir),
    shown: async (house, world) =>
      (await seenByHeir(house, world)) && (await entries(house, world)).length === 1,
  },
  { name: 'share', once: true, run: share, shown: seenByHeir },
  {
    name: 'unshare',
    once: true,
    before: (house, world, settle) => settle(share(house, world)),
    run: ({ device }, { register, houses }) => register.unshare(device, houses.heir),
    shown: async (house, world) => !(await seenByHeir(house, world)),
  },
  {
    name: 'suspension',
    once: false,
    run: (house, { operatorSwitch }) => operatorSwitch.suspend(suspended(house)),
    shown: isSuspended,
  },
  {
    name: 'end of a suspension',
    once: true,
    before: (house, { operatorSwitch }, settle) => settle(operatorSwitch.suspend(suspended(house))),
    run: (house, { operatorSwitch }) => operatorSwitch.resume(suspended(house)),
    shown: async (house, world) => !(await isSuspended(house, world)),
  },
  {
    name: 'change of address',
    once: false,
    run: ({ device, place }, { register }) =>
      register.setSource(device, {
        stream: addressOf(place, 1),
        transport: 'auto',
        alwaysWarm: false,
      }),
    async shown(house, world) {
      const [entry] = await entries(house, world);
      const sealed = entry?.sealedSource ?? '';
      const { stream: rtsp } = openSource(world.houses.town.ring, house.camera, sealed);
      return rtsp === addressOf(house.place, 1);
    },
  },
  {
    name: 'renaming',
    once: false,
    run: ({ device }, { register }) => register.rename(device, { name: 'Back door' }),
    shown: async (house, world) =>
      (await entries(house, world)).some(
        ({ device, name }) => device === house.device && name === 'Back door',
      ),
  },
  {
    name: 'removal',
    once: true,
    run: ({ device }, { register }) => register.remove(device),
    shown: async (house, world) => (await entries(house, world)).length === 0,
  },
  {
    name: 'look of the watch',
    once: false,
    uncancellable: true,
    before: (house, world, settle) => opened(house, world, settle, 'hls'),
    async run({ account, device }, { partitions, houses }) {
      // Something has changed, so that it asks after every session.
      const { map } = houses.town.scratch.store;
      await map.rename(account, device, { name: 'Front door', nicknames: [] });
      await partitions.recheck();
    },
    // Of sessions that stand none has ended: both accounts' are still there.
    shown: async (_house, { open }) => open()['sessions'] === 2,
  },
];

export const operatorCommands: readonly Operation[] = commands.map(
  ({ name, once, uncancellable = false, before, run, shown = async () => true }) => ({
    name,
    ofCamera: false,
    once,
    uncancellable,
    async errand(house, world, settle) {
      await before?.(house, world, settle);
      return {
        begin: () =>
          commanding(async () => {
            await run(house, world);
            if (!(await shown(house, world))) throw new Error('the map says otherwise');
          }),
        granted: ({ status }) => status === 200,
      };
    },
  }),
);
