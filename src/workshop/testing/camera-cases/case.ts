/** Cameras from public reports, with what is right (`fixtures/cases/camera`). */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ClipName } from './clips.ts';

export type Shown = 'hls' | 'webrtc';

export interface CameraCase {
  /** The file's name without `.json`. */
  readonly name: string;
  /** What the camera does. */
  readonly about: string;
  /** Where it was told of, in public. */
  readonly source: string;
  /** Default: `usual`. */
  readonly clip?: ClipName;
  readonly send?: Sending;
  /** Lines; `{sprop}` and `{sprop-annex-b}` stand for the clip's parameter sets. Default: video and G.711. */
  readonly sdp?: readonly string[];
  /** In place of the usual answer, by method. `{transport}` stands for what was asked, `{url}` for the camera's. */
  readonly answers?: Readonly<Record<string, CaseAnswer>>;
  /** What it does otherwise: see `case-camera.ts`. */
  readonly manners?: readonly Manner[];
  /** Seconds in the Session header. */
  readonly timeoutS?: number;
  /** Milliseconds of playing that are waited for before looking, beside the pictures. */
  readonly playsForMs?: number;
  readonly right: Right;
}

export interface CaseAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How the pictures are sent; if nothing is said, as RFC 6184 has it. */
export interface Sending {
  /** Key pictures with start codes inside: in one packet, in fragments, or in an aggregate. */
  readonly annexBKeys?: 'packet' | 'fragments' | 'fragments-from-start-code' | 'aggregate';
  /** Leaves the parameter sets to the SDP. */
  readonly withoutSets?: boolean;
  /** The last packet of each picture says that it is padded, and counts no byte. */
  readonly padsNothing?: boolean;
  readonly payloadType?: number;
  /** Hexadecimal: a NAL unit in every picture. */
  readonly unknown?: string;
  /** Hexadecimal: bytes that belong to nothing, before some frames. */
  readonly noise?: string;
  /** Packets of sound on the pictures' channel. */
  readonly soundToo?: boolean;
}

export type Manner =
  | 'answers-cseq-zero'
  | 'folds-headers'
  | 'refuses-sha256'
  | 'hangs-up-on-options'
  | 'hangs-up-without-options'
  | 'takes-udp-alone'
  | 'knows-its-tracks-by-name'
  | 'resets-at-first'
  | 'signs-its-own-certificate';

export interface Right {
  /** What must show pictures. */
  readonly shows?: readonly Shown[];
  /** What must be refused, since it cannot show them. */
  readonly refuses?: readonly Shown[];
  /** No picture comes, for this reason: for ever or, if it shows some, at first. */
  readonly reason?: string;
  /** Some pictures may be missing, though those that come are right. */
  readonly losesPictures?: true;
  /** What is told of its sound. */
  readonly unusedAudio?: string;
  /** How the connection is set up. */
  readonly transport?: 'tcp' | 'udp';
  /** Connections that it sees. */
  readonly connections?: number;
}

const folder = fileURLToPath(new URL('../../../../fixtures/cases/camera/', import.meta.url));

/** All of them, by name. */
export function cameraCases(): readonly CameraCase[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => {
      const read = JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as Omit<CameraCase, 'name'>;
      return { name: file.slice(0, -'.json'.length), ...read };
    });
}
