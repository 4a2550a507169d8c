/** casement camera rename */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { deviceId } from '../find.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { namingOf, roomOptions, type NamingOptions } from './naming-options.ts';

/** `--no-room` comes as false. */
type Options = CommonOptions & Omit<NamingOptions, 'room'> & { readonly room?: string | false };

export function registerCameraRename(group: Command, context: Context): void {
  const command = leaf(
    group,
    'rename <camera> <name>',
    'Changes what one account calls a camera; the device id says which account.',
  );
  roomOptions(command)
    .option('--no-room', 'take the room away')
    .action(async (camera: string, name: string, { room, ...options }: Options) =>
      withData(context, options, async ({ register }) => {
        const where = room === undefined ? {} : { room: room || '' };
        const naming = namingOf({ ...options, name, ...where });
        const device = deviceId(camera);
        await register.rename(device, naming);
        return { json: await register.device(device), text: `${camera} is called ${name}.` };
      }),
    );
}
