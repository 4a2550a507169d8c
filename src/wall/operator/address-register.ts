/** Where cameras are, for connections to them: not of any account, but as their rows stand now. */
import type { DeviceId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import type { OperatorStore } from '../../storage/store.ts';
import { type CameraAddress, connectionsOf } from '../partitions/camera-address.ts';
import { openSource } from '../partitions/sealed-source.ts';
import { findEntry } from './entry.ts';

export interface AddressRegister {
  /** Where the cameras are that are kept open when nobody watches. */
  warm(): Promise<readonly CameraAddress[]>;
  /** Whether a camera is still in that ownership, to be opened as it was then. */
  stands(address: Pick<CameraAddress, 'stamp' | 'opening'>): Promise<boolean>;
  /** Where one camera is, for a connection to it now. */
  address(device: DeviceId): Promise<CameraAddress>;
  /**
   * It was seen to take one connection only. Nothing is opened anew. False where the operator has said how many it
   * takes, or where it was known.
   */
  learnOneConnection(address: Pick<CameraAddress, 'stamp'>): Promise<boolean>;
}

/** Returns the register; its `address` throws Failure `not-found` if no camera has that device id. */
export function createAddressRegister(store: OperatorStore<'map'>, ring: KeyRing): AddressRegister {
  const { map } = store.operator;
  return {
    async warm() {
      return (await map.warm()).map(({ camera, epoch, opening, sealedSource, connections }) => ({
        ...openSource(ring, camera, sealedSource),
        ...connectionsOf(connections),
        opening,
        stamp: Object.freeze({ camera, epoch }),
      }));
    },

    async stands({ stamp, opening }) {
      const [row] = await map.entriesOf(stamp.camera);
      return row?.epoch === stamp.epoch && row.opening === opening;
    },

    async address(device) {
      const { camera, epoch, opening, sealedSource, connections } = (await findEntry(store, device))
        .entry;
      const stamp = Object.freeze({ camera, epoch });
      const may = connectionsOf(connections);
      return { ...openSource(ring, camera, sealedSource), ...may, opening, stamp };
    },

    learnOneConnection: ({ stamp: { camera, epoch } }) => map.learnOneConnection(camera, epoch),
  };
}
