/** What a demo answers to the fixtures, and whether its cameras play. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoFile } from '../../../simulator/demo/demo-file.ts';
import { link } from '../../../simulator/client/link.ts';
import type { Fixture } from '../../lab/replay/fixture.ts';
import { answerTo, type ReplayTarget, variablesOf } from '../../lab/replay/replay.ts';
import type { Json } from '../../lab/replay/variables.ts';
import { intendAt } from '../../testing/intend.ts';
import { hlsFiles, openStream } from '../../testing/streams.ts';
import { masked } from './mask.ts';

/** Of the headers those that mean something to Google or a browser. */
const headers = ['content-type', 'cache-control', 'www-authenticate', 'allow', 'retry-after'];

type Account = DemoFile['accounts'][number];

function linkOf({ origin, oauth }: DemoFile, { email, password }: Account) {
  return link({ origin, ...oauth, email, password });
}

async function targetOf(demo: DemoFile): Promise<ReplayTarget> {
  const [mine, ...others] = demo.accounts;
  if (mine === undefined) throw new TypeError('a demo without accounts');
  const { accessToken: token } = await linkOf(demo, mine);
  const foreign = others.flatMap(({ cameras }) => cameras.map(({ deviceId }) => deviceId));
  return { origin: demo.origin, token, foreign };
}

/**
 * Returns the answer to each fixture, without the parts that are new with each bridge. A fixture that unlinks
 * is followed by a new linking.
 */
export async function answersOf(
  demo: DemoFile,
  fixtures: readonly Fixture[],
): Promise<ReadonlyMap<string, string>> {
  const target = await targetOf(demo);
  const variables = await variablesOf(target);
  const ids = new Map([...variables].map(([name, id]) => [id, `<${name}>`]));
  const answers = new Map<string, string>();
  for (const fixture of fixtures) {
    const { status, headers: given, body } = await answerTo(fixture, target, variables);
    const shown: Json = {
      status,
      headers: Object.fromEntries(headers.map((name) => [name, given.get(name)])),
      body,
    };
    answers.set(fixture.file, JSON.stringify(masked(shown, ids), null, 2));
  }
  return answers;
}

/** Bytes of a file of a stream, waited for as a player does. */
async function sizeOf(url: string): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const answer = await fetch(url);
    if (answer.ok) return (await answer.arrayBuffer()).byteLength;
    if (tries === 20) throw new Error(`a file of a stream is answered with ${answer.status}`);
    await sleep(500);
  }
}

/** Plays every camera of every account by HLS, with a still. Returns how many. @throws Error if one does not play. */
export async function playAll(demo: DemoFile): Promise<number> {
  let played = 0;
  for (const account of demo.accounts) {
    const { accessToken } = await linkOf(demo, account);
    for (const { deviceId } of account.cameras) {
      const asked = { intend: intendAt(demo.origin) };
      const { url } = await openStream(asked, accessToken, deviceId, 'hls');
      await sizeOf(url);
      const sizes = await Promise.all((await hlsFiles(url)).map(sizeOf));
      if (sizes.some((size) => size === 0)) throw new Error(`${deviceId} gives an empty file`);
      played += 1;
    }
  }
  return played;
}
