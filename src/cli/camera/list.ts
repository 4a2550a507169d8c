/** casement camera list */
import type { Command } from 'commander';
import type { AccountId } from '../../identity/ids.ts';
import { askedOnce } from '../../wall/operator/asked-once.ts';
import { findLookAlikes } from '../../wall/operator/look-alikes.ts';
import { createOriginRegister } from '../../wall/operator/origin-register.ts';
import {
  createPinRegister,
  stateOf,
  type RegisteredPin,
} from '../../wall/operator/pin-register.ts';
import { createRegister } from '../../wall/operator/register.ts';
import { createLookup } from '../../pictures/cameras/lookup.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { isCanaryEmail } from '../../tripwire/canary-account.ts';
import { bridgeRuns } from '../act.ts';
import type { Context } from '../context.ts';
import { deviceId, findAccount } from '../find.ts';
import { inForce } from '../suspension/in-force.ts';
import { leaf, withData, type CommonOptions, type Data } from '../leaf.ts';
import { nextPage, pageOptions, readPage, type PageOptions } from '../paging.ts';
import { table } from '../table.ts';
import { askConditions, conditionLines, shownOther, shownState, stateWord } from './condition.ts';
import { boundWord, shownOrigin, transportWord } from './shown-origin.ts';
import { shownPin } from './shown-pin.ts';
import { holds, suspensionLines } from './suspended.ts';
import {
  conflictLines,
  keysLine,
  lookAlikeLines,
  strangerLines,
  unconfirmedLines,
} from './warnings.ts';
import { withoutCanaries } from './without-canaries.ts';

interface Options extends CommonOptions, PageOptions {
  readonly account?: string;
  readonly wide?: true;
  readonly all?: true;
}

/** The columns of a narrow table. */
const usual = ['DEVICE', 'NAME', 'ROOM', 'ACCOUNT', 'STATE'];

const none =
  'There is no camera yet: casement camera add --account <e-mail> --name <name> --rtsp -';
const noMore = 'No camera comes after that one.';

/** Stands in columns of what is learnt when a camera is met. */
const notYet = 'not yet';

const stateWords = { bound: 'yes', old: 'not since the upgrade', unbound: 'BY NOTHING' } as const;

/** Says whether it is the camera it was. */
function recognised(pins: readonly RegisteredPin[]): string {
  if (pins.some(({ stranger }) => stranger !== undefined)) return 'ANOTHER CAMERA';
  return pins.length === 0 ? notYet : stateWords[stateOf(pins)];
}

/** Reads a page of the map, of all accounts or of one, with what is known of each camera. */
async function readDevices(
  { store, ring, register }: Pick<Data, 'store' | 'ring' | 'register'>,
  options: Options,
  only: AccountId | undefined,
) {
  const after = options.after === undefined ? undefined : deviceId(options.after);
  const { rows, more } = await readPage(options, (most) =>
    register.page({ most, ...(after !== undefined && { after }) }, only),
  );
  const ids = rows.map(({ device }) => device);
  const accounts = await store.operator.accounts.byIds([
    ...new Set(rows.map(({ account }) => account)),
  ]);
  const emails = new Map(accounts.map(({ id, email }) => [id, email]));
  const pins = await createPinRegister(store, pinReading).of(ids);
  const origins = await createOriginRegister(store, ring).of(ids);
  const devices = rows.map((row) => ({
    ...row,
    pins: pins.get(row.device) ?? [],
    origins: origins.get(row.device) ?? [],
    email: emails.get(row.account) ?? '',
  }));
  return { devices, ids, more };
}

export function registerCameraList(group: Command, context: Context): void {
  const command = leaf(
    group,
    'list',
    'Lists who may see which camera, without addresses and credentials.',
  )
    .option('--account <account>', 'of one account only: id or e-mail')
    .option(
      '--wide',
      'all columns: also kind, role, epoch, what is bound, and whom it is shared from',
    )
    .option('--all', "also the tripwire's own cameras");
  pageOptions(command, 'device id').action(async (options: Options) =>
    withData(context, options, async (data) => {
      const { folder, ring } = data;
      const store = askedOnce(data.store);
      const register = createRegister(store, ring, createLookup(), streamForm);
      const wanted = options.account;
      const only = wanted === undefined ? undefined : await findAccount(store, wanted);
      const { devices, ids, more } = await readDevices(
        { store, ring, register },
        options,
        only?.id,
      );
      const conditions = await askConditions(folder, ids);
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
      const conflicts = await register.conflicts(ids);
      const alike = await findLookAlikes({ store, ring, reading: pinReading }, ids);
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
        ...new Set(lookAlikeLines(await withoutCanaries(data, alike.groups))),
        ...keysLine(alike.keysLeftOut),
        ...nextPage(context, options, more ? ids.at(-1) : undefined),
      ];
      const columns = options.wide ? head : usual;
      const listed = table(
        columns,
        rows.map((row) => columns.map((name) => row[head.indexOf(name)] ?? '')),
        options.after === undefined ? none : noMore,
      );
      return { json, text: [listed, ...below].join('\n') };
    }),
  );
}
