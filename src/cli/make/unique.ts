/** casement make unique */
import type { Command } from 'commander';
import { createMakeRegister } from '../../wall/partitions/serials.ts';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { leaf, type CommonOptions } from '../leaf.ts';

export function registerMakeUnique(group: Command, context: Context): void {
  leaf(
    group,
    'unique <maker>',
    'Says that this maker (as ONVIF tells it) gives each serial number once: of two cameras with one, under two owners, only the one that was met first is shown.',
  ).action(async (maker: string, options: CommonOptions) =>
    act(context, options, async ({ store, ring }) => {
      const { refused, met } = await createMakeRegister(store, ring, Date.now).unique(maker);
      const lines = [
        `The serial numbers of ${JSON.stringify(maker)} are unique: ${met} camera(s) of it were met.`,
        ...(met === 0
          ? ['Only cameras with an ONVIF address count (--onvif), by what ONVIF calls their maker.']
          : []),
        ...refused.map(
          (device) =>
            `Not shown any more: ${device}, whose serial number another account's camera had before. ` +
            'See casement camera share, transfer and remove.',
        ),
      ];
      return { json: { make: maker, met, refused }, text: lines.join('\n') };
    }),
  );
}
