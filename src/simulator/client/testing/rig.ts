/** A scripted bridge that listens, and pretend Googles towards it, for one test. */
import { createPretendGoogle } from '../pretend-google.ts';
import type { PretendGoogle } from '../pretend-google.ts';
import type { LinkLimits } from '../links.ts';
import { listen } from './listen.ts';
import { createScriptedBridge } from './scripted-bridge.ts';
import type { ScriptedBridge } from './scripted-bridge.ts';

export interface Rig {
  readonly bridge: ScriptedBridge;
  readonly origin: string;
  /** Milliseconds that everybody takes for now. */
  clock: number;
  /** `callsAtOnce` as in PretendGoogleOptions. */
  google(limits?: Partial<LinkLimits>, callsAtOnce?: number): PretendGoogle;
  /** Walks to the authorize page as a browser does; returns what comes back. */
  consent(url: string): Promise<{ state: string; code: string }>;
  /** Links a new display; returns its cookie. */
  link(one: PretendGoogle): Promise<string>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Resolves when the bridge listens; its clock stands until a test moves it. The caller closes it. */
export async function openRig(): Promise<Rig> {
  const bridge = createScriptedBridge();
  bridge.answers['SYNC'] = { payload: { agentUserId: 'a', devices: [] } };
  const server = await listen(bridge.handle);
  const { origin } = server;
  let closed: Promise<void> | undefined;
  const rig: Rig = {
    bridge,
    origin,
    clock: 1_000_000,
    google: (limits = {}, callsAtOnce = 8) =>
      createPretendGoogle({
        origin: () => origin,
        client: bridge.client,
        returnPath: '/back',
        now: () => rig.clock,
        limits,
        callsAtOnce,
      }),
    async consent(url) {
      const answer = await fetch(url, { redirect: 'manual' });
      const back = new URL(answer.headers.get('location') ?? '');
      if (back.origin + back.pathname !== `${origin}/back`) throw new Error('sent elsewhere');
      const { state = '', code = '' } = Object.fromEntries(back.searchParams);
      return { state, code };
    },
    async link(one) {
      const { cookie, url } = one.begin();
      return one.finish(cookie, await rig.consent(url));
    },
    close: () => (closed ??= server.close()),
  };
  return rig;
}
