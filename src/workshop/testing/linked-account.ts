/** An account of its own, linked, with one simulated camera. */
import { startCamera } from '../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../simulator/camera/simulated-camera.ts';
import type { DemoBridge } from './demo-bridge.ts';
import type { NewAccount, Operator } from './operator.ts';

export interface LinkedAccount {
  readonly camera: SimulatedCamera;
  readonly account: NewAccount;
  /** Access token of its linking. */
  readonly token: string;
}

/** Settles it; its camera is reached by all of its URLs. The caller closes the camera. */
export async function openLinkedAccount(
  bridge: DemoBridge,
  operator: Operator,
  name: string,
  options: Parameters<typeof startCamera>[0],
): Promise<LinkedAccount> {
  const camera = await startCamera(options);
  const account = await operator.settle(name, camera.url);
  const { url: stream, stillUrl: still, onvifUrl: onvif } = camera;
  await operator.register.setSource(account.device, {
    stream,
    ...(still !== undefined && { still }),
    ...(onvif !== undefined && { onvif }),
    transport: 'auto',
    alwaysWarm: false,
  });
  const { accessToken } = await bridge.link(account);
  return { camera, account, token: accessToken };
}
