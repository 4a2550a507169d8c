/** The options that say where a camera is reached. */
import { Option, type Command } from 'commander';
import type { RtspTransport, SourceSettings } from '../../partitions/camera-address.ts';
import { readInput } from '../ask.ts';
import type { Context } from '../context.ts';

export interface SourceOptions {
  readonly rtsp: string;
  readonly still?: string;
  readonly onvif?: string;
  readonly transport: RtspTransport;
  readonly alwaysWarm?: true;
  readonly takeOver?: true;
}

const fromInput = '-';

export function sourceOptions(command: Command): Command {
  return command
    .requiredOption(
      '--rtsp <url>',
      'rtsp:// or rtsps:// URL, credentials included; - reads it from standard input, so that they do not show in ps',
    )
    .option('--still <url>', "the camera's own JPEG, http:// or https://; - as above (next line)")
    .option(
      '--onvif <url>',
      'its ONVIF device service, http:// or https://, asked for the serial number; credentials as for RTSP unless it has its own; - as above (next line)',
    )
    .addOption(
      new Option('--transport <kind>', 'how media travels')
        .choices(['auto', 'tcp', 'udp'])
        .default('auto'),
    )
    .option('--always-warm', 'keep the camera open even when nobody watches')
    .option(
      '--take-over',
      'another account that has the same camera loses it, in your word: its row and all its sharings are removed',
    );
}

export async function sourceOf(context: Context, options: SourceOptions): Promise<SourceSettings> {
  const { rtsp, still, onvif, transport, alwaysWarm = false } = options;
  const asked = [rtsp, still, onvif].includes(fromInput);
  const lines = asked ? (await readInput(context)).split(/\r?\n/) : [];
  const given = (text: string): string => (text === fromInput ? (lines.shift() ?? '') : text);
  return {
    rtsp: given(rtsp),
    ...(still !== undefined && { still: given(still) }),
    ...(onvif !== undefined && { onvif: given(onvif) }),
    transport,
    alwaysWarm,
  };
}
