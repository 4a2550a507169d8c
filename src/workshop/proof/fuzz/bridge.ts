/** A bridge to be fuzzed: its process, and the few things a well-behaved caller does with it. */
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { removeFolder, scratchFolder } from '../../testing/scratch-folder.ts';
import { Visitor } from '../../../simulator/client/visitor.ts';
import type { DemoFile } from '../../../simulator/demo/demo-file.ts';
import { intentRequest, type IntentName } from '../../../simulator/client/intent-request.ts';
import { postIntent } from '../../../simulator/client/post-json.ts';
import { link } from '../../../simulator/client/link.ts';
import { endChild } from '../../end-child.ts';
import { spawnTs } from '../../testing/run-ts.ts';

type Account = DemoFile['accounts'][number];

export interface FuzzedBridge {
  readonly origin: string;
  readonly port: number;
  readonly demo: DemoFile;
  readonly account: Account;
  /** An access token of a fresh linking of the account. */
  link(): Promise<{ readonly access: string; readonly refresh: string }>;
  /** A browser's cookie after the account has signed in. */
  signIn(): Promise<string>;
  /** One well-formed intent. @throws Error unless it is answered with 200. */
  intend(token: string, intent: IntentName, payload?: object): Promise<unknown>;
  health(): Promise<{ heap: number; faults: string[] }>;
  close(): Promise<void>;
}

const timeoutMs = 60_000;

/** Resolves when it listens. The caller closes it. @throws Error with what it said, if it ends or says nothing for 60 s */
export async function startFuzzedBridge(): Promise<FuzzedBridge> {
  const folder = scratchFolder('fuzz');
  const child = spawnTs(new URL('./bridge-child.ts', import.meta.url), [join(folder, 'data')], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the bridge ended (${String(code ?? signal)}): ${complaints.slice(0, 2_000)}`);
  });
  ended.catch(() => undefined);

  async function heard<T>(): Promise<T> {
    const signal = AbortSignal.timeout(timeoutMs);
    const [line] = (await Promise.race([once(lines, 'line', { signal }), ended])) as [string];
    return JSON.parse(line) as T;
  }

  const { origin, demo } = await heard<{ origin: string; demo: DemoFile }>();
  const [account] = demo.accounts;
  if (account === undefined) throw new Error('the demo has no household');

  return {
    origin,
    port: Number(new URL(origin).port),
    demo,
    account,
    async link() {
      const { email, password } = account;
      const { accessToken, refreshToken } = await link({ origin, ...demo.oauth, email, password });
      return { access: accessToken, refresh: refreshToken };
    },
    async signIn() {
      const { email, password } = account;
      const browser = new Visitor({ origin });
      const { status } = await browser.ask('/sign-in', { email, password, return_to: '/account' });
      if (status !== 303 || browser.cookie === '') throw new Error('signing in failed');
      return browser.cookie;
    },
    async intend(token, intent, payload) {
      const asked = intentRequest(intent, payload);
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await postIntent(origin, token, asked, { signal });
      const text = await response.text();
      if (response.status !== 200)
        throw new Error(`a good request was answered ${response.status}`);
      return JSON.parse(text) as unknown;
    },
    health() {
      const said = heard<{ heap: number; faults: string[] }>();
      child.stdin.write('\n');
      return said;
    },
    async close() {
      lines.removeAllListeners();
      await endChild(child, () => child.stdin.end(), 10_000);
      removeFolder(folder);
    },
  };
}
