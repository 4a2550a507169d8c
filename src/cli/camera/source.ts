/** casement camera source */
import type { Command } from 'commander';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { deviceId } from '../find.ts';
import { leaf, type CommonOptions } from '../leaf.ts';
import { removedFor, removedText } from './removed.ts';
import { sourceOf, sourceOptions, type SourceOptions, termsOf } from './source-options.ts';
import { loadTrial } from './load-trial.ts';

type Options = CommonOptions & SourceOptions;

export function registerCameraSource(group: Command, context: Context): void {
  sourceOptions(
    leaf(
      group,
      'source <camera>',
      'Changes where a camera is reached, e.g. its new password, and tries whether it answers. It is the same camera: see repin.',
    ),
  ).action(async (camera: string, options: Options) =>
    act(context, options, async (data) => {
      const { store, register } = data;
      const source = await sourceOf(context, options);
      const device = deviceId(camera);
      // Before anything is written.
      const { tryCamera } = await loadTrial();
      await register.setSource(device, source, termsOf(options));
      const former = await removedFor(store, (await register.device(device)).ownerDevice ?? device);
      const check = await tryCamera(context, data, device, options);
      return {
        json: { device: camera, removed: former, check },
        text: [`Changed where ${camera} is reached.`, ...former.map(removedText)].join('\n'),
      };
    }),
  );
}
