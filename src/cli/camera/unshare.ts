/** casement camera unshare */
import type { Command } from 'commander';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { deviceId, findAccount } from '../find.ts';
import { leaf, type CommonOptions } from '../leaf.ts';

export function registerCameraUnshare(group: Command, context: Context): void {
  leaf(
    group,
    'unshare <camera> <account>',
    'Ends the sharing of a camera with an account, and what it is watching.',
  ).action(async (camera: string, named: string, options: CommonOptions) =>
    act(context, options, async ({ store, register }) => {
      const { id: account, email } = await findAccount(store, named);
      await register.unshare(deviceId(camera), account);
      return { json: { account, email }, text: `${email} no longer sees ${camera}.` };
    }),
  );
}
