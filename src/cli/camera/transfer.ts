/** casement camera transfer */
import type { Command } from 'commander';
import { confirm } from '../ask.ts';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { deviceId, findViewer } from '../find.ts';
import { leaf, type CommonOptions } from '../leaf.ts';
import { namingOf, roomOptions, type NamingOptions } from './naming-options.ts';

interface Options extends CommonOptions, NamingOptions {
  readonly yes?: true;
}

export function registerCameraTransfer(group: Command, context: Context): void {
  const command = leaf(
    group,
    'transfer <camera> <account>',
    "Hands a camera over to another account; the old owner's access and every sharing end at once.",
  )
    .option('--name <name>', 'what the new owner calls it (default: as before)')
    .option('--yes', 'do not ask');
  roomOptions(command).action(async (camera: string, named: string, options: Options) =>
    act(context, options, async ({ store, register }) => {
      const next = await findViewer(store, named);
      const { device: known, name } = await register.device(deviceId(camera));
      const what = `take "${name}" (${known}) from all who see it and give it to ${next.email}`;
      await confirm(context, what, options.yes);
      const { from, device, epoch } = await register.transfer(known, next.id, namingOf(options));
      const old = from === undefined ? undefined : await store.of(from).record();
      const text = [
        `Handed "${name}" over from ${old?.email ?? 'nobody'} to ${next.email}, who has it as ${device} (epoch ${epoch}).`,
        'Every other device id of it is over, and so are its sharings: whoever is to see it besides is given it anew.',
      ].join('\n');
      const owner = (account: typeof old) =>
        account && { account: account.id, email: account.email };
      return { json: { from: owner(old) ?? null, to: owner(next), device, epoch }, text };
    }),
  );
}
