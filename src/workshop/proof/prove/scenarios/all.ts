/** Every scenario, in the order of `--list`. */
import type { Scenario } from '../world.ts';
import { brokenCameras } from './broken-cameras.ts';
import { calm } from './calm.ts';
import { cameraMedia } from './camera-media.ts';
import { cameraNetwork } from './camera-network.ts';
import { cameraStops } from './camera-stops.ts';
import { cameraUdp } from './camera-udp.ts';
import { clock } from './clock.ts';
import { clockJumps } from './clock-jumps.ts';
import { databaseReplaced } from './database-replaced.ts';
import { displayNetwork } from './display-network.ts';
import { displayUdp } from './display-udp.ts';
import { emergencyStops } from './emergency-stops.ts';
import { eviction } from './eviction.ts';
import { foreignIds } from './foreign-ids.ts';
import { forgedTickets } from './forged-tickets.ts';
import { frozenBridge } from './frozen-bridge.ts';
import { fullDisk } from './full-disk.ts';
import { hangUps } from './hang-ups.ts';
import { hostileCache } from './hostile-cache.ts';
import { linkingAtOnce } from './linking-at-once.ts';
import { lookAlikes } from './look-alikes.ts';
import { movedCameras } from './moved-cameras.ts';
import { password } from './password.ts';
import { pathConfusion } from './path-confusion.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { removal } from './removal.ts';
import { restoredCopy } from './restored-copy.ts';
import { sharedBrowser } from './shared-browser.ts';
import { smuggling } from './smuggling.ts';
import { storage } from './storage.ts';
import { suspended } from './suspended.ts';
import { swappedCameras } from './swapped-cameras.ts';
import { transfer } from './transfer.ts';
import { unlink } from './unlink.ts';
import { unshare } from './unshare.ts';
import { redirectingCameras } from './redirecting-cameras.ts';
import { strangers } from './strangers.ts';
import { forgedRtp } from './forged-rtp.ts';
import { sameCameraTwice } from './same-camera-twice.ts';
import { correctedAddress } from './corrected-address.ts';
import { freshRights } from './fresh-rights.ts';
import { movingNames } from './moving-names.ts';
import { onvifStrangers } from './onvif-strangers.ts';

export const scenarios: readonly Scenario[] = [
  calm,
  cameraNetwork,
  cameraUdp,
  cameraMedia,
  cameraStops,
  brokenCameras,
  swappedCameras,
  movedCameras,
  redirectingCameras,
  strangers,
  forgedRtp,
  sameCameraTwice,
  correctedAddress,
  freshRights,
  movingNames,
  onvifStrangers,
  displayNetwork,
  displayUdp,
  hangUps,
  lookAlikes,
  eviction,
  reconnectStorm,
  transfer,
  unlink,
  password,
  unshare,
  removal,
  suspended,
  foreignIds,
  forgedTickets,
  linkingAtOnce,
  sharedBrowser,
  hostileCache,
  pathConfusion,
  smuggling,
  storage,
  fullDisk,
  frozenBridge,
  clock,
  clockJumps,
  databaseReplaced,
  emergencyStops,
  restoredCopy,
];
