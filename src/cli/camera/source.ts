/** casement camera source */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { deviceId } from '../find.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { sourceOf, sourceOptions, type SourceOptions } from './source-options.ts';

type Options = CommonOptions & SourceOptions;

export function registerCameraSource(group: Command, context: Context): void {
  sourceOptions(
    leaf(
      group,
      'source <camera>',
      'Changes where a camera is reached, e.g. its new password. It is the same camera: see repin.',
    ),
  ).action(async (camera: string, options: Options) =>
    withData(context, options, async ({ register }) => {
      const source = await sourceOf(context, options);
      await register.setSource(deviceId(camera), source);
      return { json: { device: camera }, text: `Changed where ${camera} is reached.` };
    }),
  );
}
