/** What one account, or a stranger, does to all others: each as hard as it can, until told to stop. */
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { newOffer } from './attack-offer.ts';
import type { AttackSettings } from './attack-settings.ts';
import type { Answered, HttpClient, Sent } from './http-client.ts';
import { intentBody, intentHeaders } from './intents.ts';
import type { AttackName } from './options.ts';

type Account = AttackSettings['accounts'][number];

export interface Attacker extends AttackSettings {
  readonly client: HttpClient;
  stopped(): boolean;
  /** Counts what came of one blow. */
  count(outcome: string): void;
}

/** One blow after another on so many lines at a time, whatever comes of them. */
async function hammer(by: Attacker, lines: number, blow: (line: number) => Promise<Answered>) {
  async function line(at: number): Promise<void> {
    while (!by.stopped()) {
      try {
        by.count(String((await blow(at)).status));
      } catch {
        by.count('broken');
        await pause(20);
      }
    }
  }
  await Promise.all(Array.from({ length: lines }, (_, at) => line(at)));
}

const post = (headers: Readonly<Record<string, string>>, body: string): Sent => ({
  method: 'POST',
  headers,
  body,
});

/** @throws Error where there is no stream in the answer. */
async function open({ client }: Attacker, { token }: Account, device: string, protocol: string) {
  const asked = post(intentHeaders(token), intentBody('EXECUTE', device, [protocol]));
  const { body } = await client.ask('/fulfillment', asked);
  const text = body.toString();
  const [, url] = /"cameraStream(?:Access|Signaling)Url":"([^"]+)"/.exec(text) ?? [];
  const [, bearer] = /"cameraStreamAuthToken":"([^"]+)"/.exec(text) ?? [];
  if (url === undefined || bearer === undefined) throw new Error(`no stream: ${text}`);
  return { path: new URL(url).pathname, bearer };
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

function signIn({ publicUrl, client, password }: Attacker, { email }: Account): Promise<Answered> {
  const body = new URLSearchParams({ email, password }).toString();
  return client.ask('/sign-in', post({ ...form, origin: publicUrl }, body));
}

async function consents(by: Attacker, account: Account): Promise<void> {
  const signedIn = await signIn(by, account);
  const cookie = (signedIn.headers['set-cookie'] ?? [])
    .map((line) => line.split(';')[0])
    .join('; ');
  const path = `/oauth/authorize?${by.authorize}`;
  const page = (await by.client.ask(path, { headers: { cookie } })).body.toString();
  const [, binding = ''] = /name="binding" value="([^"]*)"/.exec(page) ?? [];
  const body = new URLSearchParams({ decision: 'agree', binding }).toString();
  const agree = post({ ...form, cookie, origin: by.publicUrl }, body);
  await hammer(by, 100, () => by.client.ask(path, agree));
}

/** Asks the still, or the newest segment, of streams of all the account's devices. */
async function read(by: Attacker, account: Account, lines: number, isStill: boolean) {
  const streams = await Promise.all(
    account.devices.map((device) => open(by, account, device, 'hls').catch(() => undefined)),
  );
  if (streams.every((stream) => stream === undefined)) by.count('no stream');
  await hammer(by, lines, async (at) => {
    const path = streams[at % streams.length]?.path;
    if (path === undefined) {
      await pause(1_000);
      throw new Error('refused from the beginning');
    }
    const folder = path.slice(0, path.lastIndexOf('/'));
    if (isStill) return by.client.ask(`${folder}/snapshot.jpg`);
    const names = async (name: string): Promise<string[]> =>
      (await by.client.ask(`${folder}/${name}`)).body
        .toString()
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'));
    const [media = ''] = await names('index.m3u8');
    const segment = (await names(media)).at(-1) ?? media;
    return by.client.ask(`${folder}/${segment}`);
  });
}

/** Connections that are made and kept, each made anew when it is closed. */
async function connections(by: Attacker, count: number): Promise<void> {
  const { port, hostname } = new URL(by.origin);
  const open = new Set<Socket>();
  function come(): Socket {
    const socket = connect({ port: Number(port), host: hostname, localAddress: '127.0.0.2' });
    open.add(socket);
    socket.on('connect', () => {
      by.count('connected');
      socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    });
    socket.on('error', () => undefined);
    socket.resume();
    socket.once('close', () => open.delete(socket));
    return socket;
  }
  while (!by.stopped()) {
    for (let at = 0; at < 200 && open.size < count; at += 1) come();
    await pause(20);
  }
  for (const socket of open) socket.destroy();
}

export const attacks: Readonly<Record<AttackName, (by: Attacker, one: Account) => Promise<void>>> =
  {
    async offers(by, account) {
      const { path, bearer } = await open(by, account, account.device, 'webrtc');
      const offer = (): string => {
        const body = { action: 'offer', deviceId: account.device, sdp: newOffer() };
        return JSON.stringify(body);
      };
      await hammer(by, 400, () => by.client.ask(path, post(intentHeaders(bearer), offer())));
    },
    consents,
    'sign-ins': (by, account) => hammer(by, 40, () => signIn(by, account)),
    stills: (by, account) => read(by, account, 32, true),
    pictures: (by, account) => read(by, account, 4, false),
    sessions: (by) =>
      hammer(by, 32, () => {
        const account = by.accounts[Math.floor(Math.random() * by.accounts.length)];
        if (account === undefined) throw new TypeError('an attack without accounts');
        const body = intentBody('EXECUTE', account.device, ['hls']);
        return by.client.ask('/fulfillment', post(intentHeaders(account.token), body));
      }),
    connections: (by) => connections(by, 15_000),
  };
