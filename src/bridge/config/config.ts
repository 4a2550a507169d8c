/**
 * The environment, read once: a schema, its defaults and its refusals. The result is frozen and passed on as
 * a value. A test compares it with `.env.example`.
 */
import type { z } from 'zod';
import { demoSchema, placeFields, realSchema } from './fields.ts';
import { wordsOf } from './words.ts';
import { Failure } from '../../common/failures.ts';
import type { LogFormat } from '../../common/log.ts';
import type { OAuthClient } from '../../identity/oauth-client.ts';
import type { IceServer } from '../../pictures/streams/webrtc/ice-servers.ts';

/** All times in milliseconds. */
export interface Config {
  readonly demo: boolean;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  /** Absent if it lies in the data folder. */
  readonly keysFile: string | undefined;
  /** Of a PostgreSQL database; undefined for the SQLite file of the data folder. Holds a password. */
  readonly databaseUrl: string | undefined;
  /** Where the database's revisions are also counted; see restore-counter.ts. */
  readonly restoreCounter: string | undefined;
  /** Origin under which the world reaches the bridge; in a demo it is known only after listening. */
  readonly publicUrl: string | undefined;
  readonly logLevel: string;
  readonly logFormat: LogFormat;
  readonly trustedProxies: number;
  /** Absent in a demo, which makes its own. */
  readonly oauth: OAuthClient | undefined;
  readonly virtualDisplay: boolean;
  readonly accessTokenMs: number;
  readonly protocols: {
    readonly usual: readonly ('webrtc' | 'hls')[];
    readonly cast: readonly ('webrtc' | 'hls')[];
  };
  readonly hlsFormat: 'ts' | 'cmaf';
  readonly stream: { readonly openMs: number; readonly idleMs: number; readonly maxMs: number };
  /** L: see wall/partitions/lease.ts. */
  readonly leaseMs: number;
  readonly cameraReadyMs: number;
  readonly cameraLingerMs: number;
  readonly webrtc: {
    readonly udpPort: number;
    readonly addresses: readonly string[];
    readonly iceServers: readonly IceServer[];
    readonly offerBy: 'display' | 'bridge';
  };
  readonly castReceiverAppId: string | undefined;
  readonly ffmpeg: string | undefined;
  /** The user as whom ffmpeg runs, if that was set. */
  readonly ffmpegUser: string | undefined;
  /** The record of who was shown what. */
  readonly audit: {
    readonly on: boolean;
    readonly retentionMs: number;
    /** Whether it also holds the network addresses of displays. */
    readonly addresses: boolean;
  };
  readonly tripwire: {
    readonly on: boolean;
    readonly intervalMs: number;
    /** Called for trips besides `alarm.webhook`. May hold a secret: never logged. */
    readonly webhook: string | undefined;
  };
  /** Where alarms go besides the log. Both may hold secrets: never logged. */
  readonly alarm: {
    readonly webhook: string | undefined;
    /** A program and its arguments. */
    readonly command: readonly [string, ...string[]] | undefined;
  };
  /** Port of /metrics, on loopback; absent for none. */
  readonly metricsPort: number | undefined;
}

/** The names this program reads from the environment. */
export const knownNames: readonly string[] = Object.keys(realSchema.shape);

/** If nothing but these is set, `npm start` starts the demo. */
const placeNames = new Set([...Object.keys(placeFields), 'LOG_LEVEL', 'LOG_FORMAT']);

/** Returns the two redirect URIs of a Google project (Google's account linking, production and sandbox). */
export function googleRedirectUris(projectId: string): readonly [string, string] {
  return [
    `https://oauth-redirect.googleusercontent.com/r/${projectId}`,
    `https://oauth-redirect-sandbox.googleusercontent.com/r/${projectId}`,
  ];
}

function refuse(complaints: readonly string[]): never {
  const lines = complaints.map((complaint) => `\n  ${complaint}`).join('');
  throw new Failure('bad-request', `the configuration cannot be used:${lines}`);
}

/** Returns what was read, if nothing is wrong with it and nothing was `wrong` before. */
function faultless<T>({ data, error }: z.ZodSafeParseResult<T>, wrong: readonly string[]): T {
  const complaints = (error?.issues ?? []).map(
    ({ path, message }) => `${String(path[0] ?? '')}: ${message}`,
  );
  if (data === undefined || wrong.length > 0) refuse([...wrong, ...complaints]);
  return data;
}

