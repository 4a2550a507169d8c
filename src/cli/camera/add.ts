/** casement camera add */
import type { Command } from 'commander';
import { Failure } from '../../common/failures.ts';
import type { AccountId, DeviceId } from '../../identity/ids.ts';
import type { NewCamera } from '../../wall/operator/register.ts';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { findViewer } from '../find.ts';
import { leaf, withData, type CommonOptions, type Data } from '../leaf.ts';
import { roomOptions, type NamingOptions } from './naming-options.ts';
import { removedFor, removedText } from './removed.ts';
import { sourceOf, sourceOptions, type SourceOptions, termsOf } from './source-options.ts';
import { loadTrial } from './load-trial.ts';

interface Options extends CommonOptions, NamingOptions, SourceOptions {
  readonly account: string;
  readonly name: string;
  readonly doorbell?: true;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly hwVersion?: string;
  readonly swVersion?: string;
  readonly again?: true;
}

const factsOf = ({ doorbell, manufacturer, model, hwVersion, swVersion }: Options) => ({
  kind: doorbell ? ('doorbell' as const) : ('camera' as const),
  ...(manufacturer !== undefined && { manufacturer }),
  ...(model !== undefined && { model }),
  ...(hwVersion !== undefined && { hwVersion }),
  ...(swVersion !== undefined && { swVersion }),
});

/**
 * A command that is given anew, with the right password this time, must not leave two rows of one camera.
 * @throws Failure `bad-request`, naming the first row and what mends it.
 */
async function refuseTwice(
  { register }: Pick<Data, 'register'>,
  { owner, source }: Pick<NewCamera, 'owner' | 'source'>,
): Promise<void> {
  const there = await register.withStream(owner, source);
  if (there === undefined) return;
  const { device, name } = there;
  throw new Failure(
    'bad-request',
    `the same camera URL is already there as ${device} ("${name}"), and nothing was added: to change its ` +
      `password or try it anew, say casement camera source ${device} --rtsp -; for a second row of it, say --again`,
  );
}

/** A person who asks an assistant for one of two cameras of one name is asked back, or shown the other one. */
async function warnOfSameName(
  { stderr }: Context,
  { register }: Pick<Data, 'register'>,
  added: { readonly owner: AccountId; readonly device: DeviceId; readonly name: string },
): Promise<void> {
  const plain = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
  const other = (await register.list(added.owner)).find(
    ({ device, name }) => device !== added.device && plain(name) === plain(added.name),
  );
  if (other === undefined) return;
  stderr.write(
    `Warning: this account has another camera called "${other.name}" (${other.device}), and an assistant cannot ` +
      `tell them apart. To call this one otherwise: casement camera rename ${added.device} <name>\n`,
  );
}

export function registerCameraAdd(group: Command, context: Context): void {
  const command = leaf(
    group,
    'add',
    'Adds a camera, prints its device id, and tries whether it answers.',
  )
    .requiredOption('--account <account>', 'its owner: account id or e-mail; required')
    .requiredOption('--name <name>', 'what the owner calls it, at most 60 characters; required');
  sourceOptions(roomOptions(command))
    .option('--again', 'also where this account has a camera with the same URL already')
    .option('--doorbell', 'it is a doorbell')
    .option('--manufacturer <text>', 'told to Google')
    .option('--model <text>', 'told to Google')
    .option('--hw-version <text>', 'told to Google')
    .option('--sw-version <text>', 'told to Google')
    .addHelpText(
      'after',
      '\nFor example, with the URL typed unseen (rtsp://viewer:password@192.168.1.20:554/stream2):\n' +
        '  casement camera add --account you@example.net --name "Front door" --rtsp -',
    )
    .action(async (options: Options) => {
      // An operator who takes a camera from somebody is told whether the bridge has acted.
      const done = options.takeOver === true ? act : withData;
      await done(context, options, async (data) => {
        const { store, register } = data;
        const { id: owner, email } = await findViewer(store, options.account);
        const { name, room, nickname: nicknames = [] } = options;
        const camera = {
          owner,
          name,
          ...(room !== undefined && { room }),
          nicknames,
          ...factsOf(options),
          source: await sourceOf(context, options),
        };
        if (!options.again) await refuseTwice(data, camera);
        // Before the row is written: what cannot be loaded must not hide its device id.
        const { tryCamera } = await loadTrial();
        const device = await register.addCamera(camera, termsOf(options));
        const removed = await removedFor(store, device);
        await warnOfSameName(context, data, { owner, device, name });
        const check = await tryCamera(context, data, device, options);
        return {
          json: { device, account: owner, email, removed, check },
          text: [device, ...removed.map(removedText)].join('\n'),
        };
      });
    });
}
