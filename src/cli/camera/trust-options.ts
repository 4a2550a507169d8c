/** The options that say how a camera proves itself. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { Failure } from '../../common/failures.ts';
import type { SourceSettings } from '../../wall/partitions/camera-address.ts';
import { type CameraTrust, namesOf } from '../../wall/partitions/camera-trust.ts';
import { UsageError } from '../usage.ts';
import { isOverTls } from '../../wall/partitions/usual-port.ts';

export interface TrustOptions {
  readonly key?: readonly string[];
  readonly ca?: string;
  /** `--no-trust-name` comes as false. */
  readonly trustName?: boolean;
}

const collect = (key: string, earlier: readonly string[] = []): string[] => [...earlier, key];

/** Returns `command` with those options. */
export function trustOptions(command: Command): Command {
  return command
    .option(
      '--key <fingerprint>',
      'SHA256:… of the TLS key that it signs itself; may be given again',
      collect,
    )
    .option(
      '--ca <file>',
      'PEM file of the authorities to trust for its TLS instead of the system’s',
    )
    .option(
      '--trust-name',
      'whoever its host name leads to is the camera, if it looks like it: for restreamers in containers',
    )
    .option('--no-trust-name', 'take that back');
}

/** Returns what was said about how the camera proves itself, and nothing else. */
export function trustOf(source: SourceSettings, options: TrustOptions): CameraTrust {
  const { key: keys, ca, trustName } = options;
  const secure = [source.stream, source.still, source.onvif].some((url) => isOverTls(url ?? ''));
  if (!secure && (keys !== undefined || ca !== undefined)) {
    throw new UsageError(
      '--key and --ca are about TLS, and no URL begins with rtsps:// or https://',
    );
  }
  if (trustName === true && namesOf(source).length === 0) {
    throw new UsageError(
      '--trust-name vouches for a host name, and the URLs have addresses only: an address is held as it is',
    );
  }
  return {
    ...(keys !== undefined && { keys }),
    ...(ca !== undefined && { ca: read(ca) }),
    ...(trustName !== undefined && { trustName }),
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Failure('bad-request', `${file} cannot be read`, { cause });
  }
}
