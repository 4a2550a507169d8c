/**
 * The environment, read once: a schema, its defaults and its refusals. The result is frozen and
 * handed on as a value. A test holds it against `.env.example`.
 */
import { z } from 'zod';
import { Failure } from './failures.ts';

/** A whole number of the environment between two bounds. */
const whole = (least: number, most: number) =>
  z.coerce.number({ error: 'must be a number' }).int('must be a whole number').min(least).max(most);

const seconds = (least: number, most: number) => whole(least, most).transform((s) => s * 1000);
const yesNo = z.enum(['on', 'off']).transform((text) => text === 'on');

/** A comma-separated list without empty parts. */
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const publicUrl = z
  .url({ protocol: /^https$/, error: 'must be an https:// URL: Google calls nothing else' })
  .transform((text) => new URL(text))
  .refine((url) => url.pathname === '/' && url.search === '' && url.hash === '', {
    error: 'must be an origin only, without a path',
  })
  .transform((url) => url.origin);

const protocols = list.pipe(
  z
    .array(z.enum(['webrtc', 'hls']))
    .min(1)
    .refine((names) => new Set(names).size === names.length, { error: 'names a protocol twice' }),
);

const demoSecrets = /^(demo|secret|changeme|password|casement)/i;

const oauthSecret = z
  .string()
  .min(24, 'must have at least 24 characters: openssl rand -base64 32')
  .refine((text) => !demoSecrets.test(text), { error: 'is a demo secret: make your own' });

/** What may be set with or without a configuration: where the bridge listens and keeps its data. */
const placeFields = {
  /** TCP port of the bridge. */
  PORT: whole(0, 65_535).default(8080),
  /** Address it listens on; loopback unless a reverse proxy stands on another machine. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Folder of the database and the keys. */
  DATA_DIR: z.string().min(1).default('./data'),
};

const tuningFields = {
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** How many proxies stand in front and may be believed about the client's address. */
  TRUSTED_PROXIES: whole(0, 10).default(0),
  ACCESS_TOKEN_SECONDS: seconds(60, 86_400).default(3_600_000),
  /** Order in which protocols are offered to Google and preferred. */
  STREAM_PROTOCOLS: protocols.default(['webrtc', 'hls']),
  /** The same for requests that go to a Chromecast. */
  CAST_STREAM_PROTOCOLS: protocols.optional(),
  HLS_SEGMENT_FORMAT: z.enum(['ts', 'cmaf']).default('ts'),
  /** A stream URL must be used for the first time within this. */
  STREAM_OPEN_SECONDS: seconds(5, 600).default(60_000),
  /** A stream nobody asks for ends after this. */
  STREAM_IDLE_SECONDS: seconds(5, 600).default(30_000),
  /** No stream lives longer; Google gives tokens 12 hours at most. */
  STREAM_MAX_SECONDS: seconds(10, 43_200).default(14_400_000),
  /** How long a camera stays open after its last viewer. */
  CAMERA_LINGER_SECONDS: seconds(0, 3_600).default(20_000),
  /** UDP port of WebRTC; 0 picks a free one. */
  WEBRTC_UDP_PORT: whole(0, 65_535).default(0),
  /** Addresses to put into WebRTC answers besides the machine's own, e.g. the public one. */
  WEBRTC_ADDRESSES: list.pipe(z.array(z.union([z.ipv4(), z.ipv6()]))).default([]),
  /** RTCIceServer[] as JSON, told to displays; left out when empty. */
  WEBRTC_ICE_SERVERS: z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(
      z.array(
        z.object({
          urls: z.union([z.string(), z.array(z.string())]),
          username: z.string().optional(),
          credential: z.string().optional(),
        }),
      ),
    )
    .default([]),
  /** Who makes the WebRTC offer: the display (usual), or the bridge, within its EXECUTE answer. */
  WEBRTC_OFFER_BY: z.enum(['display', 'bridge']).default('display'),
  /** Cast receiver of your own; without it Google's default receiver plays HLS. */
  CAST_RECEIVER_APP_ID: z
    .string()
    .regex(/^[0-9A-F]{8}$/)
    .optional(),
  /** Path of ffmpeg; else the one in PATH; without any, stills come from cameras that make them. */
  FFMPEG: z.string().min(1).optional(),
};

const realSchema = z.strictObject({
  ...placeFields,
  ...tuningFields,
  PUBLIC_URL: publicUrl,
  GOOGLE_PROJECT_ID: z.string().regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, {
    error: 'must be the project id of the Google Home developer console',
  }),
  OAUTH_CLIENT_ID: z.string().min(8, 'must have at least 8 characters'),
  OAUTH_CLIENT_SECRET: oauthSecret,
  /** The two addresses Google sends people back to; nothing else is ever accepted. */
  OAUTH_REDIRECT_URIS: list.pipe(z.array(z.string())).optional(),
  /** The virtual display page, for trying things out. */
  VIRTUAL_DISPLAY: yesNo.default(false),
});

