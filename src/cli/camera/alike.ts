/** casement camera alike */
import type { Command } from 'commander';
import { searchLookAlikes } from '../../wall/operator/look-alike-search.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';
import type { Context } from '../context.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { withProgress } from '../progress.ts';
import { conflictLines, lookAlikeLines } from './warnings.ts';
import { withoutCanaries } from './without-canaries.ts';

export function registerCameraAlike(group: Command, context: Context): void {
  leaf(
    group,
    'alike',
    'Looks through all cameras for those that may be one under several owners. Where there are very many it takes minutes.',
  ).action(async (options: CommonOptions) =>
    withData(context, options, async (data) => {
      const { store, ring, register } = data;
      const { found, conflicts } = await withProgress(context, async ({ at }) => ({
        found: await searchLookAlikes({ store, ring, reading: pinReading }, (read) =>
          at('Reading cameras', read),
        ),
        conflicts: await register.olderConflicts(),
      }));
      const alike = await withoutCanaries(data, found);
      const lines = [...conflictLines(conflicts), ...new Set(lookAlikeLines(alike))];
      return {
        json: {
          sameCamera: conflicts,
          alike: alike.map(({ feature, devices, capped = false }) => ({
            feature,
            devices,
            more: capped,
          })),
        },
        text: lines.length === 0 ? 'No cameras of several owners look alike.' : lines.join('\n'),
      };
    }),
  );
}
