/** A camera that shows nothing, and what several of them are made of. */
import type { Reason } from '../../../pictures/cameras/reason.ts';
import {
  type Reply,
  type Request,
  type Script,
  scriptedCamera,
} from '../../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import type { SourceSettings } from '../../../wall/partitions/camera-address.ts';
import type { Spoil } from './spoilt-row.ts';

/** One that runs. */
export interface RunningCamera {
  readonly source: SourceSettings;
  /** Where it plays at first: breaks it. */
  readonly turn?: () => Promise<void>;
  /** The operator says that it takes one connection. */
  readonly connections?: 'one';
  /** Another account has it by this, and watches first. */
  readonly elsewhere?: SourceSettings;
  /** Is done to its row, once that is written and before it is asked. */
  readonly spoil?: Spoil;
  close(): Promise<void>;
}

export interface BrokenCamera {
  readonly name: string;
  readonly code: Reason['code'];
  /** Google's errorCode for it. */
  readonly google: string;
  start(): Promise<RunningCamera>;
}

/** Returns where a camera is whose stream has that URL; `more` adds to it. */
export const source = (rtsp: string, more: Partial<SourceSettings> = {}): SourceSettings => ({
  stream: rtsp,
  transport: 'auto',
  alwaysWarm: false,
  ...more,
});
/** Returns the URL with a user name and a password. */
export const withLogin = (url: string): string => url.replace('://', '://viewer:secret@');
/** Ends a camera that was never started. */
export const nothing = async (): Promise<void> => undefined;

/** A scripted camera; `where` makes its settings of its URL. */
export function scripted(
  script: Script,
  where: (url: string) => SourceSettings = (url) => source(url),
): () => Promise<RunningCamera> {
  return async () => {
    const camera = await scriptedCamera(script);
    return { source: where(camera.url), close: () => camera.close() };
  };
}

/** Answers one method with a status, and all else as usual. */
export const answering =
  (method: string, status: number, headers: Readonly<Record<string, string>> = {}) =>
  (request: Request, usual: Reply): Reply =>
    request.method === method ? { status, headers } : usual;

/** Answers with 401 and what `challenge` returns until a request logs in, and as usual then. */
export const challenged =
  (challenge: () => string) =>
  (request: Request, usual: Reply): Reply =>
    request.headers.has('authorization')
      ? usual
      : { status: 401, headers: { 'WWW-Authenticate': challenge() } };

/** Returns a Digest challenge of that realm, with a new nonce. */
export const digest = (realm: string): string =>
  `Digest realm="${realm}", nonce="${Math.random()}"`;

/** One that plays until it turns, and ends its connections then. */
export function turning(
  script: (turned: () => boolean) => Script,
  where: (url: string) => SourceSettings = (url) => source(url),
): () => Promise<RunningCamera> {
  return async () => {
    let turned = false;
    const camera = await scriptedCamera(script(() => turned));
    const turn = async (): Promise<void> => {
      turned = true;
      for (const socket of camera.sockets) socket.destroy();
    };
    return { source: where(camera.url), turn, close: () => camera.close() };
  };
}

/** One in whose place another is from its turn on, at the same port. */
export function replacedBy(
  [first, second]: readonly [Script, Script],
  where: (url: string) => SourceSettings,
): () => Promise<RunningCamera> {
  return async () => {
    let camera = await scriptedCamera(first);
    const { port, url } = camera;
    const turn = async (): Promise<void> => {
      await camera.close();
      camera = await scriptedCamera({ ...second, port });
    };
    return { source: where(url), turn, close: () => camera.close() };
  };
}

export const offline = 'deviceOffline';
export const notReady = 'deviceNotReady';
export const unplayable = 'streamUnplayable';
export const unavailable = 'streamUnavailable';
export const distrusted = 'securityRestriction';
