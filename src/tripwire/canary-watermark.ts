/**
 * The watermark: what a canary's camera writes into every picture it films, and what the tripwire reads out
 * of the bytes that came. It says which canary, by which camera and when, under a MAC of this installation:
 * nobody without the key ring can make one, and so nobody can trip the wire from outside.
 */
import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { CameraId } from '../identity/ids.ts';
import type { KeyRing } from '../identity/keyring.ts';

/** The canaries: two, so that one can be mistaken for the other. */
export const canaryNames = ['1', '2'] as const;
export type CanaryName = (typeof canaryNames)[number];

interface CanaryWatermark {
  readonly canary: CanaryName;
  /** Milliseconds since 1970. */
  readonly filmedAt: number;
  /** Whether this camera filmed it. */
  by(camera: CameraId): boolean;
}

export interface CanaryWatermarks {
  /** Returns the text of a picture that a canary's camera films now: printable ASCII. */
  write(canary: CanaryName, camera: CameraId): string;
  /** Returns the watermark that a text is, of whatever age; undefined if it is none or was made elsewhere. */
  read(text: string): CanaryWatermark | undefined;
}

/** Whether a text means to be a watermark: all that need be looked at in other cameras' pictures. */
export function claimsCanaryWatermark(text: string): boolean {
  return text.startsWith('canary ');
}

const form = /canary ([12]) (\d{1,15}) ([\w-]{16}) ([\w-]{43});/;
const only = new RegExp(`^${form.source}$`);
const anywhere = new RegExp(form, 'g');

/** Returns every text that has the form of one and stands whole somewhere in these bytes. */
export function watermarkTexts(bytes: Buffer): string[] {
  return [...bytes.toString('latin1').matchAll(anywhere)].map(([text]) => text);
}

/** Returns what a watermark says instead of the camera's id, which never leaves the bridge. */
const tagOf = (key: KeyObject, camera: CameraId): string =>
  mac(key, camera).toString('base64url').slice(0, 16);

function mac(key: KeyObject, said: string): Buffer {
  return createHmac('sha256', key).update(said).digest();
}

/** Makes the writer and reader of watermarks over one key ring. `now`: milliseconds since 1970. */
export function createCanaryWatermarks(
  { marks }: Pick<KeyRing, 'marks'>,
  now: () => number,
): CanaryWatermarks {
  const keys = marks.map(({ key }) => key);
  const newest = marks[0].key;
  return {
    write(canary, camera) {
      const said = `canary ${canary} ${now()} ${tagOf(newest, camera)}`;
      return `${said} ${mac(newest, said).toString('base64url')};`;
    },
    read(text) {
      const [, name, filmedAt, tag, given = ''] = only.exec(text) ?? [];
      const canary = canaryNames.find((one) => one === name);
      if (canary === undefined) return undefined;
      const said = `canary ${canary} ${filmedAt} ${tag}`;
      const claimed = Buffer.from(given, 'base64url');
      const genuine = keys.find((key) => timingSafeEqual(mac(key, said), claimed));
      if (genuine === undefined) return undefined;
      const by = (camera: CameraId): boolean => tag === tagOf(genuine, camera);
      return { canary, filmedAt: Number(filmedAt), by };
    },
  };
}
