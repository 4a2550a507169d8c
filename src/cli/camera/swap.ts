/** casement camera swap */
import type { Command } from 'commander';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { deviceId } from '../find.ts';
import { leaf, type CommonOptions } from '../leaf.ts';

const called = { rtsp: 'RTSP', still: 'still', onvif: 'ONVIF' } as const;

export function registerCameraSwap(group: Command, context: Context): void {
  leaf(
    group,
    'swap <camera> <other>',
    'Two cameras have taken each other’s address, as after DHCP moved both: exchanges the hosts of all ' +
      'their URLs at once, or the ports where the hosts are the same. Paths, log-ins and all else stay.',
  ).action(async (one: string, other: string, options: CommonOptions) =>
    act(context, options, async ({ register }) => {
      const first = await register.device(deviceId(one));
      const second = await register.device(deviceId(other));
      const exchanged = await register.swap(first.device, second.device);
      const what = exchanged.map(
        ({ line, what: part }) => `the ${part} of the ${called[line]} URL`,
      );
      const text = `Exchanged between "${first.name}" (${one}) and "${second.name}" (${other}): ${what.join(', ')}.`;
      return { json: { devices: [one, other], exchanged }, text };
    }),
  );
}