function checkRedirects(uris: readonly string[] | undefined, projectId: string): readonly string[] {
  const allowed: readonly string[] = googleRedirectUris(projectId);
  const foreign = (uris ?? []).filter((uri) => !allowed.includes(uri));
  if (foreign.length > 0) {
    refuse([`OAUTH_REDIRECT_URIS: must be of Google's form: ${allowed.join(' or ')}`]);
  }
  return uris ?? allowed;
}

type Tuning = z.infer<typeof demoSchema>;

function common(env: Tuning) {
  return {
    host: env.HOST,
    port: env.PORT,
    dataDir: env.DATA_DIR,
    keysFile: env.KEYS_FILE,
    databaseUrl: env.DATABASE_URL,
    restoreCounter: env.RESTORE_COUNTER_FILE,
    logLevel: env.LOG_LEVEL,
    logFormat: env.LOG_FORMAT,
    trustedProxies: env.TRUSTED_PROXIES,
    accessTokenMs: env.ACCESS_TOKEN_SECONDS,
    protocols: {
      usual: env.STREAM_PROTOCOLS,
      cast: env.CAST_STREAM_PROTOCOLS ?? env.STREAM_PROTOCOLS,
    },
    hlsFormat: env.HLS_SEGMENT_FORMAT,
    stream: {
      openMs: env.STREAM_OPEN_SECONDS,
      idleMs: env.STREAM_IDLE_SECONDS,
      maxMs: env.STREAM_MAX_SECONDS,
    },
    leaseMs: env.STREAM_LEASE_SECONDS,
    cameraReadyMs: env.CAMERA_READY_SECONDS,
    cameraLingerMs: env.CAMERA_LINGER_SECONDS,
    webrtc: {
      udpPort: env.WEBRTC_UDP_PORT,
      addresses: env.WEBRTC_ADDRESSES,
      iceServers: env.WEBRTC_ICE_SERVERS,
      offerBy: env.WEBRTC_OFFER_BY,
    },
    castReceiverAppId: env.CAST_RECEIVER_APP_ID,
    ffmpeg: env.FFMPEG,
    ffmpegUser: env.FFMPEG_USER,
    audit: {
      on: env.AUDIT,
      retentionMs: env.AUDIT_RETENTION_DAYS,
      addresses: env.AUDIT_ADDRESSES,
    },
    tripwire: { on: env.TRIPWIRE, intervalMs: env.TRIPWIRE_SECONDS, webhook: env.TRIPWIRE_WEBHOOK },
    alarm: { webhook: env.ALARM_WEBHOOK, command: env.ALARM_COMMAND },
    metricsPort: env.METRICS_PORT,
  };
}

/**
 * Reads the configuration.
 *
 * With nothing set but the place (`PORT`, `HOST`, `DATA_DIR`, `LOG_LEVEL`, `LOG_FORMAT`) it is a demo. As
 * soon as anything else is set it is for real, and everything that a real bridge needs must be there. `wrong`
 * holds earlier complaints, in the form `NAME: why`.
 * @throws Failure `bad-request` whose message has one line for each setting to mend; it never quotes a value.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  wrong: readonly string[] = [],
): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) => knownNames.includes(name) && value !== undefined && value.trim() !== '',
    ),
  );
  if (Object.keys(given).every((name) => placeNames.has(name))) {
    const tuned = common(faultless(demoSchema.safeParse(given, { error: wordsOf }), wrong));
    return Object.freeze({
      demo: true,
      publicUrl: undefined,
      oauth: undefined,
      virtualDisplay: true,
      ...tuned,
      // No proxy stands in front of a demo that could mix anything up, and its two accounts are all there is.
      tripwire: { ...tuned.tripwire, on: false },
    });
  }
  const env = faultless(realSchema.safeParse(given, { error: wordsOf }), wrong);
  const google = checkRedirects(env.OAUTH_REDIRECT_URIS, env.GOOGLE_PROJECT_ID);
  return Object.freeze({
    demo: false,
    publicUrl: env.PUBLIC_URL,
    oauth: {
      id: env.OAUTH_CLIENT_ID,
      secret: env.OAUTH_CLIENT_SECRET,
      redirectUris: google,
    },
    virtualDisplay: env.VIRTUAL_DISPLAY,
    ...common(env),
  });
}
