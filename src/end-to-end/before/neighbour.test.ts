/** What one account does, as hard as it can, and what is left for its neighbour. */
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { newOffer } from '../../bench/attack-offer.ts';
import { largeClip } from '../../bench/large-clip.ts';
import { newAccountId, newDeviceId } from '../../identity/ids.ts';
import { startCamera, type SimulatedCamera } from '../../lab/camera/simulate.ts';
import { packetise } from '../../lab/clips/packets.ts';
import { writeNameplate } from '../../lab/nameplate/nameplate.ts';
import { link } from '../../lab/link.ts';
import { createJar, hidden } from '../../testing/cookie-jar.ts';
import { startMarked } from '../../testing/marked-camera.ts';
import { scriptedFfmpeg, type ScriptedFfmpeg } from '../../testing/scripted-ffmpeg.ts';
import {
  eventually,
  openStreet,
  segmentsOf,
  stillOf,
  type Home,
  type Street,
} from '../../testing/street.ts';

jest.setTimeout(120_000);

type Row = Readonly<Record<string, string | number | null>>;

let ffmpeg: ScriptedFfmpeg;
let street: Street;
const open: SimulatedCamera[] = [];
beforeAll(async () => {
  ffmpeg = await scriptedFfmpeg(
    'echo in >> $notes',
    'cat > /dev/null; sleep 1',
    'echo out >> $notes',
  );
  street = await openStreet(ffmpeg.settings);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
afterAll(async () => {
  await street.close();
  await ffmpeg.close();
});

async function camera(starting: Promise<SimulatedCamera>): Promise<SimulatedCamera> {
  const started = await starting;
  open.push(started);
  return started;
}

const household = (home: Home) => {
  const found = street.demo.accounts.find(({ email }) => email === home.email);
  if (found === undefined) throw new TypeError('nobody lives there');
  return found;
};
const deviceOf = (home: Home): string => household(home).cameras[0]?.deviceId ?? '';

const all = <R>(count: number, work: (at: number) => Promise<R>): Promise<R[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => work(at)));

/** Does it so often, so many at a time. */
async function often<R>(times: number, work: (at: number) => Promise<R>, lanes = 8): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await all(lanes, async () => {
    while (next < times) results.push(await work((next += 1) - 1));
  });
  return results;
}

/** How many of the answers have this status. */
const having = (wanted: number, answers: readonly { readonly status: number }[]): number =>
  answers.filter(({ status }) => status === wanted).length;

test('offers on one ticket: no account has as many as it likes', async () => {
  const device = deviceOf(street.harbour);
  const { url, bearer } = await street.open(street.harbour, device, 'webrtc');
  const offer = () =>
    fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify({ action: 'offer', deviceId: device, sdp: newOffer() }),
    });
  expect(having(200, await often(400, offer, 400))).toBeLessThanOrEqual(300);
});

async function signedIn(home: Home) {
  const { email, password } = household(home);
  const browser = createJar(street.demo.origin);
  await browser.post('/sign-in', { email, password });
  return browser;
}

test('linkings: nor as many of them', async () => {
  const { clientId, redirectUri } = street.demo.oauth;
  const browser = await signedIn(street.harbour);
  const asked = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code' };
  const path = `/oauth/authorize?${new URLSearchParams({ ...asked, state: 'again' })}`;
  const binding = hidden((await browser.get(path)).text, 'binding');
  const agree = () => browser.post(path, { decision: 'agree', binding });
  expect(having(302, await often(100, agree))).toBeLessThanOrEqual(60);
});

test('right sign-ins: nor as many of them', async () => {
  const { email, password } = household(street.harbour);
  const signIn = () => createJar(street.demo.origin).post('/sign-in', { email, password });
  // Those at a time may be one more each.
  expect(having(303, await often(80, signIn))).toBeLessThanOrEqual(68);
});

test('stills: one at a time is made for an account', async () => {
  const streams = await all(2, async () => {
    const { url } = await camera(startMarked('harbour'));
    return street.open(street.harbour, await street.addCamera(street.harbour, url));
  });
  for (const { url } of streams)
    await eventually('pictures', async () => (await segmentsOf(url)).length > 0);
  await Promise.all(streams.map(stillOf));
  const notes = (await readFile(ffmpeg.notes, 'utf8')).trim().split('\n');
  expect(notes).toEqual(['in', 'out', 'in', 'out']);
});

test('large pictures: what is kept of a camera is bounded', async () => {
  const { video, ...clip } = largeClip(128, 77);
  // Each picture is a key picture of 3.8 MB.
  const keys = { ...video, pictures: video.pictures.slice(0, 1) };
  const large = { ...clip, video: keys, packets: packetise(keys, undefined), fps: 4 };
  let sent = 0;
  const nameplate = () =>
    writeNameplate({
      owner: 'harbour',
      camera: 'large',
      number: (sent += 1),
      filmedAt: Date.now(),
    });
  const { url } = await camera(startCamera({ clip: large, path: '/large', nameplate }));
  const given = await street.open(street.harbour, await street.addCamera(street.harbour, url));
  const already = sent;
  const listed = async () => {
    const sizes = (await segmentsOf(given.url)).map(async (segment) => {
      const { headers } = await fetch(segment, { method: 'HEAD' });
      return Number(headers.get('content-length'));
    });
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  };
  let most = 0;
  while (sent < already + 32) most = Math.max(most, await listed());
  expect(most).toBeLessThanOrEqual(32 * 1024 * 1024);
});

/** Accounts that have a camera of Harbour's, too. */
function moreAccounts(count: number): readonly { email: string; device: string }[] {
  const database = new Database(join(street.dataDir, 'casement.db'));
  const { email } = street.harbour;
  const account = database.prepare('SELECT * FROM accounts WHERE email = ?').get(email) as Row;
  const entry = database
    .prepare('SELECT * FROM entries WHERE device = ?')
    .get(deviceOf(street.harbour)) as Row;
  const { position } = database.prepare('SELECT max(position) AS position FROM entries').get() as {
    position: number;
  };
  const insert = (table: string, row: Row): void => {
    const names = Object.keys(row);
    database
      .prepare(
        `INSERT INTO ${table} (${names.join()}) VALUES (${names.map((name) => `@${name}`).join()})`,
      )
      .run(row);
  };
  const added = Array.from({ length: count }, (_, at) => {
    const [id, device, address] = [newAccountId(), newDeviceId(), `${at}@accounts.example.net`];
    insert('accounts', { ...account, id, email: address });
    insert('entries', {
      ...entry,
      account: id,
      device,
      role: 'viewer',
      position: position + 1 + at,
    });
    return { email: address, device };
  });
  database.close();
  return added;
}

test('streams: no few accounts have all there are', async () => {
  const { origin, oauth } = street.demo;
  const { password } = household(street.harbour);
  const accounts = moreAccounts(63);
  await often(accounts.length, async (at) => {
    const { email = '', device = '' } = accounts[at] ?? {};
    const { accessToken: token } = await link({ origin, ...oauth, email, password });
    for (let stream = 0; stream < 32; stream += 1) await street.ask({ email, token }, device);
  });
  const given = await street.ask(street.birch, deviceOf(street.birch));
  expect(typeof given === 'string' ? given : 'SUCCESS').toBe('SUCCESS');
});
