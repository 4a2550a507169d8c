/** casement camera remove */
import type { Command } from 'commander';
import { confirm } from '../ask.ts';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { deviceId } from '../find.ts';
import { leaf, type CommonOptions } from '../leaf.ts';

interface Options extends CommonOptions {
  readonly yes?: true;
}

export function registerCameraRemove(group: Command, context: Context): void {
  leaf(group, 'remove <camera>', 'Removes a camera for everyone who sees it.')
    .option('--yes', 'do not ask')
    .action(async (camera: string, options: Options) =>
      act(context, options, async ({ register }) => {
        const { device, name } = await register.device(deviceId(camera));
        const what = `remove "${name}" (${device}) for everyone who sees it`;
        await confirm(context, what, options.yes);
        await register.remove(device);
        return { json: { removed: device, name }, text: `Removed "${name}" (${device}).` };
      }),
    );
}
