/**
 * What a neighbour notices of an attack: how long a first frame, a sign-in and a still take, undisturbed
 * and while it goes on.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { listMedia } from '../../simulator/client/hls-reader.ts';
import { streamIn } from '../../simulator/client/given-stream.ts';
import { createHttpClient, type Answered, type HttpClient } from './http-client.ts';
import { setNeighbours, type NeighbourScene } from './neighbour-scene.ts';
import type { AttackName } from './options.ts';
import type { Findings, Target } from './report.ts';
import type { Stage } from './stage.ts';
import { median } from './statistics.ts';
import { intentBody, intentHeaders } from './intents.ts';

const measures = ['first frame', 'sign-in', 'still'] as const;
type Times = Readonly<Record<(typeof measures)[number], number>>;

/** Twice as long, or so much longer. */
const moreMs = 100;
/** A still is shared while it is so fresh. */
const stillFreshMs = 2_100;

async function timed<R>(work: () => Promise<R>): Promise<[number, R]> {
  const began = performance.now();
  const result = await work();
  return [performance.now() - began, result];
}

function expectStatus({ status, body }: Answered, wanted: number, what: string): void {
  if (status === wanted) return;
  throw new Error(`${what} was answered with ${status}: ${body.toString().slice(0, 200)}`);
}

/** EXECUTE, the playlists and the newest segment; returns the folder of the stream. */
async function firstFrame(
  client: HttpClient,
  { neighbour: account }: NeighbourScene,
): Promise<string> {
  const asked = await client.ask('/fulfillment', {
    method: 'POST',
    headers: intentHeaders(account.token),
    body: intentBody('EXECUTE', account.device, ['hls']),
  });
  expectStatus(asked, 200, 'EXECUTE');
  const given = streamIn(JSON.parse(asked.body.toString()));
  if (given === undefined) throw new Error(`no stream: ${asked.body.toString().slice(0, 200)}`);
  const { pathname } = new URL(given.url);
  const folder = pathname.slice(0, pathname.lastIndexOf('/'));
  const { segments } = await listMedia(async (name) => {
    const answer = await client.ask(`${folder}/${name}`);
    expectStatus(answer, 200, name);
    return answer.body;
  });
  const segment = segments.at(-1) ?? '';
  expectStatus(await client.ask(`${folder}/${segment}`), 200, 'a segment');
  return folder;
}

async function signIn(client: HttpClient, scene: NeighbourScene): Promise<void> {
  const { publicUrl, password, neighbour: account } = scene;
  const answer = await client.ask('/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: publicUrl },
    body: new URLSearchParams({ email: account.email, password }).toString(),
  });
  expectStatus(answer, 303, 'a sign-in');
}

/** Each measure once, one after the other. */
async function look(client: HttpClient, scene: NeighbourScene): Promise<Times> {
  const [frame, folder] = await timed(() => firstFrame(client, scene));
  const [signedIn] = await timed(() => signIn(client, scene));
  const [still, picture] = await timed(() => client.ask(`${folder}/snapshot.jpg`));
  expectStatus(picture, 200, 'a still');
  return { 'first frame': frame, 'sign-in': signedIn, still };
}

/** Returns medians of so many looks. One that is refused is as bad as one that takes for ever. */
async function looks(scene: NeighbourScene, times: number, stage: Stage): Promise<Times> {
  const client = createHttpClient(scene.origin, '127.0.0.1');
  const taken: Times[] = [];
  try {
    for (let at = 0; at < times; at += 1) {
      await pause(stillFreshMs + at * 37);
      taken.push(
        await look(client, scene).catch((error: unknown) => {
          stage.say(String(error));
          return { 'first frame': Infinity, 'sign-in': Infinity, still: Infinity };
        }),
      );
    }
  } finally {
    client.close();
  }
  const middle = (of: keyof Times): number => median(taken.map((times_) => times_[of]));
  return {
    'first frame': middle('first frame'),
    'sign-in': middle('sign-in'),
    still: middle('still'),
  };
}

async function under(stage: Stage, name: AttackName): Promise<[Times, Times, string]> {
  const scene = await setNeighbours(stage, name);
  const times = stage.quick ? 3 : 9;
  // The camera is opened, and all code has run once.
  await looks(scene, 1, stage);
  const before = await looks(scene, times, stage);
  const attacker = stage.attacker(scene.attack);
  await attacker.ask('begun');
  const during = await looks(scene, times, stage);
  const outcomes = JSON.stringify(await attacker.ask('outcomes'));
  return [before, during, outcomes];
}

/** The part `neighbour`. */
export async function neighbour(stage: Stage): Promise<Findings> {
  const rows: (string | number)[][] = [];
  const targets: Target[] = [];
  for (const name of stage.attacks) {
    const [before, during, outcomes] = await stage.scene((inner) => under(inner, name));
    stage.say(`${name}: the attack came to ${outcomes}`);
    for (const measure of measures) {
      const [undisturbed, attacked] = [before[measure], during[measure]];
      const limit = Math.max(2 * undisturbed, undisturbed + moreMs);
      rows.push([name, measure, undisturbed, attacked, limit]);
      stage.say(`${name}, ${measure}: ${undisturbed.toFixed(0)} ms, ${attacked.toFixed(0)} ms`);
      const what = `${measure} while a neighbour attacks by ${name}`;
      targets.push({ name: what, value: attacked, limit, unit: 'ms' });
    }
  }
  const table = {
    title: 'Neighbour',
    note:
      'Milliseconds of a neighbour: from EXECUTE to the first segment of a warm camera, a sign-in with ' +
      'the right password, a still; undisturbed, and while another process attacks as hard as it can ' +
      'from another address. Medians. At most twice, or 100 ms more.',
    columns: ['attack', 'measure', 'undisturbed', 'attacked', 'at most'],
    rows,
  };
  return { tables: [table], targets };
}
