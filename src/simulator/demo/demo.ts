/** The demo: two accounts that look alike, with simulated cameras, on embedded defaults. */
import { join } from 'node:path';
import type { OAuthClient } from '../../identity/oauth-client.ts';
import { Failure } from '../../common/failures.ts';
import { DeviceId, newAccountId, type AccountId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import { hashPassword } from '../../identity/password.ts';
import { newSecret } from '../../identity/secret.ts';
import type { SourceSettings } from '../../wall/partitions/camera-address.ts';
import { noNames } from '../../wall/partitions/claims.ts';
import type { StreamForm } from '../../wall/partitions/stream-form.ts';
import { createRegister, type Register } from '../../wall/operator/register.ts';
import type { Store } from '../../storage/store.ts';
import { startDemoCameras, type DemoCamera } from './cameras.ts';
import { readDemoFile, writeDemoFile, type DemoFile } from './demo-file.ts';
import { demoFileName } from './demo-folder.ts';

export interface Demo {
  readonly client: OAuthClient;
  readonly file: DemoFile;
  /** Stops the cameras. */
  close(): Promise<void>;
}

export interface DemoParts {
  readonly store: Store;
  readonly ring: KeyRing;
  /** Which URLs are a camera's. */
  readonly form: StreamForm;
  readonly dataDir: string;
  readonly origin: string;
  readonly now: () => number;
}

type DemoAccount = DemoFile['accounts'][number];

function sourceOf({ simulated }: DemoCamera): SourceSettings {
  const still = simulated.stillUrl;
  return {
    stream: simulated.url,
    transport: 'auto',
    alwaysWarm: false,
    ...(still !== undefined && { still }),
  };
}

const knownAs = (name: string, known: DemoAccount | undefined): DeviceId | undefined => {
  const before = known?.cameras.find((candidate) => candidate.name === name);
  return before && DeviceId(before.deviceId);
};

/**
 * Sets in the map where the cameras of an earlier start are since this one: all at once, because a port may
 * be another account's than it was.
 */
async function moveKnown(
  register: Register,
  cameras: readonly DemoCamera[],
  before: DemoFile | undefined,
): Promise<void> {
  const known = cameras.flatMap((camera) => {
    const account = before?.accounts.find(({ name }) => name === camera.household);
    const device = knownAs(camera.name, account);
    return device === undefined ? [] : [[device, sourceOf(camera)] as const];
  });
  const found = await register.devices(known.map(([device]) => device));
  const there = new Set(found.map(({ device }) => device));
  await register.setSources(known.filter(([device]) => there.has(device)));
}

/** Returns the device id of a camera, and puts it into the map if it is not there. */
async function place(
  register: Register,
  owner: AccountId,
  camera: DemoCamera,
  known: DemoAccount | undefined,
): Promise<DeviceId> {
  const { name, room, kind, model } = camera;
  const device = knownAs(name, known);
  const there = (await register.list(owner)).some((entry) => entry.device === device);
  if (device !== undefined && there) return device;
  return register.addCamera({
    owner,
    name,
    room,
    nicknames: [],
    kind,
    manufacturer: 'Lattice',
    model,
    swVersion: '1.0',
    source: sourceOf(camera),
  });
}

async function settleAccount(
  { store, ring, form, now }: DemoParts,
  name: string,
  cameras: readonly DemoCamera[],
  known: DemoAccount | undefined,
): Promise<DemoAccount> {
  const email = `${name.toLowerCase()}@example.net`;
  const password = known?.password ?? newSecret().slice(0, 16);
  let account = (await store.directory.byEmail(email))?.id;
  if (account === undefined) {
    account = newAccountId();
    const passwordHash = await hashPassword(password);
    await store.operator.accounts.add({ id: account, name, email, passwordHash, createdAt: now() });
  }
  const register = createRegister(store, ring, noNames, form);
  const placed = [];
  for (const camera of cameras) {
    const deviceId = await place(register, account, camera, known);
    const { url: rtsp, watermark } = camera.simulated;
    placed.push({ deviceId, name: camera.name, rtsp, stamp: watermark });
  }
  return { name, email, password, cameras: placed };
}

/**
 * Starts the cameras, sees that both accounts are in the store, writes `demo.json`.
 * @throws Failure `bad-request` if the data folder holds a real bridge's accounts.
 */
export async function startDemo(parts: DemoParts): Promise<Demo> {
  const { store, ring, form, dataDir, origin } = parts;
  const file = join(dataDir, demoFileName);
  const before = readDemoFile(file);
  if (before === undefined && (await store.operator.accounts.any())) {
    throw new Failure(
      'bad-request',
      `${dataDir} holds a real bridge's data: set DATA_DIR for the demo`,
    );
  }
  const started = await startDemoCameras();
  const close = () => started.close();
  const { cameras } = started;
  try {
    await moveKnown(createRegister(store, ring, noNames, form), cameras, before);
    const accounts: DemoAccount[] = [];
    for (const name of new Set(cameras.map((camera) => camera.household))) {
      const theirs = cameras.filter((camera) => camera.household === name);
      const known = before?.accounts.find((candidate) => candidate.name === name);
      accounts.push(await settleAccount(parts, name, theirs, known));
    }
    const clientId = before?.oauth.clientId ?? 'demo-google';
    const clientSecret = before?.oauth.clientSecret ?? newSecret();
    const redirectUri = `${origin}/display/linked`;
    const demo = { origin, oauth: { clientId, clientSecret, redirectUri }, accounts };
    writeDemoFile(file, demo);
    const client = { id: clientId, secret: clientSecret, redirectUris: [redirectUri] };
    return { client, file: demo, close };
  } catch (error) {
    await close();
    throw error;
  }
}
