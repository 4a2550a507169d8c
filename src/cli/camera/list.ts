/** casement camera list */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { findAccount } from '../find.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { table } from '../table.ts';

interface Options extends CommonOptions {
  readonly account?: string;
}

export function registerCameraList(group: Command, context: Context): void {
  leaf(group, 'list', 'Lists who may see which camera, without addresses and credentials.')
    .option('--account <account>', 'of one account only: id or e-mail')
    .action(async (options: Options) =>
      withData(context, options, async ({ store, register }) => {
        const wanted = options.account;
        const only = wanted === undefined ? undefined : await findAccount(store.accounts, wanted);
        const emails = new Map(
          (await store.accounts.list()).map(({ id, email }) => [id, email] as const),
        );
        const devices = (await register.list(only?.id)).map((device) => ({
          ...device,
          email: emails.get(device.account) ?? '',
        }));
        const rows = devices.map(
          ({ device, name, room, kind, email, role, epoch, ownerDevice }) => [
            device,
            name,
            room ?? '',
            kind,
            email,
            role,
            String(epoch),
            role === 'owner' ? '' : (ownerDevice ?? ''),
          ],
        );
        const head = ['DEVICE', 'NAME', 'ROOM', 'KIND', 'ACCOUNT', 'ROLE', 'EPOCH', 'SHARED FROM'];
        return { json: devices, text: table(head, rows, 'There is no camera yet.') };
      }),
    );
}
