/** casement camera check */
import { type Command, Option } from 'commander';
import type { CheckedCamera } from '../../pictures/cameras/check/steps.ts';
import { reasonOfMessage } from '../../pictures/cameras/check/reason-of-message.ts';
import { reasonWords } from '../../pictures/cameras/reason-words.ts';
import { Failure } from '../../common/failures.ts';
import type { RtspTransport } from '../../wall/partitions/camera-address.ts';
import { canAsk, readLines } from '../ask.ts';
import type { Context } from '../context.ts';
import { deviceId } from '../find.ts';
import { leaf, print, type CommonOptions, type Data, withOpenData } from '../leaf.ts';
import { UsageError } from '../usage.ts';
import { urlMend } from './url-mend.ts';
import { factLines, stepLine } from './check-words.ts';
import { warnOfPassword } from './warn-of-password.ts';
import { loadTrial } from './load-trial.ts';

interface Options extends CommonOptions {
  readonly transport: RtspTransport;
  readonly key?: readonly string[];
}

const collect = (key: string, earlier: readonly string[] = []): string[] => [...earlier, key];

export function registerCameraCheck(group: Command, context: Context): void {
  leaf(
    group,
    'check [camera]',
    'Checks a camera step by step, from its name to its first key picture: [camera] is a device id, or a URL: - for one ' +
      'that is typed unseen, or read from standard input (on the command line others read its password); left out, at a ' +
      'terminal it is asked for. A device’s camera is bound as by the bridge; of a ' +
      'URL that belongs to none nothing is kept. Ends with 1 where it shows no picture.',
  )
    .summary('Checks a camera step by step, from its name to its first key picture.')
    .addOption(
      new Option('--transport <kind>', 'of a URL: how media travels')
        .choices(['auto', 'tcp', 'udp'])
        .default('auto'),
    )
    .option(
      '--key <fingerprint>',
      'of a URL: SHA256:… of the TLS key that it signs itself; may be given again',
      collect,
    )
    .action(async (named: string | undefined, options: Options) => {
      const camera = named ?? (await askedCamera(context));
      const source = await sourceAsked(
        context,
        camera,
        named !== undefined && named !== '-',
        options,
      );
      await withOpenData(context, options, async (data) => {
        const json = options.json === true;
        // With --json the result is one object, at the end.
        const say = (line: string): void => {
          (json ? context.stderr : context.stdout).write(`${line}\n`);
        };
        const found =
          source === undefined
            ? await ofDevice(context, data, camera, options, say)
            : await ofUrl(data, source, say);
        if (json) print(context, options, { json: found.shown, text: '' });
        if (found.failed !== undefined) throw new Failure('device-offline', found.failed);
      });
    });
}

/** @throws UsageError if there is nobody to ask. */
async function askedCamera(context: Context): Promise<string> {
  if (!canAsk(context)) {
    throw new UsageError(
      'name the camera: a device id (casement camera list), or - for a URL on standard input',
    );
  }
  const [typed = ''] = await readLines(context, ['Device id, or RTSP URL (it is not shown): ']);
  return typed.trim();
}

/** Returns undefined for a device. */
async function sourceAsked(
  context: Context,
  camera: string,
  isArgument: boolean,
  { transport, key }: Options,
) {
  const isUrl = camera === '-' || camera.includes('://');
  if (!isUrl) {
    if (key !== undefined) throw new UsageError('a device’s key is confirmed by camera confirm');
    return undefined;
  }
  const [typed = ''] =
    camera === '-' ? await readLines(context, ['RTSP URL (it is not shown): ']) : [];
  if (isArgument) warnOfPassword(context, [camera]);
  const stream = camera === '-' ? typed.trim() : camera;
  return { stream, transport, ...(key !== undefined && { keys: key }) };
}

interface Found {
  readonly shown: unknown;
  /** Why it shows no picture. */
  readonly failed: string | undefined;
}

async function ofDevice(
  context: Context,
  data: Data,
  camera: string,
  options: CommonOptions,
  say: (line: string) => void,
): Promise<Found> {
  const { device } = await data.register.device(deviceId(camera));
  const { checkDevice } = await loadTrial();
  const shown = await checkDevice(context, data, device, options, say, false);
  if (shown === null) throw new Failure('device-offline', 'it was not checked');
  const failed = shown.plays ? undefined : 'the camera shows no picture';
  return { shown: { device, ...shown }, failed };
}

async function ofUrl(
  data: Data,
  source: NonNullable<Awaited<ReturnType<typeof sourceAsked>>>,
  say: (line: string) => void,
): Promise<Found> {
  const { runCheck } = await import('./run-check.ts');
  const checked = await runCheck(data, { source }, (step) => say(stepLine(step, urlMend)));
  if ('why' in checked) throw new Failure('device-offline', `it was not checked: ${checked.why}`);
  const { key, reason } = checked.stream;
  if (key !== undefined && reason?.code === 'certificate') {
    say(
      `Its key: ${key.fingerprint}. If that is the camera's own: casement camera check - --key ${key.fingerprint}`,
    );
  }
  for (const line of factLines(checked)) say(line);
  if (reason === null) say('It plays. By this check nothing of it is bound: camera add does that.');
  return { shown: shownUrl(checked), failed: failureOf(checked) };
}

function failureOf({ stream: { reason } }: CheckedCamera): string | undefined {
  return reason === null ? undefined : 'the camera shows no picture';
}

function shownUrl({ stream, failed, facts, wasOpen }: CheckedCamera) {
  const { reason, key, scheme } = stream;
  return {
    found: reason === null ? 'answers' : reason.code,
    key: key ?? null,
    authentication: scheme ?? null,
    plays: failed === null,
    failed,
    stream: facts,
    wasOpen,
    ...(reason !== null && reasonShown(reason)),
  };
}

/** Puts the mend beside the reason. */
function reasonShown(reason: NonNullable<CheckedCamera['stream']['reason']>) {
  const known = reasonOfMessage(reason);
  return { what: reasonWords(known).what, mend: urlMend(known) };
}
