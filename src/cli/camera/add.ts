/** casement camera add */
import type { Command } from 'commander';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { findViewer } from '../find.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { roomOptions, type NamingOptions } from './naming-options.ts';
import { removedFor, removedText } from './removed.ts';
import { sourceOf, sourceOptions, type SourceOptions } from './source-options.ts';
import { tryCamera } from './try-camera.ts';

interface Options extends CommonOptions, NamingOptions, SourceOptions {
  readonly account: string;
  readonly name: string;
  readonly doorbell?: true;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly hwVersion?: string;
  readonly swVersion?: string;
}

const factsOf = ({ doorbell, manufacturer, model, hwVersion, swVersion }: Options) => ({
  kind: doorbell ? ('doorbell' as const) : ('camera' as const),
  ...(manufacturer !== undefined && { manufacturer }),
  ...(model !== undefined && { model }),
  ...(hwVersion !== undefined && { hwVersion }),
  ...(swVersion !== undefined && { swVersion }),
});

export function registerCameraAdd(group: Command, context: Context): void {
  const command = leaf(
    group,
    'add',
    'Adds a camera, prints its device id, and tries whether it answers.',
  )
    .requiredOption('--account <account>', 'its owner: account id or e-mail')
    .requiredOption('--name <name>', 'what the owner calls it, at most 60 characters');
  sourceOptions(roomOptions(command))
    .option('--doorbell', 'it is a doorbell')
    .option('--manufacturer <text>', 'told to Google')
    .option('--model <text>', 'told to Google')
    .option('--hw-version <text>', 'told to Google')
    .option('--sw-version <text>', 'told to Google')
    .action(async (options: Options) => {
      // Who takes a camera from somebody is told whether the bridge has acted.
      const done = options.takeOver === true ? act : withData;
      await done(context, options, async (data) => {
        const { store, register } = data;
        const { id: owner, email } = await findViewer(store.accounts, options.account);
        const { name, room, nickname: nicknames = [] } = options;
        const camera = {
          owner,
          name,
          ...(room !== undefined && { room }),
          nicknames,
          ...factsOf(options),
          source: await sourceOf(context, options),
        };
        const device = await register.addCamera(camera, { takeOver: options.takeOver === true });
        const removed = await removedFor(store, device);
        const check = await tryCamera(context, data, device, options);
        return {
          json: { device, account: owner, email, removed, check },
          text: [device, ...removed.map(removedText)].join('\n'),
        };
      });
    });
}
