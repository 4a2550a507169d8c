import type { CameraAddress } from '../../wall/partitions/camera-address.ts';

/** What is kept of an address makes no key anew at each request. */
const keys = new WeakMap<CameraAddress, string>();

/**
 * Returns as one text all that a source is opened by: camera, ownership epoch, opening, URLs and transport. What
 * has one key may share a source; after a transfer, or under another URL, there is another key. To be kept in
 * memory only: the URLs hold passwords.
 */
export function addressKey(address: CameraAddress): string {
  let key = keys.get(address);
  if (key === undefined) keys.set(address, (key = keyOf(address)));
  return key;
}

function keyOf({ stamp, opening, stream, onvif, transport }: CameraAddress): string {
  return JSON.stringify([stamp.camera, stamp.epoch, opening, stream, onvif, transport]);
}
