/** Says who may link accounts: the assistant's OAuth client, and the virtual display's. Makes the demo if it runs. */
import type { OAuthClient } from '../../identity/oauth-client.ts';
import { createDisplayClient, endEarlierDisplays } from '../../edge/http/display-client.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import type { DemoFile } from '../../simulator/demo/demo-file.ts';
import { startDemo } from '../../simulator/demo/demo.ts';
import type { BuildContext } from './context.ts';
import type { BridgeStorage } from './storage.ts';

export interface Clients {
  /** What was written to `demo.json`; undefined if the bridge runs for real. */
  readonly demo: DemoFile | undefined;
  readonly client: OAuthClient;
  readonly displayClient: OAuthClient;
}

export interface ClientsParts {
  readonly storage: Pick<BridgeStorage, 'store' | 'keys'>;
  /** Where the bridge is reached. */
  readonly origin: string;
}

/** Returns the clients. @throws TypeError if the configuration has neither a demo nor an OAuth client */
export async function buildClients(
  { config, log, now, closers }: BuildContext,
  { storage, origin }: ClientsParts,
): Promise<Clients> {
  const { store, keys } = storage;
  const { dataDir } = config;
  const demo = config.demo
    ? await startDemo({ store, ring: keys.ring, form: streamForm, dataDir, origin, now })
    : undefined;
  closers.push(() => demo?.close());
  const client = demo?.client ?? config.oauth;
  if (client === undefined) throw new TypeError('neither a demo nor an OAuth client');
  const displayClient = createDisplayClient(origin);
  // In a demo others play Google with the demo's client, at that address.
  const ended = await endEarlierDisplays(
    store.operator.grants,
    demo ? undefined : { client, origin },
  );
  if (ended > 0) log.info({ ended }, 'virtual displays of before are no longer linked');
  return Object.freeze({ demo: demo?.file, client, displayClient });
}
