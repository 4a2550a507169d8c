/** casement camera repin */
import type { Command } from 'commander';
import { createPinRegister } from '../../wall/operator/pin-register.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { deviceId } from '../find.ts';
import { leaf, type CommonOptions } from '../leaf.ts';
import { shownPin } from './shown-pin.ts';

const untried =
  'It was not tried: it is met when somebody next looks at it, and casement camera list shows it then.';

export function registerCameraRepin(group: Command, context: Context): void {
  leaf(
    group,
    'repin <camera>',
    'Accepts another camera: forgets origin and pin, and the next one that answers is the one from then on.',
  ).action(async (camera: string, options: CommonOptions) =>
    act(context, options, async ({ store, register }) => {
      const { device, name } = await register.device(deviceId(camera));
      const forgotten = await createPinRegister(store, pinReading).repin(device);
      const lines = forgotten.map(({ line, description, stranger }) => {
        const now = stranger === undefined ? '' : `, now ${stranger.description}`;
        return `${line}: was ${description}${now}`;
      });
      const origin =
        'Its origin and its pin are forgotten: log-in, TLS key and likeness may differ.';
      const said = `The next camera that answers for "${name}" (${device}) will be the one.`;
      return {
        json: { device, name, forgotten: forgotten.map(shownPin) },
        text: [said, origin, ...lines, untried].join('\n'),
      };
    }),
  );
}
