/** casement camera list */
import type { Command } from 'commander';
import { findLookAlikes } from '../../partitions/look-alikes.ts';
import { createOriginRegister } from '../../partitions/origin-register.ts';
import { createPinRegister, stateOf, type RegisteredPin } from '../../partitions/pin-register.ts';
import { isCanaryEmail } from '../../tripwire/canary-account.ts';
import type { Context } from '../context.ts';
import { findAccount } from '../find.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { table } from '../table.ts';
import { askConditions, conditionLines, shownOther, shownState, stateWord } from './condition.ts';
import { boundWord, shownOrigin, transportWord } from './shown-origin.ts';
import { shownPin } from './shown-pin.ts';
import { conflictLines, lookAlikeLines, strangerLines, unconfirmedLines } from './warnings.ts';

interface Options extends CommonOptions {
  readonly account?: string;
}

/** In columns of what is learnt when a camera is met. */
const notYet = 'not yet';

const stateWords = { bound: 'yes', old: 'not since the upgrade', unbound: 'BY NOTHING' } as const;

/** Whether it is the camera it was. */
function recognised(pins: readonly RegisteredPin[]): string {
  if (pins.some(({ stranger }) => stranger !== undefined)) return 'ANOTHER CAMERA';
  return pins.length === 0 ? notYet : stateWords[stateOf(pins)];
}

export function registerCameraList(group: Command, context: Context): void {
  leaf(group, 'list', 'Lists who may see which camera, without addresses and credentials.')
    .option('--account <account>', 'of one account only: id or e-mail')
    .action(async (options: Options) =>
      withData(context, options, async ({ folder, store, ring, register }) => {
        const wanted = options.account;
        const only = wanted === undefined ? undefined : await findAccount(store.accounts, wanted);
        const emails = new Map(
          (await store.accounts.list()).map(({ id, email }) => [id, email] as const),
        );
        const pins = await createPinRegister(store).list();
        const origins = await createOriginRegister(store, ring).list();
        const devices = (await register.list(only?.id)).map((device) => ({
          ...device,
          pins: pins.get(device.device) ?? [],
          origins: origins.get(device.device) ?? [],
          email: emails.get(device.account) ?? '',
        }));
        const conditions = await askConditions(folder);
        const rows = devices.map(
          ({ device, name, room, kind, email, role, epoch, ownerDevice, ...known }) => [
            device,
            name,
            room ?? '',
            kind,
            email,
            role,
            String(epoch),
            stateWord(conditions, device),
            recognised(known.pins),
            boundWord(known.origins),
            transportWord(known.origins, known.connections),
            role === 'owner' ? '' : (ownerDevice ?? ''),
          ],
        );
        const head = [
          'DEVICE',
          'NAME',
          'ROOM',
          'KIND',
          'ACCOUNT',
          'ROLE',
          'EPOCH',
          'STATE',
          'RECOGNISED',
          'BOUND',
          'TRANSPORT',
          'SHARED FROM',
        ];
        const conflicts = await register.conflicts();
        const all = await register.list();
        const isCanary = new Set(
          all
            .filter(({ account }) => isCanaryEmail(emails.get(account) ?? ''))
            .map(({ device }) => device),
        );
        // Canaries are alike on purpose.
        const alike = (await findLookAlikes(store, ring)).filter(
          (one) => !one.devices.every((device) => isCanary.has(device)),
        );
        const json = devices.map((device) => ({
          ...device,
          connections: device.connections ?? null,
          state: shownState(conditions, device.device),
          stillState: shownOther(conditions, device.device, 'still'),
          onvifState: shownOther(conditions, device.device, 'onvif'),
          pins: device.pins.map(shownPin),
          origins: device.origins.map(shownOrigin),
          sameCameraAs: conflicts.flatMap(([one, other]) =>
            one === device.device ? [other] : other === device.device ? [one] : [],
          ),
        }));
        const below = [
          ...conditionLines(conditions, devices),
          ...strangerLines(devices),
          ...conflictLines(conflicts),
          ...unconfirmedLines(devices),
          ...new Set(lookAlikeLines(alike)),
        ];
        const listed = table(head, rows, 'There is no camera yet.');
        return { json, text: [listed, ...below].join('\n') };
      }),
    );
}
