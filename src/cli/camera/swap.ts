/** casement camera swap */
import type { Command } from 'commander';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { deviceId } from '../find.ts';
import { leaf, type CommonOptions } from '../leaf.ts';
import { loadTrial } from './load-trial.ts';

const called = { stream: 'RTSP', still: 'still', onvif: 'ONVIF' } as const;
/** The names of the options. */
const named = { stream: 'rtsp', still: 'still', onvif: 'onvif' } as const;

interface Options extends CommonOptions {
  /** `--no-check` comes as false. */
  readonly check: boolean;
}

export function registerCameraSwap(group: Command, context: Context): void {
  leaf(
    group,
    'swap <camera> <other>',
    'Two cameras have taken each other’s address, as after DHCP moved both: exchanges the hosts of all ' +
      'their URLs at once, or the ports where the hosts are the same. Paths, log-ins and all else stay; a ' +
      'host name that was vouched for (--trust-name) is to be vouched for anew. ' +
      'Tries whether both answer.',
  )
    .summary('Two cameras have taken each other’s address: exchanges the hosts of their URLs.')
    .option('--no-check', 'do not try whether the cameras answer')
    .action(async (one: string, other: string, options: Options) =>
      act(context, options, async (data) => {
        const { register } = data;
        const both = [
          await register.device(deviceId(one)),
          await register.device(deviceId(other)),
        ] as const;
        const [first, second] = both;
        // Before anything is written.
        const { tryCamera } = await loadTrial();
        const exchanged = await register.swap(first.device, second.device);
        const what = exchanged.map(
          ({ line, what: part }) => `the ${part} of the ${called[line]} URL`,
        );
        const checks = [];
        for (const { name, device } of both) {
          if (options.check) context.stderr.write(`"${name}" (${device}):\n`);
          checks.push(await tryCamera(context, data, device, options));
        }
        const text = `Exchanged between "${first.name}" (${one}) and "${second.name}" (${other}): ${what.join(', ')}.`;
        const json = {
          devices: [one, other],
          exchanged: exchanged.map(({ line, what: part }) => ({ line: named[line], what: part })),
          checks,
        };
        return { json, text };
      }),
    );
}