const demoSchema = z.strictObject({ ...placeFields, ...tuningFields });

export type IceServer = {
  readonly urls: string | string[];
  readonly username?: string | undefined;
  readonly credential?: string | undefined;
};

/** One OAuth client: Google, or in the demo the one who plays Google. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  /** Compared letter by letter. */
  readonly redirectUris: readonly string[];
}

/** All times in milliseconds. */
export interface Config {
  readonly demo: boolean;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  /** Origin under which the world reaches the bridge; in a demo known only after listening. */
  readonly publicUrl: string | undefined;
  readonly logLevel: string;
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
  readonly cameraLingerMs: number;
  readonly webrtc: {
    readonly udpPort: number;
    readonly addresses: readonly string[];
    readonly iceServers: readonly IceServer[];
    readonly offerBy: 'display' | 'bridge';
  };
  readonly castReceiverAppId: string | undefined;
  readonly ffmpeg: string | undefined;
}

/** The names this program reads from the environment. */
export const knownNames: readonly string[] = Object.keys(realSchema.shape);

/** With nothing but these set, `npm start` starts the demo. */
const placeNames = new Set([...Object.keys(placeFields), 'LOG_LEVEL']);

/** The two redirect URIs of a Google project (Google's account linking, production and sandbox). */
export function googleRedirectUris(projectId: string): readonly [string, string] {
  return [
    `https://oauth-redirect.googleusercontent.com/r/${projectId}`,
    `https://oauth-redirect-sandbox.googleusercontent.com/r/${projectId}`,
  ];
}

function complain(error: z.ZodError): never {
  const lines = error.issues.map((issue) => {
    const name = issue.path[0] ?? '';
    return `  ${String(name)}: ${issue.message}`;
  });
  throw new Failure('bad-request', `the configuration cannot be used:\n${lines.join('\n')}`);
}

function checkRedirects(uris: readonly string[] | undefined, projectId: string): readonly string[] {
  const allowed: readonly string[] = googleRedirectUris(projectId);
  const foreign = (uris ?? []).filter((uri) => !allowed.includes(uri));
  if (foreign.length > 0) {
    throw new Failure(
      'bad-request',
      `the configuration cannot be used:\n  OAUTH_REDIRECT_URIS: must be of Google's form: ${allowed.join(' or ')}`,
    );
  }
  return uris ?? allowed;
}

type Tuning = z.infer<typeof demoSchema>;

function common(env: Tuning) {
  return {
    host: env.HOST,
    port: env.PORT,
    dataDir: env.DATA_DIR,
    logLevel: env.LOG_LEVEL,
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
    cameraLingerMs: env.CAMERA_LINGER_SECONDS,
    webrtc: {
      udpPort: env.WEBRTC_UDP_PORT,
      addresses: env.WEBRTC_ADDRESSES,
      iceServers: env.WEBRTC_ICE_SERVERS,
      offerBy: env.WEBRTC_OFFER_BY,
    },
    castReceiverAppId: env.CAST_RECEIVER_APP_ID,
    ffmpeg: env.FFMPEG,
  };
}

/**
 * Reads the configuration.
 *
 * With nothing set but the place (`PORT`, `HOST`, `DATA_DIR`, `LOG_LEVEL`) it is a demo. As soon as
 * anything else is set it is for real, and everything a real bridge needs must be there.
 *
 * @throws Failure `bad-request` whose message has one line for each setting to mend; it never
 * quotes a value.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(
      ([name, value]) => knownNames.includes(name) && value !== undefined && value.trim() !== '',
    ),
  );
  if (Object.keys(given).every((name) => placeNames.has(name))) {
    const demo = demoSchema.safeParse(given);
    if (!demo.success) complain(demo.error);
    return Object.freeze({
      demo: true,
      publicUrl: undefined,
      oauth: undefined,
      virtualDisplay: true,
      ...common(demo.data),
    });
  }
  const real = realSchema.safeParse(given);
  if (!real.success) complain(real.error);
  const env = real.data;
  const google = checkRedirects(env.OAUTH_REDIRECT_URIS, env.GOOGLE_PROJECT_ID);
  return Object.freeze({
    demo: false,
    publicUrl: env.PUBLIC_URL,
    oauth: {
      id: env.OAUTH_CLIENT_ID,
      secret: env.OAUTH_CLIENT_SECRET,
      redirectUris: env.VIRTUAL_DISPLAY ? [...google, `${env.PUBLIC_URL}/display/linked`] : google,
    },
    virtualDisplay: env.VIRTUAL_DISPLAY,
    ...common(env),
  });
}
