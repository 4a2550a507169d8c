/** The canaries' accounts and cameras in PostgreSQL: the same operations by functions that a bridge may call. */
import type { CanaryStore } from '../canaries.ts';
import { createAccounts } from './accounts.ts';
import { createDeviceMap } from './device-map.ts';
import type { Engine } from './engine.ts';
import { createPins } from './pins.ts';

const narrow: Readonly<Record<string, string>> = {
  account_add: 'canary_add',
  camera_add: 'canary_camera_add',
  cameras_set_sources: 'canaries_set_sources',
  unpin: 'canary_unpin',
};

function ofCanaries(name: string): string {
  const own = narrow[name];
  if (own === undefined) throw new TypeError(`${name} is not for canaries`);
  return own;
}

/** `now`: milliseconds since 1970. */
export function createCanaries(general: Engine, now: () => number): CanaryStore {
  const engine: Engine = {
    ...general,
    rows: (name, ...given) => general.rows(ofCanaries(name), ...given),
    row: (name, ...given) => general.row(ofCanaries(name), ...given),
    value: (name, ...given) => general.value(ofCanaries(name), ...given),
  };
  const accounts = createAccounts(engine);
  const map = createDeviceMap(engine, now);
  const pins = createPins(engine);
  return {
    add: (account) => accounts.add(account),
    remove: (account) => general.value('canary_remove', account),
    addCamera: (camera, owner, claim) => map.addCamera(camera, owner, claim),
    setSources: (changes) => map.setSources(changes),
    unpin: (camera) => pins.unpin(camera),
  };
}
