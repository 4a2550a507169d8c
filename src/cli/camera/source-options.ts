/** The options that say where a camera is reached. */
import { Option, type Command } from 'commander';
import type { RtspTransport, SourceSettings } from '../../wall/partitions/camera-address.ts';
import type { SourceTerms } from '../../wall/operator/register.ts';
import { canAsk, readLines } from '../ask.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../usage.ts';
import { warnOfPassword } from './warn-of-password.ts';
import { trustOf, trustOptions, type TrustOptions } from './trust-options.ts';

export interface SourceOptions extends TrustOptions {
  /** `--rtsp` alone comes as true. */
  readonly rtsp?: string | true;
  readonly still?: string;
  readonly onvif?: string;
  readonly transport: RtspTransport;
  readonly alwaysWarm?: true;
  /** `--no-check` comes as false. */
  readonly check: boolean;
  readonly takeOver?: true;
  readonly connections?: '1' | 'many';
}

const fromInput = '-';

/** Returns `command` with those options and with those of `trustOptions`. */
export function sourceOptions(command: Command): Command {
  const described = command
    .option(
      '--rtsp [url]',
      'its rtsp:// or rtsps:// URL: - is typed unseen, or read from standard input; left out, it is asked for at a terminal. A password given here can be read by other users of this machine (ps)',
    )
    .option(
      '--still <url>',
      "the camera's own JPEG, http:// or https://; - is asked for, or read from the next line",
    )
    .option(
      '--onvif <url>',
      'its ONVIF device service, http:// or https://, asked for the serial number; credentials as for RTSP unless it has its own; - is asked for, or read from the next line',
    )
    .addOption(
      new Option('--transport <kind>', 'how media travels')
        .choices(['auto', 'tcp', 'udp'])
        .default('auto'),
    )
    .option('--always-warm', 'keep the camera open even when nobody watches')
    .option(
      '--take-over',
      'another account that has the same camera loses it, on your word: its row and all its sharings are removed',
    )
    .addOption(
      new Option(
        '--connections <number>',
        'how many it takes at a time: with 1 no second one is ever opened to it',
      ).choices(['1', 'many']),
    )
    .option('--no-check', 'do not try whether the camera answers');
  return trustOptions(described);
}

/** Returns what else an operator says about where a camera is. */
export function termsOf({ takeOver, connections }: SourceOptions): SourceTerms {
  return {
    takeOver: takeOver === true,
    ...(connections !== undefined && { connections: connections === '1' ? 'one' : 'many' }),
  };
}

/** @throws UsageError if it is left out and there is nobody to ask. */
function rtspOf(context: Context, { rtsp }: SourceOptions): string {
  if (typeof rtsp === 'string') return rtsp;
  if (canAsk(context)) return fromInput;
  throw new UsageError(
    'there is no terminal to ask for the URL of the camera: give --rtsp - and the URL on standard input',
  );
}

/**
 * Returns where the camera is reached; URLs given as `-` are asked for, or read from standard input, in the order
 * stream, still, ONVIF.
 * @throws UsageError if there is nobody to ask; as `trustOf`
 */
export async function sourceOf(context: Context, options: SourceOptions): Promise<SourceSettings> {
  const { still, onvif, transport, alwaysWarm = false } = options;
  const rtsp = rtspOf(context, options);
  warnOfPassword(context, [rtsp, still, onvif]);
  const asked = Object.entries({ RTSP: rtsp, still, ONVIF: onvif });
  const questions = asked.flatMap(([what, given]) =>
    given === fromInput ? [`${what} URL (it is not shown): `] : [],
  );
  const lines = [...(await readLines(context, questions))];
  const given = (text: string): string =>
    text === fromInput ? (lines.shift() ?? '').trim() : text;
  const source = {
    stream: given(rtsp),
    ...(still !== undefined && { still: given(still) }),
    ...(onvif !== undefined && { onvif: given(onvif) }),
    transport,
    alwaysWarm,
  };
  return { ...source, ...trustOf(source, options) };
}
