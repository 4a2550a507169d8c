/** What an operator changes beside the running bridge, and the watch that looks for it. */
import type { MappedDevice } from '../../../storage/device-map.ts';
import { openSource } from '../../../wall/partitions/sealed-source.ts';
import { addressOf } from '../races/cameras.ts';
import { commanding, type Operation, type Settle } from './errand.ts';
import type { Caller } from './callers.ts';
import { opened } from './intents.ts';
import type { World } from './world.ts';

interface Command {
  readonly name: string;
  readonly once: boolean;
  readonly uncancellable?: boolean;
  readonly before?: (caller: Caller, world: World, settle: Settle) => Promise<unknown>;
  readonly run: (caller: Caller, world: World) => Promise<unknown>;
  /** Whether the map says so, once it has succeeded. */
  readonly shown?: (caller: Caller, world: World) => Promise<boolean>;
}

/** The map as it is on the disk. */
const entries = ({ camera }: Caller, { callers }: World): Promise<readonly MappedDevice[]> =>
  callers.town.scratch.store.operator.map.entriesOf(camera);

const share = ({ device }: Caller, { register, callers }: World) =>
  register.share(device, callers.heir);
const suspended = ({ device }: Caller) => ({ of: 'device', device }) as const;

const seenByHeir = async (caller: Caller, world: World): Promise<boolean> =>
  (await entries(caller, world)).some(({ account }) => account === world.callers.heir);

async function isSuspended({ camera }: Caller, { callers }: World): Promise<boolean> {
  const all = await callers.town.scratch.store.operator.suspensions.list();
  return all.some(({ scope }) => scope.of === 'camera' && scope.camera === camera);
}

const commands: readonly Command[] = [
  {
    name: 'handover',
    once: true,
    run: ({ device }, { register, callers }) => register.transfer(device, callers.heir),
    shown: async (caller, world) =>
      (await seenByHeir(caller, world)) && (await entries(caller, world)).length === 1,
  },
  { name: 'share', once: true, run: share, shown: seenByHeir },
  {
    name: 'unshare',
    once: true,
    before: (caller, world, settle) => settle(share(caller, world)),
    run: ({ device }, { register, callers }) => register.unshare(device, callers.heir),
    shown: async (caller, world) => !(await seenByHeir(caller, world)),
  },
  {
    name: 'suspension',
    once: false,
    run: (caller, { operatorSwitch }) => operatorSwitch.suspend(suspended(caller)),
    shown: isSuspended,
  },
  {
    name: 'end of a suspension',
    once: true,
    before: (caller, { operatorSwitch }, settle) =>
      settle(operatorSwitch.suspend(suspended(caller))),
    run: (caller, { operatorSwitch }) => operatorSwitch.resume(suspended(caller)),
    shown: async (caller, world) => !(await isSuspended(caller, world)),
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
    async shown(caller, world) {
      const [entry] = await entries(caller, world);
      const sealed = entry?.sealedSource ?? '';
      const { stream: rtsp } = openSource(world.callers.town.ring, caller.camera, sealed);
      return rtsp === addressOf(caller.place, 1);
    },
  },
  {
    name: 'renaming',
    once: false,
    run: ({ device }, { register }) => register.rename(device, { name: 'Back door' }),
    shown: async (caller, world) =>
      (await entries(caller, world)).some(
        ({ device, name }) => device === caller.device && name === 'Back door',
      ),
  },
  {
    name: 'removal',
    once: true,
    run: ({ device }, { register }) => register.remove(device),
    shown: async (caller, world) => (await entries(caller, world)).length === 0,
  },
  {
    name: 'look of the watch',
    once: false,
    uncancellable: true,
    before: (caller, world, settle) => opened(caller, world, settle, 'hls'),
    async run({ account, device }, { partitions, callers }) {
      await callers.town.scratch.store
        .of(account)
        .rename(device, { name: 'Front door', nicknames: [] });
      await partitions.recheck();
    },
    // Of sessions that stand none has ended: both accounts' are still there.
    shown: async (_caller, { open }) => open()['sessions'] === 2,
  },
];

export const operatorCommands: readonly Operation[] = commands.map(
  ({ name, once, uncancellable = false, before, run, shown = async () => true }) => ({
    name,
    ofCamera: false,
    once,
    uncancellable,
    async errand(caller, world, settle) {
      await before?.(caller, world, settle);
      return {
        begin: () =>
          commanding(async () => {
            await run(caller, world);
            if (!(await shown(caller, world))) throw new Error('the map says otherwise');
          }),
        granted: ({ status }) => status === 200,
      };
    },
  }),
);
