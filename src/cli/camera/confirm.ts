/** casement camera confirm */
import type { Command } from 'commander';
import { readKey } from '../../partitions/camera-trust.ts';
import type { Context } from '../context.ts';
import { deviceId } from '../find.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';

interface Options extends CommonOptions {
  readonly key: string;
}

export function registerCameraConfirm(group: Command, context: Context): void {
  leaf(
    group,
    'confirm <camera>',
    'Confirms a TLS key that a camera signs itself: until then nothing of it is shown.',
  )
    .requiredOption('--key <fingerprint>', 'SHA256:…, as camera add and camera source print it')
    .action(async (camera: string, options: Options) =>
      withData(context, options, async ({ register }) => {
        const key = readKey(options.key);
        const { device, name } = await register.device(deviceId(camera));
        await register.confirmKey(device, key);
        return {
          json: { device, name, key },
          text: `"${name}" (${device}) may prove itself by the TLS key ${key}.`,
        };
      }),
    );
}
