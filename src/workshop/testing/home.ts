/** A household of its own, linked, with one simulated camera. */
import { type SimulatedCamera, startCamera } from '../../simulator/camera/simulate.ts';
import type { DemoBridge } from './demo-bridge.ts';
import type { NewHousehold, Operator } from './operator.ts';

export interface Home {
  readonly camera: SimulatedCamera;
  readonly household: NewHousehold;
  /** Access token of its linking. */
  readonly token: string;
}

/** Settles it; its camera is reached by all of its URLs. The caller closes the camera. */
export async function openHome(
  bridge: DemoBridge,
  operator: Operator,
  name: string,
  options: Parameters<typeof startCamera>[0],
): Promise<Home> {
  const camera = await startCamera(options);
  const household = await operator.settle(name, camera.url);
  const { url: stream, stillUrl: still, onvifUrl: onvif } = camera;
  await operator.register.setSource(household.device, {
    stream,
    ...(still !== undefined && { still }),
    ...(onvif !== undefined && { onvif }),
    transport: 'auto',
    alwaysWarm: false,
  });
  const { accessToken } = await bridge.link(household);
  return { camera, household, token: accessToken };
}
