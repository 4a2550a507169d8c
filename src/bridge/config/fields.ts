/**
 * The settings of the environment one by one: form, default, and the wording for a wrong one. `.env.example`
 * says what they mean.
 */
import { z } from 'zod';
import { isHostName } from '../../common/host-name.ts';
import { longestAccessTokenMs, longestTicketMs } from '../../identity/lifetimes.ts';

/** A whole number of the environment between two bounds. */
const whole = (least: number, most: number) =>
  z.coerce.number().int('must be a whole number').min(least).max(most);

const seconds = (least: number, most: number) => whole(least, most).transform((s) => s * 1000);
const yesNo = z.enum(['on', 'off']).transform((text) => text === 'on');

const hostName = z
  .string()
  .refine(isHostName, { error: 'is neither an IP address nor a host name' });

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

const longSecret = 'must have at least 24 characters: openssl rand -base64 32';

const oauthSecret = z
  .string(longSecret)
  .min(24, longSecret)
  .refine((text) => !demoSecrets.test(text), { error: 'is a demo secret: make your own' });

const webhook = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });

/** A program and its arguments, separated by blanks: there is no shell, and so nothing to quote. */
const command = z.string().transform((text): [string, ...string[]] => {
  const [program = '', ...args] = text.trim().split(/\s+/);
  return [program, ...args];
});

/** Settings that may be made with or without a configuration: where the bridge listens and keeps its data. */
export const placeFields = {
  /** TCP port of the bridge. */
  PORT: whole(0, 65_535).default(8080),
  /** Address it listens on; loopback unless a reverse proxy stands on another machine. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Folder of the database and the keys. */
  DATA_DIR: z.string().min(1).default('./data'),
  /** The key file, if it does not lie in that folder. */
  KEYS_FILE: z.string().min(1).optional(),
  /** The PostgreSQL database, in place of the SQLite file of that folder: storage/postgres/connection.ts reads it. */
  DATABASE_URL: z.string().min(1).optional(),
  /** The same for commands alone, and for those that own the tables: `casement migrate` and `casement store copy`. */
  OPERATOR_DATABASE_URL: z.string().min(1).optional(),
  MIGRATION_DATABASE_URL: z.string().min(1).optional(),
  /** A file outside that folder which counts the revisions of its database. */
  RESTORE_COUNTER_FILE: z.string().min(1).optional(),
};

const tuningFields = {
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** How the log is written: for people if standard output is a terminal, else as JSON. */
  LOG_FORMAT: z.enum(['auto', 'json', 'pretty']).default('auto'),
  /** How many proxies stand in front and may be believed about the client's address. */
  TRUSTED_PROXIES: whole(0, 10).default(0),
  ACCESS_TOKEN_SECONDS: seconds(60, longestAccessTokenMs / 1000).default(3_600_000),
  /** Order in which protocols are offered to Google and preferred. */
  STREAM_PROTOCOLS: protocols.default(['webrtc', 'hls']),
  /** The same for requests that go to a Chromecast. */
  CAST_STREAM_PROTOCOLS: protocols.optional(),
  HLS_SEGMENT_FORMAT: z.enum(['ts', 'cmaf']).default('ts'),
  /** A stream URL must be used for the first time within this. */
  STREAM_OPEN_SECONDS: seconds(5, 600).default(60_000),
  /** A stream that nobody asks for ends after this. */
  STREAM_IDLE_SECONDS: seconds(5, 600).default(30_000),
  /** No stream lives longer; Google gives tokens 12 hours at most. */
  STREAM_MAX_SECONDS: seconds(10, longestTicketMs / 1000).default(14_400_000),
  /** L: the longest time from the end of a right to the last picture, and how long streams outlive a silent store. */
  STREAM_LEASE_SECONDS: seconds(1, 60).default(1_000),
  /** How long a display waits for a camera before it gets the reason why there is no picture. */
  CAMERA_READY_SECONDS: seconds(1, 10).default(2_000),
  /** How long a camera stays open after its last viewer. */
  CAMERA_LINGER_SECONDS: seconds(0, 3_600).default(20_000),
  /** UDP port of WebRTC; 0 picks a free one. */
  WEBRTC_UDP_PORT: whole(0, 65_535).default(0),
  /** Addresses, or names of them, to put into WebRTC answers besides the machine's own. */
  WEBRTC_ADDRESSES: list.pipe(z.array(z.union([z.ipv4(), z.ipv6(), hostName])).max(16)).default([]),
  /** RTCIceServer[] as JSON, passed to displays; left out if empty. */
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
  /** The record of who was shown what. */
  AUDIT: yesNo.default(true),
  AUDIT_RETENTION_DAYS: whole(1, 3_650)
    .default(90)
    .transform((days) => days * 86_400_000),
  /** Whether the record holds the network addresses of displays. */
  AUDIT_ADDRESSES: yesNo.default(false),
  /** Path of ffmpeg; else the one in PATH is used; without any, stills come from cameras that make them. */
  FFMPEG: z.string().min(1).optional(),
  /** The user as whom ffmpeg runs; `nobody` if the bridge runs as root, else the bridge's own user. */
  FFMPEG_USER: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/i, 'must be the name of a user')
    .optional(),
  /** Canary accounts that watch, through PUBLIC_URL, whether pictures are mixed up. */
  TRIPWIRE: yesNo.default(true),
  TRIPWIRE_SECONDS: seconds(1, 3_600).default(30_000),
  /** Gets each trip by POST. */
  TRIPWIRE_WEBHOOK: webhook.optional(),
  /** Gets a POST when another camera answers in the place of a known one, and for each trip. */
  ALARM_WEBHOOK: webhook.optional(),
  /** Runs for the same, with the alarm on standard input. */
  ALARM_COMMAND: command.optional(),
  /** Port of /metrics, on loopback. */
  METRICS_PORT: whole(1, 65_535).optional(),
};

/** A real bridge: everything it needs has to be there. */
export const realSchema = z.strictObject({
  ...placeFields,
  ...tuningFields,
  PUBLIC_URL: publicUrl,
  GOOGLE_PROJECT_ID: z.string().regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, {
    error: 'must be the project id of the Google Home developer console',
  }),
  OAUTH_CLIENT_ID: z
    .string()
    .min(8, 'must have at least 8 characters')
    .refine((id) => !id.startsWith('casement-'), { error: 'must not begin with casement-' }),
  OAUTH_CLIENT_SECRET: oauthSecret,
  /** The two addresses Google sends people back to; nothing else is ever accepted. */
  OAUTH_REDIRECT_URIS: list.pipe(z.array(z.string())).optional(),
  /** The virtual display page, for trying things out. */
  VIRTUAL_DISPLAY: yesNo.default(false),
});

/** A demo makes the rest itself. */
export const demoSchema = z.strictObject({ ...placeFields, ...tuningFields });
