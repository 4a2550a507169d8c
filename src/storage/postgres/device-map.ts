/** The account-to-device map in PostgreSQL. */
import { CameraId } from '../../identity/ids.ts';
import type { DeviceMap, MapEntry } from '../device-map.ts';
import type { Argument, Engine } from './engine.ts';
import { cameraOf, mapped, type CameraRow, type MappedRow } from './mapped-row.ts';

interface SealedRow {
  readonly camera: string;
  readonly sealed_source: string;
}

/** `now`: milliseconds since 1970; written down as the time since when an account sees a camera. */
export function createDeviceMap(engine: Engine, now: () => number): DeviceMap {
  const all = async (name: string, ...given: readonly Argument[]) =>
    (await engine.rows<MappedRow>(name, ...given)).map(mapped);
  /** An entry as the functions take it: all but its camera. */
  const said = ({
    account,
    device,
    role,
    name,
    room,
    nicknames,
  }: MapEntry): readonly Argument[] => [
    account,
    device,
    role,
    name,
    room ?? null,
    JSON.stringify(nicknames),
    now(),
  ];
  return {
    ofDevice: async (device) => (await all('entry_of_device', device))[0],
    entriesOf: (camera) => all('entries_of_camera', camera),
    warm: async () => (await engine.rows<CameraRow>('cameras_warm')).map(cameraOf),
    ofDevices: (devices) => all('entries_of_devices', JSON.stringify(devices)),
    ofCameras: (cameras) => all('entries_of_cameras', JSON.stringify(cameras)),
    page: ({ after = '', most }) => all('entry_page', after, most),
    cameras: async ({ after = '', most }) =>
      (await engine.rows<SealedRow>('cameras_page', after, most)).map(
        ({ camera, sealed_source: sealedSource }) => ({ camera: CameraId(camera), sealedSource }),
      ),
    hasModel: (model) => engine.value('model_is_known', model),
    models: async ({ after = '', most }) =>
      (await engine.rows<{ name: string }>('models', after, most)).map(({ name }) => name),
    addCamera: (record, owner, claim) =>
      engine.value(
        'camera_add',
        record.camera,
        record.epoch,
        record.kind,
        record.manufacturer ?? null,
        record.model ?? null,
        record.hwVersion ?? null,
        record.swVersion ?? null,
        record.sealedSource,
        record.alwaysWarm,
        record.connections ?? null,
        ...said(owner),
        JSON.stringify(claim),
      ),
    addEntry: (camera, viewer, epoch) =>
      engine.value('entry_add', camera, epoch ?? null, ...said(viewer)),
    setSources: (changes) => engine.value('cameras_set_sources', JSON.stringify(changes), now()),
    reseal: (camera, before, sealed, epoch) =>
      engine.value('camera_reseal', camera, before, sealed, epoch),
    learnOneConnection: (camera, epoch) =>
      engine.value('camera_learn_one_connection', camera, epoch),
    transfer: (camera, owner, epoch) =>
      engine.value('camera_transfer', camera, epoch ?? null, ...said(owner)),
    removeCamera: (camera, epoch) => engine.value('camera_remove', camera, epoch ?? null),
  };
}
