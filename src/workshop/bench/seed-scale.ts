/**
 * Fills a data folder with very many accounts and cameras, by plain SQL: a million accounts with two cameras each take
 * minutes so, and hours by the operations of the store. What is written is what a bridge and its commands would have
 * written of cameras that were added, met, and in part shared.
 */
import { skeletonOf } from '../../identity/email.ts';
import {
  newAccountId,
  newCameraId,
  newDeviceId,
  GrantId,
  type AccountId,
  type CameraId,
} from '../../identity/ids.ts';
import { makeKeyFile } from '../../identity/key-file.ts';
import { openKeyRing, type KeyRing } from '../../identity/keyring.ts';
import { placeKey } from '../../identity/place-key.ts';
import { seal } from '../../identity/seal.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { type BulkRows, fillRows } from '../../storage/sqlite/bulk-rows.ts';
import { hashPlace } from '../../wall/partitions/place.ts';

export interface Scale {
  readonly accounts: number;
  readonly camerasEach: number;
}

/** The e-mail address of one of the accounts; they are counted from 0 on, the oldest first. */
export const emailOf = (at: number): string => `seed-${String(at).padStart(7, '0')}@example.org`;

/** When the first account was made; each is a millisecond younger than the one before. */
const began = 1_700_000_000_000;
/** So many models are there; cameras of one are made alike, but for those that say their serial number. */
const models = 200;
/** So many rows are one transaction. */
const batch = 20_000;
const passwordHash = `$argon2id$v=19$m=19456,t=2,p=1$${'s'.repeat(22)}$${'h'.repeat(43)}`;
const grantScope = '';

/** What puts rows into one table each. */
function createWriters(rows: BulkRows) {
  const into: BulkRows['into'] = (table, columns) => rows.into(table, columns);
  return {
    account: into('accounts', ['id', 'name', 'email', 'password_hash', 'created_at', 'skeleton']),
    grant: into('grants', ['id', 'account', 'client', 'scope', 'created_at']),
    code: into('codes', ['hash', 'grant_id', 'redirect_uri', 'expires_at', 'spent']),
    token: into('refresh_tokens', ['hash', 'grant_id']),
    camera: into('cameras', ['id', 'epoch', 'kind', 'model', 'sealed_source', 'always_warm']),
    entry: into(
      'entries',
      'account device camera role name nicknames since position began'.split(' '),
    ),
    place: into('places', ['camera', 'line', 'hash', 'named']),
    pin: into('pins', ['camera', 'line', 'fields', 'hash', 'description', 'since']),
    origin: into('origins', ['camera', 'line', 'place', 'proof', 'since']),
    serial: into('serials', ['camera', 'make', 'serial', 'since']),
  };
}

type Writers = ReturnType<typeof createWriters>;

const addressOf = (at: number): string => `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`;

const hashed = (text: string): string => text.padStart(43, '0');

/** Writes one camera: each is at a place of its own, every second one was met, and every fourth over TLS. */
function writeCamera(
  write: Writers,
  ring: KeyRing,
  key: ReturnType<typeof placeKey>,
  owner: AccountId,
  at: number,
): CameraId {
  const camera = newCameraId();
  const model = at % models;
  const host = addressOf(at);
  // More than 2^24 cameras have no addresses of their own, nor those that share one another path.
  const path = `/stream-${at >> 24}`;
  // As wall/partitions/sealed-source.ts writes it.
  const source = { rtsp: `rtsp://viewer:password@${host}:554${path}`, transport: 'auto' };
  const sealed = seal(ring, camera, JSON.stringify({ ...source, alwaysWarm: false }));
  write.camera(camera, 1, 'camera', `Model ${model}`, sealed, 0);
  write.entry(owner, newDeviceId(), camera, 'owner', 'Front door', '[]', began, 2 * at + 1, 1);
  write.place(camera, 'stream', hashPlace(key, host, { port: 554, path }), 0);
  if (at % 2 === 0) return camera;
  const own = at % 4 === 1;
  const likeness = hashed(own ? `own-${at}` : `model-${model}`);
  write.pin(camera, 'stream', 'server realm', likeness, `Model ${model}`, began);
  if (own) {
    write.serial(camera, hashed(`make-${model % 20}`), hashed(`serial-${at}`), began);
    return camera;
  }
  const place = JSON.stringify({ address: host, port: 554 });
  const proof = { key: { fingerprint: `SHA256:${hashed(`key-${at}`)}`, vouched: false } };
  const sealedProof = seal(ring, camera, JSON.stringify(proof));
  write.origin(camera, 'stream', seal(ring, camera, place), sealedProof, began);
  return camera;
}

/** Writes one account with its linking and its cameras; every tenth sees the last camera of the one before. */
function writeAccount(
  write: Writers,
  ring: KeyRing,
  key: ReturnType<typeof placeKey>,
  at: number,
  camerasEach: number,
  shared: CameraId | undefined,
): CameraId | undefined {
  const account = newAccountId();
  const email = emailOf(at);
  write.account(account, `Seed ${at}`, email, passwordHash, began + at, skeletonOf(email));
  // In order, so that the rows are written one behind the other: nobody asks for one of these.
  const grant = GrantId(`g_${String(at).padStart(22, '0')}`);
  write.grant(grant, account, 'my-google-client', grantScope, began + at);
  write.code(
    hashed(`code-${at}`),
    grant,
    'https://oauth-redirect.example/r/project',
    began + at,
    1,
  );
  write.token(hashed(`token-${at}`), grant);
  let last: CameraId | undefined;
  for (let n = 0; n < camerasEach; n += 1) {
    last = writeCamera(write, ring, key, account, at * camerasEach + n);
  }
  if (shared !== undefined && at % 10 === 0) {
    const position = 2 * at * camerasEach + 2;
    write.entry(account, newDeviceId(), shared, 'viewer', 'Gate', '[]', began, position, 1);
  }
  return last;
}

/**
 * Fills `folder`, in which there is nothing yet. `report` is told now and then how many accounts there are.
 */
export async function seedScale(
  folder: string,
  { accounts, camerasEach }: Scale,
  report: (accounts: number) => void = () => undefined,
): Promise<void> {
  const { database, keys } = dataFolder(folder);
  makeKeyFile(keys);
  const ring = openKeyRing(keys);
  const key = placeKey(ring);
  await fillRows(database, accounts + 1, (rows) => {
    const write = createWriters(rows);
    let last: CameraId | undefined;
    for (let at = 0; at < accounts; at += 1) {
      last = writeAccount(write, ring, key, at, camerasEach, last);
      if ((at + 1) % batch !== 0 && at + 1 !== accounts) continue;
      rows.commit();
      report(at + 1);
    }
  });
}
