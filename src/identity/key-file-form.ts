/**
 * What stands in the key file: its kinds of keys, how a new key is made, and how version 1 becomes version 2.
 *
 * Version 1 had three lists; the keys of the delivery record and of keyed hashes were derived from its
 * sealing keys. Those derived keys are the first of their kind in version 2, where they stand by themselves:
 * a sealing key can go, and what was written before still verifies and compares.
 */
import { generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';

const kid = z.string().regex(/^[A-Za-z0-9_-]{6,32}$/);
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const pem = z.string();
/** Milliseconds since 1970: when it was made, and when a newer one was put in front of it. */
const times = { since: z.int().min(0).optional(), replaced: z.int().min(0).optional() };
const shared = z.strictObject({ kid, secret, ...times });
const pair = z.strictObject({ kid, pem, ...times });

/** Newest first; no two of a list have one id. */
const distinct = (keys: readonly { readonly kid: string }[]): boolean =>
  new Set(keys.map((key) => key.kid)).size === keys.length;
const sharedList = z.tuple([shared], shared).refine(distinct);

const second = z.strictObject({
  version: z.literal(2),
  /** P-256 keys of access tokens. */
  signing: z.tuple([pair], pair).refine(distinct),
  tickets: sharedList,
  sealing: sharedList,
  /** Keys of the delivery record: kept as long as the record. */
  record: sharedList,
  /** Keys of the keyed hashes of places of cameras. */
  places: sharedList,
  /** Keys of the keyed hashes of addresses of displays. */
  displays: sharedList,
  /** Keys of the canaries' watermarks. */
  marks: sharedList,
});
/** The keys of a file, as all other code sees them: of the second version. */
export type KeyFile = z.infer<typeof second>;
/** A key for sealing, tickets or hashes. */
export type FileKey = z.infer<typeof shared>;

/** Every kind of key, in the order in which they are listed for people. */
export const keyKinds = [
  'signing',
  'tickets',
  'sealing',
  'record',
  'places',
  'displays',
  'marks',
] as const;
export type KeyKind = (typeof keyKinds)[number];

const firstShared = z.strictObject({ kid, secret });
const firstPair = z.strictObject({ kid, pem });
const first = z.strictObject({
  version: z.literal(1),
  signing: z.tuple([firstPair], firstPair),
  tickets: z.tuple([firstShared], firstShared),
  sealing: z.tuple([firstShared], firstShared),
});

/** Derives a key as version 1 did (HKDF, RFC 5869). */
function derived({ kid: of, secret: root }: FileKey, purpose: string): FileKey {
  const key = Buffer.from(root, 'base64url');
  const bytes = hkdfSync('sha256', key, Buffer.alloc(0), purpose, 32);
  return { kid: of, secret: Buffer.from(bytes).toString('base64url') };
}

function upgraded({ signing, tickets, sealing }: z.infer<typeof first>): KeyFile {
  const [newest, ...older] = sealing;
  const all = (purpose: string): KeyFile['record'] => [
    derived(newest, purpose),
    ...older.map((one) => derived(one, purpose)),
  ];
  return {
    version: 2,
    signing,
    tickets,
    sealing,
    record: all('casement delivery record'),
    // Places were hashed under the oldest key, addresses of displays under the newest.
    places: [derived(sealing.at(-1) ?? newest, 'casement place of a camera')],
    displays: [derived(newest, 'casement display place')],
    marks: all('casement canary mark'),
  };
}

const newKid = (): string => randomBytes(6).toString('base64url');

/** Makes a key for sealing, tickets or hashes. */
export const newShared = (now: number): FileKey => ({
  kid: newKid(),
  secret: randomBytes(32).toString('base64url'),
  since: now,
});

/** Makes a key pair for access tokens. */
export function newPair(now: number): KeyFile['signing'][0] {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const text = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { kid: newKid(), pem: text, since: now };
}

/** Makes a key file with one fresh key of each kind. */
export function newKeyFile(now: number): KeyFile {
  return {
    version: 2,
    signing: [newPair(now)],
    tickets: [newShared(now)],
    sealing: [newShared(now)],
    record: [newShared(now)],
    places: [newShared(now)],
    displays: [newShared(now)],
    marks: [newShared(now)],
  };
}

const either = z.discriminatedUnion('version', [first, second]);

/** Returns the keys that the text of a key file of either version holds. @throws Error if it is not one. */
export function parseKeyFile(text: string): KeyFile {
  const said = either.parse(JSON.parse(text));
  return said.version === 1 ? upgraded(said) : said;
}

/** Returns the version of the text of a key file. @throws Error if it names none. */
export function versionOf(text: string): number {
  return z.object({ version: z.int() }).parse(JSON.parse(text)).version;
}
