/** SYNC: which devices this account has. */
import type { Device, Partition } from '../../../wall/partitions/partition.ts';
import type { SyncAnswer, SyncDevice } from './wording/answers.ts';
import type { RequestId } from './intents.ts';

const types = {
  camera: 'action.devices.types.CAMERA',
  doorbell: 'action.devices.types.DOORBELL',
} as const;

// A doorbell's ObjectDetection trait is a promise of notifications, and `willReportState` one of
// state reports. Neither is made before it can be kept.
const traits = Object.freeze(['action.devices.traits.CameraStream']);

/** What has no value is written as undefined, which leaves it out of the answer: all devices are then of one form. */
function describe<P>(device: Device<P>, protocols: readonly string[]): SyncDevice {
  const { id, kind, name, nicknames, room } = device;
  const manufacturer = device.manufacturer || undefined;
  const model = device.model || undefined;
  const hwVersion = device.hwVersion || undefined;
  const swVersion = device.swVersion || undefined;
  const product = manufacturer && model ? `${manufacturer} ${model}` : (manufacturer ?? model);
  const hasInfo = product !== undefined || hwVersion !== undefined || swVersion !== undefined;
  return {
    id,
    type: types[kind],
    traits,
    name: {
      // At most 60 characters (the wall's camera-form.ts): Google cuts longer names off without a word.
      name,
      defaultNames: product === undefined ? undefined : [product],
      nicknames: nicknames.length > 0 ? nicknames : undefined,
    },
    willReportState: false,
    roomHint: room || undefined,
    deviceInfo: hasInfo ? { manufacturer, model, hwVersion, swVersion } : undefined,
    attributes: {
      cameraStreamSupportedProtocols: protocols,
      // Without a token of ours Google would hand the account's own access token to the display.
      cameraStreamNeedAuthToken: true,
    },
  };
}

/** Answers SYNC. `protocols` are in the order in which they are preferred. */
export async function sync<P>(
  partition: Partition<P>,
  requestId: RequestId,
  protocols: readonly string[],
): Promise<SyncAnswer> {
  const devices = await partition.devices();
  return {
    requestId,
    payload: {
      agentUserId: partition.account,
      devices: devices.map((device) => describe(device, protocols)),
    },
  };
}
