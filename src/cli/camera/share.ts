/** casement camera share */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { deviceId, findViewer } from '../find.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { namingOf, roomOptions, type NamingOptions } from './naming-options.ts';

type Options = CommonOptions & NamingOptions;

export function registerCameraShare(group: Command, context: Context): void {
  const command = leaf(
    group,
    'share <camera> <account>',
    'Lets another account see a camera; prints the device id that is new in that account.',
  ).option('--name <name>', "what that account calls it (default: the owner's name for it)");
  roomOptions(command).action(async (camera: string, named: string, options: Options) =>
    withData(context, options, async ({ store, register }) => {
      const { id: account, email } = await findViewer(store, named);
      const device = await register.share(deviceId(camera), account, namingOf(options));
      return { json: { device, account, email, role: 'viewer' }, text: device };
    }),
  );
}
