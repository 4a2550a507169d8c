/** casement camera confirm */
import type { Command } from 'commander';
import { readKey } from '../../wall/partitions/camera-trust.ts';
import { createOriginRegister } from '../../wall/operator/origin-register.ts';
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
      withData(context, options, async ({ store, ring, register }) => {
        const key = readKey(options.key);
        const { device, name } = await register.device(deviceId(camera));
        await register.confirmKey(device, key);
        const origins = (await createOriginRegister(store, ring).of([device])).get(device) ?? [];
        const held = origins.flatMap(({ line, key: bound }) =>
          bound === undefined || bound.fingerprint === key ? [] : [line],
        );
        const said = `"${name}" (${device}) may prove itself by the TLS key ${key}.`;
        const until = held.map((line) => `Its ${line} is held to another key until camera repin.`);
        const next = held.length === 0 ? ['It is bound when it is next asked for.'] : [];
        return { json: { device, name, key, held }, text: [said, ...until, ...next].join('\n') };
      }),
    );
}
