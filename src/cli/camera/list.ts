/** casement camera list */
import type { Command } from 'commander';
import { findLookAlikes } from '../../wall/operator/look-alikes.ts';
import { createOriginRegister } from '../../wall/operator/origin-register.ts';
import {
  createPinRegister,
  stateOf,
  type RegisteredPin,
} from '../../wall/operator/pin-register.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';
import { isCanaryEmail } from '../../tripwire/canary-account.ts';
import { bridgeRuns } from '../act.ts';
import type { Context } from '../context.ts';
import { findAccount } from '../find.ts';
import { inForce } from '../suspension/in-force.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { table } from '../table.ts';
import { askConditions, conditionLines, shownOther, shownState, stateWord } from './condition.ts';
import { boundWord, shownOrigin, transportWord } from './shown-origin.ts';
import { shownPin } from './shown-pin.ts';
import { holds, suspensionLines } from './suspended.ts';
import { conflictLines, lookAlikeLines, strangerLines, unconfirmedLines } from './warnings.ts';

interface Options extends CommonOptions {
  readonly account?: string;
  readonly wide?: true;
  readonly all?: true;
}

/** The columns of a narrow table. */
const usual = ['DEVICE', 'NAME', 'ROOM', 'ACCOUNT', 'STATE'];

/** Stands in columns of what is learnt when a camera is met. */
const notYet = 'not yet';

const stateWords = { bound: 'yes', old: 'not since the upgrade', unbound: 'BY NOTHING' } as const;

/** Says whether it is the camera it was. */
function recognised(pins: readonly RegisteredPin[]): string {
  if (pins.some(({ stranger }) => stranger !== undefined)) return 'ANOTHER CAMERA';
  return pins.length === 0 ? notYet : stateWords[stateOf(pins)];
}

export function registerCameraList(group: Command, context: Context): void {
  leaf(group, 'list', 'Lists who may see which camera, without addresses and credentials.')
    .option('--account <account>', 'of one account only: id or e-mail')
    .option(
      '--wide',
      'all columns: also kind, role, epoch, what is bound, and whom it is shared from',
    )
    .option('--all', "also the tripwire's own cameras")
    .action(async (options: Options) =>
      withData(context, options, async (data) => {
        const { folder, store, ring, register } = data;
        const wanted = options.account;
        const only = wanted === undefined ? undefined : await findAccount(store.accounts, wanted);
        const emails = new Map(
          (await store.accounts.list()).map(({ id, email }) => [id, email] as const),
        );
        const pins = await createPinRegister(store, pinReading).list();
        const origins = await createOriginRegister(store, ring).list();
        const devices = (await register.list(only?.id)).map((device) => ({
          ...device,
          pins: pins.get(device.device) ?? [],
          origins: origins.get(device.device) ?? [],
          email: emails.get(device.account) ?? '',
        }));
        const conditions = await askConditions(folder);
        const runs = bridgeRuns(folder);
        const suspensions = await inForce(data);
        const isOwn = ({ email }: { readonly email: string }) => !isCanaryEmail(email);
        const hidden = options.all !== true && only === undefined;
        const shownRows = hidden ? devices.filter(isOwn) : devices;
        const rows = shownRows.map((row) => {
          const { device, name, room, kind, email, role, epoch, ownerDevice, ...known } = row;
          const isSuspended = suspensions.some((one) => holds(one, row));
          return [
            device,
            isCanaryEmail(email) ? `${name} (tripwire)` : name,
            room ?? '',
            kind,
            email,
            role,
            String(epoch),
            isSuspended ? 'suspended' : stateWord(conditions, device, runs),
            recognised(known.pins),
            boundWord(known.origins),
            transportWord(known.origins, known.connections),
            role === 'owner' ? '' : (ownerDevice ?? ''),
          ];
        });
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
        const alike = (await findLookAlikes(store, ring, pinReading)).filter(
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
          ...(await suspensionLines(data, suspensions, shownRows)),
          ...conditionLines(conditions, devices),
          ...strangerLines(devices),
          ...conflictLines(conflicts),
          ...unconfirmedLines(devices),
          ...new Set(lookAlikeLines(alike)),
        ];
        const columns = options.wide ? head : usual;
        const listed = table(
          columns,
          rows.map((row) => columns.map((name) => row[head.indexOf(name)] ?? '')),
          'There is no camera yet: casement camera add --account <e-mail> --name <name> --rtsp -',
        );
        return { json, text: [listed, ...below].join('\n') };
      }),
    );
}
